/** Where a log goes, as the recorder sees it: a file, a ring in memory, an array in a test. */

/** Whole lines on their way to a sink, and what they are. */
export interface Batch {
  /** Whole lines, each with its `\n`. */
  readonly text: string;
  /** The same text in pieces of whole lines, which are faster to encode one by one (`batch_text.ts`). Absent: it is one piece. */
  readonly pieces?: readonly string[];
  /** How many lines. */
  readonly records: number;
  /** The lowest id of the dispatches that begin in it, or that it tells of as skipped or lost; absent when there are none. */
  readonly from?: number;
  /** The highest one. */
  readonly to?: number;
  /** How many dispatches it tells of as skipped; absent: none. */
  readonly skipped?: number;
  /** When it was handed over, in milliseconds since the run's start. */
  readonly at: number;
}

/** Records that did not come to a sink. */
export interface Loss {
  /** How many records. */
  readonly lost: number;
  /** The lowest id of the dispatches among them; absent when there is none. */
  readonly from?: number;
  /** The highest one. */
  readonly to?: number;
  /** Why, in words. */
  readonly reason: string;
  /** How many lines did not come: fewer than `lost` where some told of losses themselves, which nobody hears of now. Absent: as many as `lost`. */
  readonly lines?: number;
  /** How many of `lost` had been counted before: what those lines told of. Absent: none. */
  readonly again?: number;
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
  /** How many bytes it took since it was made, over all parts. Absent: not known. */
  readonly bytes?: number;
  /** Takes the record that ends the run, for a sink to which that is no record like others. Absent: `write` takes it. */
  end?(batch: Batch): void;
}
