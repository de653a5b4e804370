/**
 * What comes once and cannot be read again, kept in a private file while it comes: standard input, a pipe or a device that has a path. So a pipe is a source like any
 * other, and memory holds none of it.
 */
import { readAll, reasonOf } from "../host/files.ts";
import { openPrivateFile, type PrivateFile } from "../host/private_file.ts";
import { temporaryFolder } from "../host/process.ts";
import type { OpenSource } from "../log/source.ts";

/** A pipe that is being read. */
export interface PipeSource extends OpenSource {
  /** Resolves when nothing more will come and all of it was kept; rejects when it could not be read, or not be kept. */
  readonly ended: Promise<void>;
}

/** Begins to keep what comes; `onGrown` hears of each piece. @throws the `node:fs` error when there can be no private file. */
export function openPipeSource(chunks: AsyncIterable<Uint8Array>, onGrown: () => void = () => {}): PipeSource {
  return new Pipe(openPrivateFile(), chunks, onGrown);
}

/** Keeps all of a pipe or device that has a path. Rejects with the `node:fs` error. */
export async function spoolFile(path: string, signal?: AbortSignal): Promise<OpenSource> {
  const kept = openPrivateFile();
  try {
    await readAll(path, (bytes) => keep(kept, bytes), signal);
  } catch (error) {
    kept.close();
    throw error;
  }
  const { source } = kept;
  return { size: source.size, read: (into, offset) => source.read(into, offset), look: () => Promise.resolve(false), close: () => kept.close() };
}

class Pipe implements PipeSource {
  readonly ended: Promise<void>;
  readonly #kept: PrivateFile;
  #isClosed = false;
  size = 0;

  constructor(kept: PrivateFile, chunks: AsyncIterable<Uint8Array>, onGrown: () => void) {
    this.#kept = kept;
    this.ended = this.#keepAll(chunks, onGrown);
    // Whoever waits for the end hears of it; nobody has to.
    this.ended.catch(() => {});
  }

  look(): Promise<boolean> {
    const before = this.size;
    if (!this.#isClosed) this.size = this.#kept.source.size;
    return Promise.resolve(this.size > before);
  }

  read(into: Uint8Array, offset: number): number {
    const length = Math.max(0, Math.min(into.length, this.size - offset));
    return this.#kept.source.read(into.subarray(0, length), offset);
  }

  close(): void {
    this.#isClosed = true;
    this.#kept.close();
  }

  async #keepAll(chunks: AsyncIterable<Uint8Array>, onGrown: () => void): Promise<void> {
    for await (const chunk of chunks) {
      if (this.#isClosed) return;
      keep(this.#kept, chunk);
      onGrown();
    }
  }
}

function keep(kept: PrivateFile, bytes: Uint8Array): void {
  try {
    kept.append(bytes);
  } catch (error) {
    throw new Error(`what comes cannot be kept in "${temporaryFolder()}": ${reasonOf(error)}`, { cause: error });
  }
}
