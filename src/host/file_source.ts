/**
 * One file as a source of bytes: by its descriptor, at positions, at once. It stays readable when it is renamed or removed. A file that became shorter no longer
 * has what stood there: whoever reads that is told so, and never gets other bytes in its place.
 */
import fs from "node:fs";
import type { OpenSource } from "../log/source.ts";

/** A file that is read at positions. */
export interface FileSource extends OpenSource {
  /** Its path, as it was opened. */
  readonly path: string;
  /** Device and inode. */
  readonly id: string;
  /** As `look()`, at once: how many bytes were added; negative when it became shorter, and then `size` stays as it was. */
  measure(): number;
}

/** Opens a file for reading. @throws the `node:fs` error; of a folder `EISDIR`. */
export function openFileSource(path: string): FileSource {
  return fileSourceOf(fs.openSync(path, "r"), path);
}

/** Gives a source over a file that is open; it belongs to the source from now on. @throws the `node:fs` error, and closes the descriptor then. */
export function fileSourceOf(fd: number, path: string): FileSource {
  try {
    return new DescribedFile(fd, path);
  } catch (error) {
    fs.closeSync(fd);
    throw error;
  }
}

class DescribedFile implements FileSource {
  readonly path: string;
  readonly id: string;
  size: number;
  #fd: number;

  constructor(fd: number, path: string) {
    const { dev, ino, size } = fs.fstatSync(fd);
    if (fs.fstatSync(fd).isDirectory()) throw Object.assign(new Error("EISDIR: illegal operation on a directory, read"), { code: "EISDIR" });
    this.path = path;
    this.id = `${dev}:${ino}`;
    this.size = size;
    this.#fd = fd;
  }

  measure(): number {
    const added = fs.fstatSync(this.#fd).size - this.size;
    if (added > 0) this.size += added;
    return added;
  }

  look(): Promise<boolean> {
    return Promise.resolve(this.measure() > 0);
  }

  read(into: Uint8Array, offset: number): number {
    if (this.#fd === -1) throw new Error(`Cannot read "${this.path}": it was closed`);
    const wanted = Math.min(into.length, this.size - offset);
    let got = 0;
    while (got < wanted) {
      const bytes = fs.readSync(this.#fd, into, got, wanted - got, offset + got);
      if (bytes === 0) throw new Error(`Cannot read "${this.path}" at ${offset + got}: it became shorter, and what stood there is gone`);
      got += bytes;
    }
    return got;
  }

  close(): void {
    if (this.#fd === -1) return;
    fs.closeSync(this.#fd);
    this.#fd = -1;
  }
}
