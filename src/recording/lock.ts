/**
 * One writer for a recording: a lock file beside it says which process that is. It is taken over when that process is gone,
 * and refused, in words, when it is there or when that cannot be known.
 *
 * Two processes that find the same stale lock cannot both have it: whoever takes one over holds a second file meanwhile,
 * made exclusively, and judges the lock again under it. A dead owner cannot make its lock anew, so what is removed is what was judged.
 */
import { systemClock } from "../host/clock.ts";
import { byteLength, bytesOf, close, type DiskEntry, type DiskFile, isForbidden, look, openForWriting, remove, writeAt } from "../host/disk.ts";
import { codeOf, readTextNow } from "../host/files.ts";
import { type HeldFile, holdFile, isHeldFile } from "../host/held_file.ts";
import { ownMark, type ProcessMark, stateOf } from "../host/process_mark.ts";
import { doNow } from "../host/steps.ts";

/**
 * A lock that says nothing is one whose writer died between making and writing it, or stands just there. Those two calls
 * follow each other at once, unless the disk stalls: twice the 30 s of the longest stall that we mean to survive.
 */
export const TORN_LOCK_MS = 60_000;

/** A lock is some 150 bytes; what is larger is something else. */
const MOST_BYTES = 4_096;

/** Between a lock's end and the next try another process may come first; each time that is one process more. */
const TRIES = 5;

export interface LockOptions {
  /** The wall clock, as file systems have it; the system's unless given. */
  readonly date?: () => Date;
}

/** The lock of one recording, held by this process. */
export class RecordingLock {
  readonly path: string;
  readonly #date: () => Date;
  #isHeld = true;
  #hold: HeldFile | undefined;

  /** Takes the lock. @throws Error that names the process that has it, and since when. */
  constructor(recording: string, { date = systemClock.date }: LockOptions = {}) {
    this.path = lockPath(recording);
    this.#date = date;
    this.#take();
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Gives it up, and removes its file. Once is enough. */
  release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    remove(this.path).now();
    this.#hold?.letGo();
    this.#hold = undefined;
  }

  /** Takes it again after `release()`. @throws Error as the constructor does. */
  retake(): void {
    if (this.#isHeld) return;
    this.#take();
    this.#isHeld = true;
  }

  #take(): void {
    const mark = ownMark();
    for (let tries = 0; tries < TRIES; tries++) {
      // Held before it says so: an empty lock is left alone.
      const made = make(this.path, () => {
        this.#hold = holdFile(this.path);
        return this.#hold === undefined ? mark : { ...mark, held: true };
      });
      if (made) return;
      this.#hold?.letGo();
      this.#hold = undefined;
      const found = this.#read(this.path);
      if (found === undefined) continue;
      const why = this.#whyNot(found);
      if (why !== undefined) throw new Error(why);
      this.#removeStale(mark);
    }
    throw new Error("several processes are about to record to it");
  }

  #removeStale(mark: ProcessMark): void {
    const guard = `${this.path}.takeover`;
    if (!make(guard, () => mark)) {
      const found = this.#read(guard);
      if (found !== undefined && this.#isFresh(found.entry)) throw new Error("another process is taking it over just now");
      // Its maker died in the middle. Whoever removes it must still make it anew before anything else is removed.
      remove(guard).now();
      return;
    }
    try {
      const found = this.#read(this.path);
      if (found !== undefined && this.#whyNot(found) === undefined) remove(this.path).now();
    } finally {
      remove(guard).now();
    }
  }

  /** Says why a lock must be left alone; undefined: its owner is gone. */
  #whyNot({ entry, mark }: FoundLock): string | undefined {
    const orRemove = `remove "${this.path}"`;
    if (entry.kind !== "file") return `"${this.path}" is not a lock: ${orRemove} if it is nobody's`;
    if (mark === undefined) return this.#isFresh(entry) ? `another process is about to record to it, or has just died of it: try again in a minute, or ${orRemove}` : undefined;
    const who = `process ${mark.pid}, which began at ${mark.startedAt}`;
    const state = mark.held === true && isHeldFile(this.path) === false ? "gone" : stateOf(mark);
    switch (state) {
      case "gone": return undefined;
      case "self": return `this process (${mark.pid}, begun at ${mark.startedAt}) records to it already`;
      case "alive": return `${who}, records to it${mark.birth === undefined ? ` (if that is another program by now, ${orRemove})` : ""}`;
      case "elsewhere": return `${who} on "${mark.host ?? ""}", has its lock, and whether that is still there cannot be known from here: if it is not, ${orRemove}`;
      case "unknown": return `${who}, has its lock, and this process has no permission to ask whether that is still there: if it is not, ${orRemove}, or run Deno with --allow-run`;
      default: return state satisfies never;
    }
  }

  #isFresh({ changedAtMs }: DiskEntry): boolean {
    return Math.abs(this.#date().getTime() - changedAtMs) < TORN_LOCK_MS;
  }

  /** Gives what stands at a lock's path; undefined when it is gone. */
  #read(path: string): FoundLock | undefined {
    try {
      const entry = look(path).now();
      if (entry === undefined) return undefined;
      const isLock = entry.kind === "file" && entry.bytes <= MOST_BYTES;
      return { entry, mark: isLock ? parseMark(readTextNow(path)) : undefined };
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      if (!isForbidden(error)) throw error;
      throw new Error(`there is a lock, "${path}", that this process has no permission to read`);
    }
  }

}

/** Gives the path of a recording's lock. */
export function lockPath(recording: string): string {
  return `${recording}.lock`;
}

interface FoundLock {
  readonly entry: DiskEntry;
  /** Undefined: it is empty or torn. */
  readonly mark: LockMark | undefined;
}

/** `held`: its owner holds the file itself, too (`held_file.ts`). */
type LockMark = ProcessMark & { readonly held?: boolean };

/** Makes a file with a mark in it; false when there is one, or when it was taken away before it was whole. @throws any other error. */
function make(path: string, mark: () => LockMark): boolean {
  let file: DiskFile;
  let entry: DiskEntry;
  try {
    ({ file, entry } = doNow(openForWriting(path, "new")));
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  try {
    const text = `${JSON.stringify(mark())}\n`;
    if (writeAt(file, bytesOf(text), 0, 0).now() < byteLength(text)) throw new Error("the disk is full");
    return isStillThere(path, entry.id);
  } catch (error) {
    remove(path).now();
    throw error;
  } finally {
    close(file).now();
  }
}

/** One that slept between making its lock and writing it was taken for dead after a minute. */
function isStillThere(path: string, id: string): boolean {
  try {
    return look(path).now()?.id === id;
  } catch (error) {
    if (isForbidden(error)) return true;
    throw error;
  }
}

function parseMark(text: string): LockMark | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMark(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isMark(value: unknown): value is LockMark {
  if (typeof value !== "object" || value === null) return false;
  const { pid, startedAt, host, birth } = value as Record<string, unknown>;
  return Number.isSafeInteger(pid) && (pid as number) > 0 && typeof startedAt === "string"
    && (host === undefined || typeof host === "string") && (birth === undefined || typeof birth === "string");
}
