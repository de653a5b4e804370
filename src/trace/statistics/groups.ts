/** Totals of many groups side by side: an array for each total, with a place for each group, so that counting a row makes nothing. */
import { Histogram } from "./histogram.ts";

/** Groups by number, from 0. */
export class Groups {
  readonly count: Uint32Array;
  readonly failed: Uint32Array;
  readonly unhandled: Uint32Array;
  readonly running: Uint32Array;
  /** Those that took no time, since nobody handled them. */
  readonly timeless: Uint32Array;
  readonly bytes: Float64Array;
  /** What their handlings took, and how much of that held the thread. */
  readonly handlingMs: Float64Array;
  readonly syncMs: Float64Array;
  readonly durations: (Histogram | undefined)[] = [];

  constructor(length: number) {
    this.count = new Uint32Array(length);
    this.failed = new Uint32Array(length);
    this.unhandled = new Uint32Array(length);
    this.running = new Uint32Array(length);
    this.timeless = new Uint32Array(length);
    this.bytes = new Float64Array(length);
    this.handlingMs = new Float64Array(length);
    this.syncMs = new Float64Array(length);
  }

  /** Adds a duration; NaN is none. */
  took(group: number, ms: number): void {
    if (!Number.isNaN(ms)) (this.durations[group] ??= new Histogram()).add(ms);
  }

  /** What a handling took. What is no number on a clock counts nothing. */
  held(group: number, ms: number, syncMs: number): void {
    if (ms > 0 && ms < Infinity) this.handlingMs[group]! += ms;
    if (syncMs > 0 && syncMs < Infinity) this.syncMs[group]! += syncMs;
  }

  /** Adds all groups up, as the one group of another. */
  together(): Groups {
    const all = new Groups(1);
    const durations = new Histogram();
    for (let group = 0; group < this.count.length; group++) {
      all.count[0]! += this.count[group]!;
      all.failed[0]! += this.failed[group]!;
      all.unhandled[0]! += this.unhandled[group]!;
      all.running[0]! += this.running[group]!;
      all.timeless[0]! += this.timeless[group]!;
      all.bytes[0]! += this.bytes[group]!;
      all.handlingMs[0]! += this.handlingMs[group]!;
      all.syncMs[0]! += this.syncMs[group]!;
      const each = this.durations[group];
      if (each !== undefined) durations.addAll(each);
    }
    all.durations[0] = durations;
    return all;
  }
}
