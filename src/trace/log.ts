/**
 * A log, understood: runs, dispatches with their handlings, who caused whom, and what is missing. Live or recorded, this is what every view and
 * every command asks. It only grows; `version` says when. `log/log_index.ts` is the one that reads bytes.
 */
import type { DispatchColumns, HandlingColumns, Texts } from "./columns.ts";
import type { DispatchTrace, LogEntry } from "./dispatch_trace.ts";
import type { Defect, GapRecord } from "./record.ts";
import type { RunTrace } from "./run_trace.ts";

/** What stands in the list of messages: dispatches, and what is said between them. In the order of their lines; of several logs, by wall clock. */
export interface Entries {
  /** Grows with the log. */
  readonly length: number;
  /** The ordinal of the dispatch at a position; -1 for what is said between them. Cost: a few nanoseconds. */
  dispatch(position: number): number;
  /** How many dispatches stand before a position. Cost: a few nanoseconds. */
  dispatchesBefore(position: number): number;
  /** What stands at a position. Cost: that of `trace()` for a dispatch. */
  entry(position: number): LogEntry;
}

/** Totals. */
export interface LogCounts {
  /** All that the log holds. */
  readonly dispatches: number;
  /** With those that timed out, were aborted or found no answer: the sender did not get what it asked for. */
  readonly failed: number;
  /** Not over, or their end was never recorded. */
  readonly running: number;
  /** Nobody handled them; but for the bus's own messages, which nobody has to. */
  readonly unhandled: number;
  /** What gaps tell and what no record accounts for. */
  readonly lost: number;
  /** Left out on purpose. */
  readonly skipped: number;
  /** Their cause is not in the log. */
  readonly orphans: number;
  /** Lines that were no records. */
  readonly defects: number;
}

/** A log that was read, or is being read. */
export interface Log {
  /** Grows with whatever is read. */
  readonly version: number;
  /** How many records were read. */
  readonly records: number;
  /** How many of them had a kind that this version does not know. */
  readonly unknown: number;
  /** How many tell of dispatches that the log does not hold, and nothing says why. */
  readonly strays: number;
  /** Lines that were no records. */
  readonly defects: readonly Defect[];
  /** What was lost, as the log says. */
  readonly gaps: readonly GapRecord[];
  /** In the order in which they began. */
  readonly runs: readonly RunTrace[];
  /** The texts of the columns: types, sources, handlers. */
  readonly texts: Texts;
  /** The dispatches, by ordinal. */
  readonly dispatches: DispatchColumns;
  /** The handlings that have ended, by ordinal. */
  readonly handlings: HandlingColumns;
  /** The list of messages: dispatches, and what is said between them. */
  readonly entries: Entries;
  /** How many dispatches the log knows to have been sent, those that it does not hold too; not those of parts that were not read. */
  readonly sent: number;
  /** How many dispatches of each type were left out, as far as the log says their types. */
  readonly skippedTypes: ReadonlyMap<string, number>;
  /**
   * Gives all that was recorded of a dispatch, with its payloads. Cost: its lines are read and parsed, some microseconds; the same object is given
   * only as long as it is remembered, so compare `index`, not identity.
   */
  trace(dispatch: number): DispatchTrace;
  /** Gives the ordinals of the dispatches that a dispatch caused, in the order of their records. Cost: their number; the first call looks at all dispatches. */
  caused(dispatch: number): readonly number[];
  /** Finds a dispatch by its id, in `run` or else in the newest run that has it; -1 for none. Cost: logarithmic. */
  indexOf(id: number, run?: RunTrace): number;
  /** Gives the lines of the records that tell of a dispatch beside its own and those of its handlings: `settled`, `running`, `reply`, `progress`, `intercepted`. Most have none. Cost: O(1). */
  notes(dispatch: number): readonly number[];
  /** Gives the record on a line, from 1, as it was written, without the end of the line; undefined where there is no such line. Cost: one read, or less for lines that are asked for in their order. */
  lineText(line: number): string | undefined;
  /** Counts what there is. Cost: O(1). */
  counts(): LogCounts;
  /** The dispatch ids that no record, gap or `skipped` accounts for, as ranges. Cost: the number of holes. */
  unaccounted(): readonly { readonly run: RunTrace; readonly from: number; readonly to: number }[];
}
