/**
 * Files: an append-only sink that loses nothing, reading in chunks with bounded memory, private folders. Errors are those of
 * `node:fs`, with their `code`; `reasonOf()` says one in words.
 */
import fs from "node:fs";
import path from "node:path";

export { followFile } from "./follow_file.ts";
export type { FollowedFile, FollowOptions } from "./follow_file.ts";

/** How much is read at once: large enough that a log of 1 GB takes 4,000 reads, small enough to stay out of sight. */
export const READ_BYTES: number = 256 * 1024;

/** A file that text is appended to. */
export interface FileSink {
  readonly path: string;
  /** How many bytes were written through this sink. */
  readonly bytes: number;
  /** Has handed the whole text to the system when it returns: what was written survives a SIGKILL of this process. */
  write(text: string): void;
  close(): void;
}

export interface AppendSinkOptions {
  /** 0600 unless given: a log holds payloads. */
  readonly mode?: number;
  /** Refuses a file that is there already (`EEXIST`). */
  readonly exclusive?: boolean;
}

/** Opens a file for appending, synchronously. @throws the `node:fs` error when it cannot be opened. */
export function appendSink(file: string, options: AppendSinkOptions = {}): FileSink {
  const fd = fs.openSync(file, options.exclusive === true ? "ax" : "a", options.mode ?? 0o600);
  let bytes = 0;
  let isTorn = false;
  let open = true;
  return {
    path: file,
    get bytes() { return bytes; },
    write(text) {
      const chunk = Buffer.from(isTorn ? `\n${text}` : text, "utf8");
      // A file system may take less than it was given: a full disk takes what fits, then refuses.
      for (let at = 0; at < chunk.byteLength;) {
        const written = fs.writeSync(fd, chunk, at, chunk.byteLength - at);
        at += written;
        bytes += written;
        // Should the rest be refused, what is written next must not be taken for the end of this line.
        isTorn = at < chunk.byteLength;
      }
    },
    close() {
      if (open) fs.closeSync(fd);
      open = false;
    },
  };
}

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

/** What stands at a path; undefined when nothing does. @throws any other `node:fs` error. */
export interface FileInfo {
  readonly kind: "file" | "folder" | "other";
  readonly bytes: number;
  /** Permission bits. */
  readonly mode: number;
  readonly owner: number;
  readonly changedAtMs: number;
}

/** Looks at a path, without following a symbolic link when `follow` is false. @throws `node:fs` errors other than "no such file". */
export function fileInfo(file: string, { follow = true }: { follow?: boolean } = {}): FileInfo | undefined {
  try {
    const stat = follow ? fs.statSync(file) : fs.lstatSync(file);
    const kind = stat.isFile() ? "file" : stat.isDirectory() ? "folder" : "other";
    return { kind, bytes: stat.size, mode: stat.mode & 0o777, owner: stat.uid, changedAtMs: stat.mtimeMs };
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Gives the names in a folder, sorted; none when there is no such folder. @throws any other `node:fs` error. */
export function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
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

/** Gives the `code` of a system error, such as `ENOENT`; undefined for anything else. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

const REASONS: Record<string, string> = {
  ENOENT: "there is no such file",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
  EEXIST: "it is there already",
  ENOSPC: "the disk is full",
  EROFS: "the file system is read-only",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the path is too long",
};

/** Says in words why a file could not be used: "permission denied", "there is no such file". */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const reason = code === undefined ? undefined : REASONS[code];
  return reason ?? (error instanceof Error ? error.message : String(error));
}
