/**
 * Files: read in chunks with bounded memory, or whole where they are small; looked at, removed. Errors are those of `node:fs`,
 * with their `code`; `reasonOf()` says one in words. Files that are written, followed or packed have modules of their own.
 */
import fs from "node:fs";
import path from "node:path";
import { fileInfo } from "./file_info.ts";
import { codeOf } from "./system_error.ts";

export { appendSink } from "./append_sink.ts";
export type { AppendSinkOptions, FileSink } from "./append_sink.ts";
export { fileInfo, namesIn } from "./file_info.ts";
export type { FileInfo } from "./file_info.ts";
export { codeOf, reasonOf } from "./system_error.ts";
export { followFile } from "./follow_file.ts";
export type { FollowedFile, FollowOptions } from "./follow_file.ts";

/** How much is read at once: large enough that a log of 1 GB takes 4,000 reads, small enough to stay out of sight. */
const READ_BYTES = 256 * 1024;

/**
 * Reads a whole file in chunks; each is only valid during its call. `onChunk` may give a promise, which is waited for, so a
 * slow reader bounds the memory. Also reads pipes and devices that have a path. @throws the `node:fs` error.
 */
export async function readAll(file: string, onChunk: (bytes: Uint8Array) => void | Promise<void>, signal?: AbortSignal): Promise<void> {
  const handle = await fs.promises.open(file, "r");
  try {
    const buffer = new Uint8Array(READ_BYTES);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, buffer.byteLength, null);
      if (bytesRead === 0) return;
      await onChunk(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** Reads a small text file. @throws the `node:fs` error. */
export function readText(file: string): Promise<string> {
  return fs.promises.readFile(file, "utf8");
}

/** Reads a small text file before anything else runs. @throws the `node:fs` error. */
export function readTextNow(file: string): string {
  return fs.readFileSync(file, "utf8");
}

/** Writes a small text file, private to the user. @throws the `node:fs` error. */
export function writeText(file: string, text: string): void {
  fs.writeFileSync(file, text, { mode: 0o600 });
}

/** Removes a file, or a folder with all that is in it; quiet when there is none, and when it may not. */
export function removeQuietly(file: string): void {
  try {
    fs.rmSync(file, { recursive: true, force: true });
  } catch {
    // What cannot be removed stays; whoever looks for stale entries next tries again.
  }
}

/** Sets permission bits. @throws the `node:fs` error. */
export function setMode(file: string, mode: number): void {
  fs.chmodSync(file, mode);
}

/** Makes a folder, and those above it, 0700 where they are new. @throws the `node:fs` error. */
export function makeFolder(folder: string): void {
  // One by one: Node's own `recursive` never returns where the system says ENOENT of a folder whose parent is there, as in /proc.
  const above = path.dirname(folder);
  if (above !== folder && fileInfo(above) === undefined) makeFolder(above);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // It was there, or another process was quicker.
    if (codeOf(error) !== "EEXIST" || fileInfo(folder)?.kind !== "folder") throw error;
  }
}

/** Makes a new folder with a name of its own, 0700, and gives its path. @throws the `node:fs` error. */
export function makeUniqueFolder(prefix: string): string {
  return fs.mkdtempSync(prefix);
}

/** @throws Error when there is something in a file's place already that would be lost, or mixed up with what is to come. */
export function refuseToReplace(files: readonly string[]): void {
  const there = files.find((file) => fileInfo(file) !== undefined);
  if (there !== undefined) throw new Error(`Cannot write to "${there}": it is there already`);
}

/** Gives a path's absolute form. */
export function absolutePath(...parts: string[]): string {
  return path.resolve(...parts);
}
