/**
 * The parts of a recording one after another, while their writer may close, pack and remove them. Parts are told apart by
 * number, the newest by its inode: none is skipped, and none comes twice.
 */
import fs from "node:fs";
import { lookAt } from "./disk.ts";
import { namesIn } from "./file_info.ts";
import { type ClosedPart, eachClosedPart, folderOf } from "./part_names.ts";
import { codeOf } from "./system_error.ts";

/** A part that is open for reading. */
export interface OpenPart {
  /** Its number; of the newest the one that it will have. */
  readonly number: number;
  readonly path: string;
  /** `packed` is read by its path, the others by `fd`. */
  readonly kind: "newest" | "closed" | "packed";
  readonly fd: number;
  /** Device and inode. */
  readonly id: string;
}

/** Between a look at the folder and an opening the writer may have gone on; each time that is one part more. */
const TRIES = 20;

/** Opens the part that follows the one of that number (0: the oldest that is there); undefined when there is none. @throws the `node:fs` error when it may not be read. */
export function openPartAfter(recording: string, number: number): OpenPart | undefined {
  for (let tries = 0; tries < TRIES; tries++) {
    const there = closedAfter(recording, number);
    const [next] = there;
    const part = next === undefined ? openNewest(recording, number) : openClosed(next);
    // The newest is the next one only if none was closed meanwhile.
    if (next !== undefined ? part !== undefined : closedAfter(recording, number).length === 0) return part;
    if (part !== undefined) closePart(part);
  }
  throw new Error(`Cannot read "${recording}": its parts change faster than they can be opened`);
}

/** Opens the newest part; undefined when there is none at the moment. @throws the `node:fs` error when it may not be read. */
export function openNewestPart(recording: string): OpenPart | undefined {
  return openPartAfter(recording, highestClosed(recording));
}

/**
 * Gives the number that a newest part has got, now that another file stands in its place: the one under which its inode is
 * found. Where that is nowhere it was packed, or removed, or moved away by another program and has no number; then the next part gets it.
 */
export function numberWhenClosed(recording: string, part: OpenPart): number {
  const there = closedAfter(recording, 0);
  const found = there.findLast(({ path, isPacked }) => !isPacked && idAt(path) === part.id);
  if (found !== undefined) return found.number;
  return there.some(({ number, isPacked }) => isPacked && number === part.number) ? part.number : part.number - 1;
}

/** Gives device and inode of what stands at a path; undefined when nothing does. */
export function idAt(path: string): string | undefined {
  try {
    const { dev, ino } = fs.statSync(path);
    return `${dev}:${ino}`;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Closes it; a packed one is not open. */
export function closePart({ kind, fd }: OpenPart): void {
  if (kind !== "packed") fs.closeSync(fd);
}

function highestClosed(recording: string): number {
  return closedAfter(recording, 0).at(-1)?.number ?? 0;
}

function closedAfter(recording: string, after: number): ClosedPart[] {
  return eachClosedPart(recording, namesIn(folderOf(recording))).filter(({ number }) => number > after);
}

function openClosed({ path, number, isPacked }: ClosedPart): OpenPart | undefined {
  if (isPacked) return { number, path, kind: "packed", fd: -1, id: path };
  return opened(path, number, "closed");
}

function openNewest(recording: string, after: number): OpenPart | undefined {
  const number = after + 1;
  if (!recording.endsWith(".gz")) return opened(recording, number, "newest");
  return idAt(recording) === undefined ? undefined : { number, path: recording, kind: "packed", fd: -1, id: recording };
}

function opened(path: string, number: number, kind: "newest" | "closed"): OpenPart | undefined {
  let fd: number;
  try {
    fd = fs.openSync(path, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
  return { number, path, kind, fd, id: lookAt({ fd }).now().id };
}

/** Reads into a buffer from a position of an open part; gives how many bytes, 0 at its end. */
export function readAt(fd: number, buffer: Uint8Array, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(fd, buffer, 0, buffer.byteLength, position, (error, bytes) => error === null ? resolve(bytes) : reject(error));
  });
}
