/**
 * Reads a file as it grows: what is there, then whatever is appended, in chunks, at the pace of the one who takes them. A
 * recording is followed across its parts: the rest of the one that was closed, those between, the newest. It looks now and
 * then (a watcher of the system misses changes on some file systems) and at once when nudged.
 */
import fs from "node:fs";
import { clearTimeout, setTimeout } from "node:timers";
import { gunzipFile } from "./gzip.ts";
import { closePart, idAt, numberWhenClosed, openNewestPart, openPartAfter, type OpenPart, readAt } from "./part_cursor.ts";

/** The same bound as for reading a whole file. */
const READ_BYTES = 256 * 1024;

const NEWLINE = 10;
const NEWLINES: Uint8Array = new Uint8Array([NEWLINE]);

export interface FollowOptions {
  /** Ends the following, as `close()` does. */
  readonly signal?: AbortSignal;
  /** How often it looks while nothing nudges: 25 ms is under a frame of the screen, and costs two stats. */
  readonly pollMs?: number;
  /** Begins with the oldest part that is there, not with the newest. */
  readonly fromOldest?: boolean;
  /** The file became shorter than what was read: reading goes on from its beginning. */
  readonly onTruncated?: () => void;
  /** Parts were removed before they were read, or one could not be read to its end; says so in words. */
  readonly onMissed?: (message: string) => void;
  /** The file cannot be read any longer; the following has ended. */
  readonly onFailed?: (error: unknown) => void;
}

/** A file that is being followed. */
export interface FollowedFile {
  /** Looks now. */
  nudge(): void;
  /** Resolves when all that is in the file, or in the recording, at this moment has been handed on, or the following has ended. */
  caughtUp(): Promise<void>;
  close(): void;
}

/**
 * Follows a file, or a recording by the path of its newest part. `onChunk` gets bytes that are only valid during its call,
 * and may give a promise that is waited for. The file stays open, so it may be removed or renamed meanwhile.
 * @throws the `node:fs` error when it cannot be opened.
 */
export function followFile(file: string, onChunk: (bytes: Uint8Array) => void | Promise<void>, options: FollowOptions = {}): FollowedFile {
  const part = options.fromOldest === true ? openPartAfter(file, 0) : openNewestPart(file);
  // Opening says why there is none, as whoever calls expects to hear it.
  if (part === undefined) fs.closeSync(fs.openSync(file, "r"));
  const follower = new Follower(file, part, onChunk, options);
  follower.nudge();
  return follower;
}

/** Somebody who waits until a part has been read up to there. */
interface Waiter {
  readonly id: string;
  readonly upTo: number;
  /** A look that begins later and finds nothing more has shown all that there was, whatever has become of the part. */
  readonly look: number;
  readonly resolve: () => void;
}

class Follower implements FollowedFile {
  readonly #path: string;
  readonly #onChunk: (bytes: Uint8Array) => void | Promise<void>;
  readonly #options: FollowOptions;
  readonly #buffer = new Uint8Array(READ_BYTES);
  readonly #stop = new AbortController();
  #part: OpenPart | undefined;
  #position = 0;
  /** Nothing, or a whole line, has been handed on; the next part may begin. */
  #isAtLineEnd = true;
  #state: "idle" | "reading" | "again" | "closed" = "idle";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looks = 0;
  #waiting: Waiter[] = [];

  constructor(path: string, part: OpenPart | undefined, onChunk: (bytes: Uint8Array) => void | Promise<void>, options: FollowOptions) {
    this.#path = path;
    this.#part = part;
    this.#onChunk = onChunk;
    this.#options = options;
    options.signal?.addEventListener("abort", () => this.close(), { once: true });
    if (options.signal?.aborted === true) this.close();
  }

