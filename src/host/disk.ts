/**
 * What a writer asks of the disk, each call in both ways (`steps.ts`): a file is opened without following links, written at
 * positions, looked at, renamed, removed. Errors are those of `node:fs`.
 *
 * Positions, not `O_APPEND`: a write that is under way off the thread can then be made once more, at once, and changes
 * nothing. Measured on Node, Deno and Bun: a synchronous write during an asynchronous one of the same bytes leaves them once, and a
 * pending one keeps a process alive that ends by itself.
 */
import { Buffer } from "node:buffer";
import fs from "node:fs";
import { codeOf } from "./system_error.ts";
import { type OffThread, openOffThread } from "./off_thread.ts";
import { ask, type Call, type Steps } from "./steps.ts";

/** What stands at a path, or behind a descriptor. */
export interface DiskEntry {
  readonly kind: "file" | "folder" | "link" | "other";
  /** Device and inode: two entries with the same ones are one file, whatever it is called. */
  readonly id: string;
  readonly bytes: number;
  /** How many names it has; 0: it was removed. */
  readonly names: number;
  readonly changedAtMs: number;
}

/** A file that is open for writing. */
export interface DiskFile {
  readonly fd: number;
  readonly offThread?: OffThread | undefined;
}

/** `new`: nothing may stand there yet. `append`: what is there stays. */
export type OpenMode = "new" | "append";

/** Memory that texts are encoded into one after another; only for calls that are made at once. */
export type Scratch = Buffer;

/** Gives a scratch for texts of 64 k characters and a little more, whatever they are. */
export function scratch(): Scratch {
  return Buffer.allocUnsafeSlow(256 * 1024);
}

/** Gives the bytes of a text; in a scratch, where it fits: measured, two to five times as quick as memory of its own. */
export function bytesOf(text: string, into?: Scratch): Uint8Array {
  // A character has three bytes at the most: a pair that makes one of four is two of them.
  if (into === undefined || text.length * 3 > into.byteLength) return Buffer.from(text, "utf8");
  return into.subarray(0, into.write(text, "utf8"));
}

/** Gives how many bytes a text has. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

/**
 * Opens a regular file for `writeAt()`, 0600 where it is new, and says what it is. A link is refused
 * (`O_NOFOLLOW`, and the path is looked at before and after), and so is whatever is not a file. @throws the `node:fs` error, or an Error that says what stands there.
 */
export function* openForWriting(path: string, mode: OpenMode): Steps<{ file: DiskFile; entry: DiskEntry }> {
  // Looked at first: opening a pipe, or a device, can have effects of its own.
  if (mode === "append") mustBeFile(yield* ask(lookIfAllowed(path)));
  const fd = yield* openOrCreate(path, mode);
  let offThread: OffThread | undefined;
  try {
    const entry = yield* ask(lookAt({ fd }));
    mustBeFile(entry);
    mustBeFile(yield* ask(lookIfAllowed(path)), entry.id);
    offThread = yield* ask(openOffThread(path));
    if (offThread !== undefined && offThread.id !== entry.id) throw new Error(REPLACED);
    return { file: { fd, offThread }, entry };
  } catch (error) {
    yield* ask(close({ fd, offThread }));
    throw error;
  }
}

const REPLACED = "another file was put into its place meanwhile";

function mustBeFile(entry: DiskEntry | undefined, id = entry?.id): void {
  if (entry !== undefined && entry.kind === "file" && entry.id !== id) throw new Error(REPLACED);
  if (entry === undefined || entry.kind === "file") return;
  const what = { folder: "a folder", link: "a symbolic link", other: "a pipe, a socket or a device" }[entry.kind];
  throw new Error(`it is ${what}, not a regular file`);
}

function* openOrCreate(path: string, mode: OpenMode): Steps<number> {
  const { O_CREAT, O_EXCL, O_RDWR, O_WRONLY, O_NOFOLLOW } = fs.constants;
  // Windows has no O_NOFOLLOW; there the path is looked at, before and after.
  const flags = O_CREAT | (O_NOFOLLOW ?? 0) | (mode === "new" ? O_EXCL : 0);
  try {
    return yield* ask(open(path, flags | O_RDWR));
  } catch (error) {
    // A Deno that may write there but not read: only the end of what is there already has to be read.
    if (mode !== "new" || !isForbidden(error)) throw error;
    return yield* ask(open(path, flags | O_WRONLY));
  }
}

function open(path: string, flags: number): Call<number> {
  return {
    now: () => fs.openSync(path, flags, 0o600),
    later: () => promised((done) => fs.open(path, flags, 0o600, done)),
  };
}

