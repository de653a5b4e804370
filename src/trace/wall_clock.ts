/**
 * The wall clock of a run: `at` stands still while a laptop sleeps, and the wall clock may be set. `clock` records tie the two; between
 * two of them the earlier one holds, for the later one is written when they are seen to have come apart.
 */
import type { ClockRecord } from "./record.ts";

/** Ties closer than this to what was known are the grain of clocks and the time that reading them takes: rows must not jitter by it. */
const GRAIN_MS = 5;

/** What is known of a run's wall clock. */
export class WallClock {
  /** By `at`: from there on the wall clock stands at `at` plus this. */
  readonly #ties: { readonly at: number; readonly offsetMs: number }[];

  /** Begins with what the header says: NaN for one that says nothing. */
  constructor(startedAtMs: number) {
    this.#ties = [{ at: -Infinity, offsetMs: startedAtMs }];
  }

  /** Takes a record; one without a readable time says nothing. */
  tie({ at, time }: ClockRecord): void {
    const offsetMs = Date.parse(time) - at;
    if (Number.isNaN(offsetMs)) return;
    const place = this.#placeOf(at);
    if (Math.abs(offsetMs - (this.#ties[place]?.offsetMs ?? Number.NaN)) <= GRAIN_MS) return;
    this.#ties.splice(place + 1, 0, { at, offsetMs });
  }

  /** Gives the wall clock at `at`, in milliseconds since 1970. Cost: logarithmic in how often the clocks came apart. */
  timeOf(at: number): number {
    return at + (this.#ties[this.#placeOf(at)]?.offsetMs ?? Number.NaN);
  }

  /** The last tie that holds at `at`. */
  #placeOf(at: number): number {
    let low = 0;
    let high = this.#ties.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#ties[middle]?.at ?? Infinity) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** Gives the wall clock at a moment of a run, in milliseconds since 1970; NaN where the log does not say when the run began. */
export function wallTimeOf(run: { readonly clock: WallClock }, at: number): number {
  return run.clock.timeOf(at);
}