  nudge(): void {
    if (this.#state === "reading") this.#state = "again";
    if (this.#state !== "idle") return;
    clearTimeout(this.#timer);
    this.#state = "reading";
    void this.#read();
  }

  caughtUp(): Promise<void> {
    if (this.#state === "closed") return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ ...this.#newest(), look: this.#looks, resolve });
      this.nudge();
    });
  }

  close(): void {
    if (this.#state === "closed") return;
    const wasReading = this.#state !== "idle";
    this.#state = "closed";
    clearTimeout(this.#timer);
    this.#stop.abort();
    // A read that is under way still uses the descriptor; it closes it when it comes back.
    if (!wasReading) this.#leave();
    this.#release(() => true);
  }

  /** What there is to be read at this moment. */
  #newest(): { id: string; upTo: number } {
    const own = this.#part;
    const id = idAt(this.#path) ?? own?.id ?? "";
    if (own !== undefined && own.kind !== "packed" && own.id === id) return { id, upTo: fs.fstatSync(own.fd).size };
    return { id, upTo: fs.statSync(this.#path, { throwIfNoEntry: false })?.size ?? 0 };
  }

  async #read(): Promise<void> {
    try {
      const look = ++this.#looks;
      while (await this.#drain() && await this.#goOn());
      if (!this.#isClosed()) this.#release((waiter) => waiter.look < look);
    } catch (error) {
      if (!this.#isClosed()) this.#fail(error);
    }
    if (this.#isClosed()) return this.#leave();
    const lookAgain = this.#state === "again";
    this.#state = "idle";
    if (lookAgain) this.nudge();
    else this.#timer = setTimeout(() => this.nudge(), this.#options.pollMs ?? 25);
  }

  /** Reads the part to its end as it is now; gives whether that is its end for good. */
  async #drain(): Promise<boolean> {
    const part = this.#part;
    if (part === undefined) return true;
    if (part.kind === "packed") {
      const how = await gunzipFile(part.path, (bytes) => this.#hand(bytes), this.#stop.signal);
      if (how !== "whole") this.#options.onMissed?.(`"${part.path}" ${how === "cut" ? "ends too early" : "is damaged"}: its beginning was read`);
      return true;
    }
    await this.#readUpToEnd(part.fd);
    if (this.#isClosed() || (part.kind === "newest" && !this.#isReplaced(part))) return false;
    // What was written between the end that was read and the closing.
    await this.#readUpToEnd(part.fd);
    return !this.#isClosed();
  }

  async #readUpToEnd(fd: number): Promise<void> {
    while (!this.#isClosed()) {
      const size = fs.fstatSync(fd).size;
      if (size < this.#position) {
        this.#position = 0;
        this.#options.onTruncated?.();
      }
      const bytes = size === this.#position ? 0 : await readAt(fd, this.#buffer, this.#position);
      this.#position += bytes;
      if (bytes > 0) await this.#hand(this.#buffer.subarray(0, bytes));
      const { id } = this.#part ?? {};
      this.#release((waiter) => waiter.id === id && waiter.upTo <= this.#position);
      if (bytes === 0) return;
    }
  }

  #isReplaced(part: OpenPart): boolean {
    const there = idAt(this.#path);
    return there !== undefined && there !== part.id;
  }

  /** Goes to the next part; false when there is none yet. */
  async #goOn(): Promise<boolean> {
    const part = this.#part;
    const number = part === undefined ? 0 : part.kind === "newest" ? numberWhenClosed(this.#path, part) : part.number;
    const next = openPartAfter(this.#path, number);
    if (next === undefined) return false;
    this.#leave();
    this.#part = next;
    this.#position = 0;
    if (part !== undefined && next.number > number + 1) this.#options.onMissed?.(`parts ${number + 1} to ${next.number - 1} of "${this.#path}" were removed before they were read`);
    // A part that was cut ends in the middle of a line.
    if (!this.#isAtLineEnd) await this.#hand(NEWLINES);
    return true;
  }

  async #hand(bytes: Uint8Array): Promise<void> {
    this.#isAtLineEnd = bytes.at(-1) === NEWLINE;
    await this.#onChunk(bytes);
  }

  #leave(): void {
    if (this.#part !== undefined) closePart(this.#part);
    this.#part = undefined;
  }

  #release(isDone: (waiter: Waiter) => boolean): void {
    const done = this.#waiting.filter(isDone);
    this.#waiting = this.#waiting.filter((waiter) => !done.includes(waiter));
    for (const { resolve } of done) resolve();
  }

  /** Ends the following; the descriptor is closed by the read that failed. */
  #fail(error: unknown): void {
    this.#state = "closed";
    this.#release(() => true);
    this.#options.onFailed?.(error);
  }

  #isClosed(): boolean {
    return this.#state === "closed";
  }
}
