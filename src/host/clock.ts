/**
 * The machine's clock and timers, taken when this module loads, so that an app that replaces the global ones (fake timers
 * in its tests) neither sees nor disturbs ours.
 */
import { clearTimeout as cancelTimeout, setImmediate as startImmediate, setTimeout as startTimeout } from "node:timers";

const { performance: monotonic, Date: SystemDate } = globalThis;

/** A monotonic clock, a wall clock and timers; the shape that `withClock()` takes. */
export interface SystemClock {
  /** Milliseconds on a monotonic clock, with fractions. */
  now(): number;
  date(): Date;
  /** Runs `run` once after `ms`; what it gives cancels that. The timer keeps the process alive. */
  setTimer(run: () => void, ms: number): () => void;
}

/** The machine's own clock. */
export const systemClock: SystemClock = {
  now: () => monotonic.now(),
  date: () => new SystemDate(),
  setTimer(run, ms) {
    const timer = startTimeout(run, ms);
    return () => cancelTimeout(timer);
  },
};

/** Runs `run` once after `ms`, unless the process ends earlier: the timer does not keep it alive. What it gives cancels it. */
export function idleTimer(run: () => void, ms: number): () => void {
  const timer = startTimeout(run, ms);
  timer.unref();
  return () => cancelTimeout(timer);
}

/** Runs `run` at the end of this turn of the event loop. */
export function atEndOfTurn(run: () => void): void {
  startImmediate(run);
}

/** Waits. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => startTimeout(resolve, ms));
}
