/**
 * Writing that does not hold the thread. Measured: `fs.write()` of Node and Bun hands the bytes to another thread; Deno 2.9.5's
 * makes the system call before it returns, whatever its name, and so do its file handles and streams. Only Deno's own
 * `FsFile.write()` does not: there each file is opened once more, for that.
 */
import { type DenoFile, denoFiles } from "./deno_files.ts";
import type { Call } from "./steps.ts";

/** A second descriptor of a file, for writing off the thread only. */
export interface OffThread {
  /** Writes at a position; gives how many bytes were taken. */
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** Device and inode. */
  readonly id: string;
  close(): void;
}

const FROM_START = 0;

/** Opens a file that is there for writing off the thread; undefined where `fs.write()` does that already. */
export function openOffThread(path: string): Call<OffThread | undefined> {
  const deno = denoFiles();
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
