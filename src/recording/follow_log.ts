/**
 * Reads a log into its index as it grows: what is there, then whatever is added, in slices, so that a key is never answered late. It looks now and then (a watcher of the
 * system misses changes on some file systems) and at once when nudged.
 */
import { systemClock, type SystemClock } from "../host/clock.ts";
import type { OpenSource } from "../log/source.ts";

/** What reads a source, such as a `LogIndex`. */
export interface GrowingIndex {
  /** Reads a few megabytes more; false when there is nothing more now. */
  readMore(): boolean;
  /** Nothing follows. */
  end(): void;
}

export interface FollowLogOptions {
  /** How often it looks while nothing nudges: 25 ms is under a frame of the screen, and costs two stats. */
  readonly pollMs?: number;
  /** After so long a slice of reading ends, and others have their turn. */
  readonly sliceMs?: number;
  /** The log can be read no further; the following has ended. */
  readonly onFailed?: (error: unknown) => void;
  /** The system's clock when absent. */
  readonly clock?: Pick<SystemClock, "now" | "setTimer">;
}

/** A log that is followed. */
export interface FollowedLog {
  /** Looks now. */
  nudge(): void;
  /** Resolves when all that is in the log at this moment was read, or the following has ended. */
  caughtUp(): Promise<void>;
  /** Nothing more is written: reads what is left, and takes a last line without its end for torn. Resolves when all was told. */
  end(): Promise<void>;
  /** Ends the following; the source stays open. */
  close(): void;
}

/**
 * Follows a log. `onGrown` is called after each slice that read something.
 * @example
 * const followed = followLog(source, index, () => draw(index));
 */
export function followLog(source: OpenSource, index: GrowingIndex, onGrown: () => void, options: FollowLogOptions = {}): FollowedLog {
  const follower = new Follower(source, index, onGrown, options);
  follower.nudge();
  return follower;
}

class Follower implements FollowedLog {
  readonly #source: OpenSource;
  readonly #index: GrowingIndex;
  readonly #onGrown: () => void;
  readonly #options: FollowLogOptions;
  readonly #clock: Pick<SystemClock, "now" | "setTimer">;
  #state: "idle" | "reading" | "again" | "closed" = "idle";
  #stopTimer = (): void => {};
  #isFirst = true;
  #looks = 0;
  /** Waiters, each with the look after which it is content. */
  #waiting: { readonly look: number; readonly resolve: () => void }[] = [];

  constructor(source: OpenSource, index: GrowingIndex, onGrown: () => void, options: FollowLogOptions) {
    this.#source = source;
    this.#index = index;
    this.#onGrown = onGrown;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  nudge(): void {
    if (this.#state === "reading") this.#state = "again";
    if (this.#state !== "idle") return;
    this.#stopTimer();
    this.#state = "reading";
    void this.#read();
  }

  caughtUp(): Promise<void> {
    if (this.#state === "closed") return Promise.resolve();
    // The look that is under way may have begun before what is there now was.
    return new Promise((resolve) => {
      this.#waiting.push({ look: this.#looks + 1, resolve });
      this.nudge();
    });
  }

  async end(): Promise<void> {
    await this.caughtUp();
    if (this.#state === "closed") return;
    this.close();
    this.#index.end();
    this.#onGrown();
  }

  close(): void {
    this.#state = "closed";
    this.#stopTimer();
    this.#release(Infinity);
  }

  async #read(): Promise<void> {
    const look = ++this.#looks;
    try {
      const isGrown = await this.#source.look();
      if (isGrown || this.#isFirst) await this.#readOn();
      this.#isFirst = false;
    } catch (error) {
      if (this.#isClosed()) return;
      this.close();
      this.#options.onFailed?.(error);
    }
    if (this.#isClosed()) return;
    this.#release(look);
    const looksAgain = this.#state === "again";
    this.#state = "idle";
    if (looksAgain) this.nudge();
    else this.#stopTimer = this.#clock.setTimer(() => this.nudge(), this.#options.pollMs ?? 25);
  }

  async #readOn(): Promise<void> {
    const { sliceMs = 8 } = this.#options;
    let until = this.#clock.now() + sliceMs;
    let hasRead = false;
    while (!this.#isClosed() && this.#index.readMore()) {
      hasRead = true;
      if (this.#clock.now() < until) continue;
      this.#onGrown();
      await new Promise<void>((resolve) => this.#clock.setTimer(resolve, 0));
      until = this.#clock.now() + sliceMs;
    }
    if (hasRead && !this.#isClosed()) this.#onGrown();
  }

  #release(look: number): void {
    const done = this.#waiting.filter((waiter) => waiter.look <= look);
    this.#waiting = this.#waiting.filter((waiter) => waiter.look > look);
    for (const { resolve } of done) resolve();
  }

  #isClosed(): boolean {
    return this.#state === "closed";
  }
}
