/**
 * A clock for tests. Time passes in `advance()` only, and timers run then, in the order in which they are due.
 */
import type { Clock } from "../core/clock.ts";

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/**
 * A clock that a test holds in its hand; `fakeClock()` makes one.
 * @example
 * const clock = fakeClock();
 * clock.setTimer(() => rings.push(clock.now()), 100);
 * clock.advance(250); // rings: [100]
 * clock.timers; // 0
 */
export class FakeClock implements Clock {
  readonly #start: number;
  readonly #timers = new Set<Timer>();
  #now = 0;

  /** Stands still at `start`. */
  constructor(start: Date) {
    this.#start = start.getTime();
  }

  /** Milliseconds since the clock was made. */
  now(): number {
    return this.#now;
  }

  /** The date that the clock shows. */
  date(): Date {
    return new Date(this.#start + this.#now);
  }

  /** Runs something once `ms` milliseconds have passed; gives what cancels it. */
  setTimer(run: () => void, ms: number): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** How many timers wait: zero at the end of a test says that nobody forgot one. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Lets `ms` milliseconds pass: each timer due by then runs at its own time, those that are set meanwhile too. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`Cannot advance the clock: ${String(ms)} is not a number of milliseconds from 0 on`);
    const end = this.#now + ms;
    for (let due = this.#nextDue(end); due !== undefined; due = this.#nextDue(end)) {
      this.#timers.delete(due);
      this.#now = due.at;
      due.run();
    }
    this.#now = end;
  }

  #nextDue(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= end && (next === undefined || timer.at < next.at)) next = timer;
    }
    return next;
  }
}

/**
 * Makes a clock that stands still at `start` (2026-01-01 UTC without one).
 * @example
 * const clock = fakeClock();
 * const core = await createCore(withClock(clock));
 * clock.advance(1000);
 */
export function fakeClock(start: Date = new Date("2026-01-01T00:00:00.000Z")): FakeClock {
  return new FakeClock(start);
}
