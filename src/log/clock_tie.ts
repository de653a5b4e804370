/** Ties a log's `at` to the wall clock: every ten seconds, and when the two have jumped apart, because the machine slept or its clock was set. */

/** How often the monotonic clock is tied to the wall clock, in milliseconds: DESIGN's 10 s. */
const CLOCK_EVERY_MS = 10_000;

/** How far they must have jumped apart to be tied at once: what a person would see on a screen. */
const JUMP_MS = 1_000;

/** Knows what the log says of the wall clock. */
export class ClockTie {
  readonly #date: () => Date;
  #tiedAt: number;
  /** The wall clock at the monotonic clock's 0, by the record that last tied them, in milliseconds. */
  #tiedMs: number;

  /** At `now` on the monotonic clock the log says that it is `time`. */
  constructor(date: () => Date, now: number, time: Date) {
    this.#date = date;
    this.#tiedAt = now;
    this.#tiedMs = time.getTime() - now;
  }

  /** Looks at the wall clock; gives its time where the log should say it. Asking costs as much as a tenth of a record: once a second will do. */
  look(now: number): Date | undefined {
    const time = this.#date();
    const hasJumped = Math.abs(time.getTime() - now - this.#tiedMs) > JUMP_MS;
    if (!hasJumped && now - this.#tiedAt < CLOCK_EVERY_MS) return undefined;
    this.#tiedAt = now;
    this.#tiedMs = time.getTime() - now;
    return time;
  }
}