/** Writes `bytes` from `offset` on at a position of the file; gives how many were taken, which may be fewer. */
export function writeAt({ fd, offThread }: DiskFile, bytes: Uint8Array, offset: number, position: number): Call<number> {
  const length = bytes.byteLength - offset;
  return {
    now: () => fs.writeSync(fd, bytes, offset, length, position),
    later: () => offThread === undefined ? promised((done) => fs.write(fd, bytes, offset, length, position, done)) : offThread.write(bytes.subarray(offset), position),
  };
}

/** Takes away what stands behind a position. */
export function cutAt({ fd }: DiskFile, position: number): Call<void> {
  return {
    now: () => fs.ftruncateSync(fd, position),
    later: () => promised<void>((done) => fs.ftruncate(fd, position, (error) => done(error, undefined))),
  };
}

/** Reads one byte; undefined past the end. */
export function byteAt({ fd }: DiskFile, position: number): Call<number | undefined> {
  const byte = new Uint8Array(1);
  return {
    now: () => fs.readSync(fd, byte, 0, 1, position) === 1 ? byte[0] : undefined,
    later: () => promised<number>((done) => fs.read(fd, byte, 0, 1, position, done)).then((count) => count === 1 ? byte[0] : undefined),
  };
}

/** Looks at a path without following a link; undefined when nothing is there. */
export function look(path: string): Call<DiskEntry | undefined> {
  const none = (error: unknown): undefined => {
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ENOTDIR") throw error;
  };
  return {
    now: () => {
      try {
        return entryOf(fs.lstatSync(path));
      } catch (error) {
        return none(error);
      }
    },
    later: () => promised<fs.Stats>((done) => fs.lstat(path, done)).then(entryOf, none),
  };
}

/** As `look()`; undefined also where it may not look: a Deno that was given no permission to read there. */
export function lookIfAllowed(path: string): Call<DiskEntry | undefined> {
  const { now, later } = look(path);
  const orNothing = (error: unknown): undefined => {
    if (!isForbidden(error)) throw error;
  };
  return {
    now: () => {
      try {
        return now();
      } catch (error) {
        return orNothing(error);
      }
    },
    later: () => later().catch(orNothing),
  };
}

/** Says whether an error is Deno's, of a permission that was not given. */
export function isForbidden(error: unknown): boolean {
  return error instanceof Error && error.name === "NotCapable";
}

/** Looks at an open file. */
export function lookAt({ fd }: Pick<DiskFile, "fd">): Call<DiskEntry> {
  return {
    now: () => entryOf(fs.fstatSync(fd)),
    later: () => promised<fs.Stats>((done) => fs.fstat(fd, done)).then(entryOf),
  };
}

/** Gives a file another name; what has that name already is replaced. */
export function rename(from: string, to: string): Call<void> {
  return { now: () => fs.renameSync(from, to), later: () => promised<void>((done) => fs.rename(from, to, done)) };
}

/** Removes a file; quiet when there is none. */
export function remove(path: string): Call<void> {
  const isGone = (error: unknown): undefined => {
    if (codeOf(error) !== "ENOENT") throw error;
  };
  return {
    now: () => {
      try {
        fs.unlinkSync(path);
      } catch (error) {
        isGone(error);
      }
    },
    later: () => promised<void>((done) => fs.unlink(path, done)).catch(isGone),
  };
}

/** Gives the names in a folder, in no order. */
export function names(folder: string): Call<string[]> {
  return { now: () => fs.readdirSync(folder), later: () => promised<string[]>((done) => fs.readdir(folder, done)) };
}

/** Closes a file; quiet when it is closed already. */
export function close({ fd, offThread }: DiskFile): Call<void> {
  const ignore = (): void => {};
  return {
    now: () => {
      try {
        offThread?.close();
        fs.closeSync(fd);
      } catch {
        // What was written is with the system; there is nothing left to be done about it.
      }
    },
    later: () => {
      offThread?.close();
      return promised<void>((done) => fs.close(fd, done)).catch(ignore);
    },
  };
}

function entryOf(stat: fs.Stats): DiskEntry {
  const kind = stat.isFile() ? "file" : stat.isDirectory() ? "folder" : stat.isSymbolicLink() ? "link" : "other";
  return { kind, id: `${stat.dev}:${stat.ino}`, bytes: stat.size, names: stat.nlink, changedAtMs: stat.mtimeMs };
}

/** A call of `node:fs` with a callback, as a promise; its own promises do not take descriptors. */
function promised<T>(start: (done: (error: Error | null, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => start((error, value) => error === null || error === undefined ? resolve(value) : reject(error)));
}
