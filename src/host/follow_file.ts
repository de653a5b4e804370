/**
 * Reads a file as it grows: what is there, then whatever is appended, in chunks, at the pace of the one who takes them. It
 * looks at the file's size now and then (a watcher of the system misses changes on some file systems) and at once when nudged.
 */
import fs from "node:fs";
import { clearTimeout, setTimeout } from "node:timers";

/** The same bound as for reading a whole file. */
const READ_BYTES = 256 * 1024;

export interface FollowOptions {
  /** Ends the following, as `close()` does. */
  readonly signal?: AbortSignal;
  /** How often the size is looked at while nothing nudges: 25 ms is under a frame of the screen, and costs one stat. */
  readonly pollMs?: number;
  /** The file became shorter than what was read: reading goes on from its beginning. */
  readonly onTruncated?: () => void;
  /** The file cannot be read any longer; the following has ended. */
  readonly onFailed?: (error: unknown) => void;
}

/** A file that is being followed. */
export interface FollowedFile {
  /** Looks now. */
  nudge(): void;
  /** Resolves when all that is in the file at this moment has been handed on, or the following has ended. */
  caughtUp(): Promise<void>;
  close(): void;
}

/**
 * Follows a file. `onChunk` gets bytes that are only valid during its call, and may give a promise that is waited for.
 * The file stays open, so it may be removed or renamed meanwhile. @throws the `node:fs` error when it cannot be opened.
 */
export function followFile(file: string, onChunk: (bytes: Uint8Array) => void | Promise<void>, options: FollowOptions = {}): FollowedFile {
  const follower = new Follower(fs.openSync(file, "r"), onChunk, options);
  follower.nudge();
  return follower;
}

class Follower implements FollowedFile {
  readonly #fd: number;
  readonly #onChunk: (bytes: Uint8Array) => void | Promise<void>;
  readonly #options: FollowOptions;
  readonly #buffer = new Uint8Array(READ_BYTES);
  #state: "idle" | "reading" | "again" | "closed" = "idle";
  #timer: ReturnType<typeof setTimeout> | undefined;
  #position = 0;
  #waiting: { upTo: number; resolve: () => void }[] = [];

  constructor(fd: number, onChunk: (bytes: Uint8Array) => void | Promise<void>, options: FollowOptions) {
    this.#fd = fd;
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
    const upTo = fs.fstatSync(this.#fd).size;
    return new Promise((resolve) => {
      this.#waiting.push({ upTo, resolve });
      this.nudge();
    });
  }

  close(): void {
    if (this.#state === "closed") return;
    const wasReading = this.#state !== "idle";
    this.#state = "closed";
    clearTimeout(this.#timer);
    // A read that is under way still uses the descriptor; it closes it when it comes back.
    if (!wasReading) fs.closeSync(this.#fd);
    this.#release(Infinity);
  }

  async #read(): Promise<void> {
    try {
      await this.#drain();
    } catch (error) {
      if (!this.#isClosed()) this.#fail(error);
    }
    if (this.#isClosed()) {
      fs.closeSync(this.#fd);
      return;
    }
    const lookAgain = this.#state === "again";
    this.#state = "idle";
    if (lookAgain) this.nudge();
    else this.#timer = setTimeout(() => this.nudge(), this.#options.pollMs ?? 25);
  }

  /** Reads until the end of the file as it is now. */
  async #drain(): Promise<void> {
    while (!this.#isClosed()) {
      const size = fs.fstatSync(this.#fd).size;
      if (size < this.#position) {
        this.#position = 0;
        // Whoever waits for more than there is now would wait for ever.
        for (const waiter of this.#waiting) waiter.upTo = Math.min(waiter.upTo, size);
        this.#options.onTruncated?.();
      }
      const bytes = size === this.#position ? 0 : await readAt(this.#fd, this.#buffer, this.#position);
      this.#position += bytes;
      if (bytes > 0) await this.#onChunk(this.#buffer.subarray(0, bytes));
      this.#release(this.#position);
      if (bytes === 0) return;
    }
  }

  #release(position: number): void {
    const done = this.#waiting.filter((waiter) => waiter.upTo <= position);
    this.#waiting = this.#waiting.filter((waiter) => waiter.upTo > position);
    for (const waiter of done) waiter.resolve();
  }

  /** Ends the following; the descriptor is closed by the read that failed. */
  #fail(error: unknown): void {
    this.#state = "closed";
    this.#release(Infinity);
    this.#options.onFailed?.(error);
  }

  #isClosed(): boolean {
    return this.#state === "closed";
  }
}

function readAt(fd: number, buffer: Uint8Array, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(fd, buffer, 0, buffer.byteLength, position, (error, bytes) => error === null ? resolve(bytes) : reject(error));
  });
}
