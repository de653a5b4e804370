/** Where a recording is written: on the thread, or off it while the disk is slow. */
import type { Writing } from "../log/sink.ts";

/** A write that takes longer has made the app wait so long that a person sees it: the next ones are made off the thread. */
export const SLOW_MS = 50;

/** So long must the disk have been quick until writing comes back to the thread: a disk that stalls once stalls again soon. */
export const QUIET_MS = 10_000;

/** Measures writes, and says where the next one is made. */
export class Pace {
  readonly #asked: Writing;
  readonly #now: () => number;
  #isSlow = false;
  #slowAt = -Infinity;
  #isHeld = false;

  constructor(asked: Writing, now: () => number) {
    this.#asked = asked;
    this.#now = now;
  }

  get writing(): Writing {
    if (this.isBackground) return "background";
    return this.#asked === "record" ? "record" : "turn";
  }

  get isBackground(): boolean {
    return !this.#isHeld && (this.#asked === "background" || this.#isSlow);
  }

  /** Makes a write on the thread. @throws what it throws. */
  timed(write: () => void): void {
    const startedAt = this.#now();
    try {
      write();
    } finally {
      this.wrote(this.#now() - startedAt);
    }
  }

  /** A write took so long. */
  wrote(ms: number): void {
    // Who writes each record at once has chosen to wait for the disk, rather than to lose the one that matters.
    if (ms <= SLOW_MS || this.#asked === "record") return;
    this.#slowAt = this.#now();
    this.#isSlow = true;
  }

  /** Nothing waits: back to the thread, when the disk has been quick for long enough. */
  rest(): void {
    if (this.#isSlow && this.#now() - this.#slowAt >= QUIET_MS) this.#isSlow = false;
  }

  /** The process may be ending: all is written on the thread, until `letGo()`. */
  hold(): void {
    this.#isHeld = true;
  }

  letGo(): void {
    this.#isHeld = false;
  }
}
