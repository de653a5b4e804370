/**
 * Writing that does not hold the thread. Measured: `fs.write()` of Node and Bun hands the bytes to another thread; Deno 2.9.5's
 * makes the system call before it returns, whatever its name, and so do its file handles and streams. Only Deno's own
 * `FsFile.write()` does not: there each file is opened once more, for that.
 */
import type { Call } from "./steps.ts";

/** A second descriptor of a file, for writing off the thread only. */
export interface OffThread {
  /** Writes at a position; gives how many bytes were taken. */
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** Device and inode. */
  readonly id: string;
  close(): void;
}

/** The part of Deno that is used here. */
interface DenoFile {
  seek(offset: number, whence: number): Promise<number>;
  write(bytes: Uint8Array): Promise<number>;
  statSync(): { readonly dev: number; readonly ino: number | null };
  close(): void;
}
interface DenoFiles {
  open(path: string, options: { write: true }): Promise<DenoFile>;
  openSync(path: string, options: { write: true }): DenoFile;
}

const FROM_START = 0;

/** Opens a file that is there for writing off the thread; undefined where `fs.write()` does that already. */
export function openOffThread(path: string): Call<OffThread | undefined> {
  const { Deno: deno } = globalThis as unknown as { readonly Deno?: DenoFiles };
  if (deno === undefined) return { now: () => undefined, later: () => Promise.resolve(undefined) };
  return {
    now: () => new DenoOffThread(deno.openSync(path, { write: true })),
    later: async () => new DenoOffThread(await deno.open(path, { write: true })),
  };
}

class DenoOffThread implements OffThread {
  readonly id: string;
  readonly #file: DenoFile;
  #before: Promise<unknown> = Promise.resolve();

  constructor(file: DenoFile) {
    this.#file = file;
    const { dev, ino } = file.statSync();
    this.id = `${dev}:${ino}`;
  }

  /** A place and a write belong together, also where somebody no longer waits for the one before. */
  write(bytes: Uint8Array, position: number): Promise<number> {
    const written = this.#before.then(async () => {
      await this.#file.seek(position, FROM_START);
      return await this.#file.write(bytes);
    });
    this.#before = written.catch(() => {});
    return written;
  }

  close(): void {
    this.#file.close();
  }
}
