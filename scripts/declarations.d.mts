/** Runs the compiler of this clone; gives its exit code and what it printed. */
export function runCompiler(args: readonly string[]): { readonly status: number | null; readonly printed: string };

/** Makes the package's declarations in a folder. @throws Error with what the compiler said. */
export function buildDeclarations(folder: string): void;
