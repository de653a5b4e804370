/**
 * Long work in slices: it stops for keys, timers and sockets every few milliseconds, and can be given up between two of its steps. Work is an iterator that
 * does a little at each step, and ends with its result.
 */
import type { Clock } from "../mod.ts";

/** How work is cut. */
export interface SlicesOptions {
  /** What slices are measured and made with. */
  readonly clock: Pick<Clock, "now" | "setTimer">;
  /** How long one slice may take, in milliseconds; the step that passes it is ended. Absent: 8, half of what a frame of the screen has. */
  readonly sliceMs?: number | undefined;
  /** Gives the work up when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

const SLICE_MS = 8;

/**
 * Does the work, one slice in a turn of the event loop, the first at once. Resolves with its result; rejects with what it throws, or with the signal's reason
 * as soon as that aborts: then no step follows, and the work is ended (its `finally` runs).
 * @example
 * await runInSlices(matching(log, filter), { clock: systemClock, signal });
 */
export function runInSlices<Result>(work: Iterator<unknown, Result>, { clock, sliceMs = SLICE_MS, signal }: SlicesOptions): Promise<Result> {
  return new Promise((resolve, reject) => {
    let cancelTimer = (): void => {};
    let isInSlice = false;
    const over = (end: () => Result): void => {
      signal?.removeEventListener("abort", giveUp);
      try {
        resolve(end());
      } catch (error) {
        reject(error);
      }
    };
    const giveUp = (): void => {
      // Work that aborts itself is still in its step.
      if (isInSlice) return;
      cancelTimer();
      over(() => {
        work.return?.();
        throw signal?.reason as Error;
      });
    };
    const slice = (): void => {
      isInSlice = true;
      const ended = sliceOf(work, sliceMs, clock, signal);
      isInSlice = false;
      if (ended !== undefined) over(ended);
      else if (signal?.aborted === true) giveUp();
      else cancelTimer = clock.setTimer(slice, 0);
    };
    if (signal?.aborted === true) return giveUp();
    signal?.addEventListener("abort", giveUp);
    slice();
  });
}

/** Does the work at once, and gives its result. @throws what it throws */
export function finish<Result>(work: Iterator<unknown, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Gives how the work ended; undefined while it has not. */
function sliceOf<Result>(work: Iterator<unknown, Result>, sliceMs: number, clock: SlicesOptions["clock"], signal: AbortSignal | undefined): (() => Result) | undefined {
  const began = clock.now();
  try {
    do {
      const step = work.next();
      if (step.done === true) return () => step.value;
    } while (signal?.aborted !== true && clock.now() - began < sliceMs);
    return undefined;
  } catch (error) {
    return () => { throw error; };
  }
}
