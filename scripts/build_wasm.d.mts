/** Gives the module's bytes. @throws when it does not compile. */
export function compile(): Promise<Uint8Array>;
/** Gives the text of the file that holds the bytes. */
export function shipped(bytes: Uint8Array): string;
