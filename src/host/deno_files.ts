/** The part of Deno's own files that does what its `node:fs` does not. The other runtimes have none of it. */

/** One of Deno's files. */
export interface DenoFile {
  seek(offset: number, whence: number): Promise<number>;
  write(bytes: Uint8Array): Promise<number>;
  statSync(): { readonly dev: number; readonly ino: number | null };
  /** Absent before Deno 2. */
  tryLockSync?(exclusive: boolean): boolean;
  close(): void;
}

/** What opens them. */
export interface DenoFiles {
  open(path: string, options: { readonly write: true }): Promise<DenoFile>;
  openSync(path: string, options: { readonly write: true }): DenoFile;
}

/** Gives them; undefined on another runtime. */
export function denoFiles(): DenoFiles | undefined {
  return (globalThis as { readonly Deno?: DenoFiles }).Deno;
}
