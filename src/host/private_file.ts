/**
 * A temporary file that nobody else can open: 0600, and without a name as soon as it is open, so it is gone when the process is, however that ends. It is written
 * at its end, and read at positions.
 */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileSourceOf, type FileSource } from "./file_source.ts";
import { onProcessEnd } from "./process_end.ts";

/** A file of one's own, for as long as one reads it. */
export interface PrivateFile {
  /** What was written so far; it grows with `append()`. */
  readonly source: FileSource;
  /** Writes further bytes. @throws the `node:fs` error; then nothing of them is there. */
  append(bytes: Uint8Array): void;
  /** Gives the disk back. */
  close(): void;
}

/** Makes a private temporary file. @throws the `node:fs` error when there can be none. */
export function openPrivateFile(folder: string = os.tmpdir()): PrivateFile {
  const name = path.join(folder, `core-ipc-${randomUUID()}`);
  const fd = fs.openSync(name, "wx+", 0o600);
  const takeBack = forget(name) ? () => {} : onProcessEnd((end) => end === "ending" && forget(name));
  const source = fileSourceOf(fd, name);
  return {
    source,
    append(bytes) {
      const before = source.size;
      try {
        for (let at = 0; at < bytes.byteLength;) at += fs.writeSync(fd, bytes, at, bytes.byteLength - at, before + at);
      } catch (error) {
        fs.ftruncateSync(fd, before);
        throw error;
      }
      source.measure();
    },
    close() {
      source.close();
      takeBack();
      forget(name);
    },
  };
}

/** Some systems keep the name of what is open. */
function forget(name: string): boolean {
  try {
    fs.rmSync(name, { force: true });
    return true;
  } catch {
    return false;
  }
}
