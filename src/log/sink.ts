/** Where a log goes, as the recorder sees it: a file, a ring in memory, an array in a test. */

/** Whole lines on their way to a sink, and what they are. */
export interface Batch {
  /** Whole lines, each with its `\n`. */
  readonly text: string;
  /** How many lines. */
  readonly records: number;
  /** The lowest id of the dispatches that begin in it; absent when none does. */
  readonly from?: number;
  /** The highest one. */
  readonly to?: number;
  /** When it was handed over, in milliseconds since the run's start. */
  readonly at: number;
}

/** Records that did not come to a sink. */
export interface Loss {
  readonly lost: number;
  /** The ids of the dispatches among them, where there are any. */
  readonly from?: number;
  readonly to?: number;
  readonly reason: string;
}

/** When lines are written: each at once, at the end of the turn, or off the thread, with nothing waiting for them. */
export type Writing = "record" | "turn" | "background";

/** Where a log goes. */
export interface Sink {
  /** Takes a batch. @throws when it cannot: then none of it counts as written. */
  write(batch: Batch): void;
  /** Ends it: nothing is written any more. */
  close(): void;
  /** Asked before each batch: a new part is due. Absent: the log has one part. */
  readonly wantsPart?: boolean;
  /** Begins a new part with its first lines. @throws when it cannot: the old part goes on. */
  beginPart?(head: Batch): void;
  /** Takes what batches lost that had been taken, since it was asked last. */
  takeLoss?(): Loss | undefined;
  /** How it writes now. Absent: `turn`. */
  readonly writing?: Writing;
  /** The process is ending: writes what waits, and from now on each batch at once. */
  finish?(): void;
}
