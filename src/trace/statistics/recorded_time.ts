/**
 * For how long a log was recorded, for rates: the time between two runs of a server, or while nobody recorded, is none of it, and what several
 * processes recorded at the same time counts once.
 */
import type { RunTrace } from "../run_trace.ts";
import { wallTimeOf } from "../wall_clock.ts";

/** A stretch of wall clock, in milliseconds since 1970, from `fromMs` up to but not including `toMs`. */
export interface TimeRange {
  /** Its first millisecond. */
  readonly fromMs: number;
  /** The first that is no longer in it. */
  readonly toMs: number;
}

/** When in a run something happened for the first and for the last time, while it is looked at. */
export class RunTimes {
  readonly #first: Float64Array;
  readonly #last: Float64Array;

  /** Begins with `runs` runs in which nothing has happened. */
  constructor(runs: number) {
    this.#first = new Float64Array(runs).fill(Infinity);
    this.#last = new Float64Array(runs).fill(-Infinity);
  }

  /** Something lasted from `at` to `end`, in milliseconds since its run began. */
  take(run: number, at: number, end: number): void {
    if (at < this.#first[run]!) this.#first[run] = at;
    if (end > this.#last[run]!) this.#last[run] = end;
  }

  /**
   * Gives how long something happened in any of the runs, in milliseconds: from the first moment to the last of each, and of that
   * only the stretch that was asked for. A run whose header has no readable time stands beside the others, whole. Cost: that of sorting the runs.
   */
  togetherMs(runs: readonly RunTrace[], stretch?: (run: RunTrace) => TimeRange): number {
    let together = 0;
    const stretches: TimeRange[] = [];
    for (const [index, run] of runs.entries()) {
      const first = this.#first[index] ?? Infinity;
      const last = this.#last[index] ?? -Infinity;
      if (!(first <= last)) continue;
      const [fromMs, toMs] = [wallTimeOf(run, first), wallTimeOf(run, last)];
      if (Number.isNaN(fromMs + toMs)) {
        together += last - first;
        continue;
      }
      const asked = stretch?.(run);
      stretches.push(asked === undefined ? { fromMs, toMs } : { fromMs: Math.max(fromMs, asked.fromMs), toMs: Math.min(toMs, asked.toMs) });
    }
    let until = -Infinity;
    for (const { fromMs, toMs } of stretches.sort((a, b) => a.fromMs - b.fromMs)) {
      together += Math.max(0, toMs - Math.max(fromMs, until));
      until = Math.max(until, toMs);
    }
    return together;
  }
}
