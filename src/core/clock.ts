/**
 * Where the bus gets its time and its timers from, so that a test can hold both in its hand (`core-ipc/testing`).
 */

/** A source of time. */
export interface Clock {
  /** Milliseconds on a monotonic clock; only differences mean something. */
  now(): number;
  /** The wall clock. */
  date(): Date;
  /** Calls `run` once, `ms` milliseconds from now; gives a function that cancels it. */
  setTimer(run: () => void, ms: number): () => void;
}

/** The clock of the runtime: `performance.now()`, `new Date()`, `setTimeout()`. */
export const runtimeClock: Clock = {
  now: () => performance.now(),
  date: () => new Date(),
  setTimer(run, ms) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
