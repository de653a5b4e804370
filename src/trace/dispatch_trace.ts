/** One dispatch of a log with all that was recorded of it, payloads too, and what stands in a log's list of messages. Only the shapes. */
import type { DegradedRecord, DispatchRecord, GapRecord, HandlingRecord, InterceptedRecord, ProgressRecord, ReplyRecord, RunningRecord, SettledRecord, SkippedRecord, TriggerRecord } from "./record.ts";
import type { RunTrace } from "./run_trace.ts";

/** One dispatch with all that was recorded of it. */
export interface DispatchTrace {
  /** Its ordinal in the log: the same for each object that tells of it. */
  readonly index: number;
  /** Its record. */
  readonly record: DispatchRecord;
  /** The run that it belongs to. */
  readonly run: RunTrace;
  /** The line of its record, from 1. */
  readonly line: number;
  /** Where that line begins in the log, in bytes. */
  readonly offset: number;
  /** Those that have ended, by `n`. */
  readonly handlings: HandlingRecord[];
  /** Those that were still open after 100 ms and have not ended since. */
  readonly running: RunningRecord[];
  /** How it ended, where its handlings do not say so. */
  settled?: SettledRecord;
  /** What was sent on the reply channels in its data. */
  readonly replies: ReplyRecord[];
  /** The latest report of the task. */
  progress?: ProgressRecord;
  /** What interceptors did to it. */
  readonly intercepted: InterceptedRecord[];
  /** In the order of their records. */
  readonly caused: DispatchTrace[];
  /** The dispatch whose handling sent it; absent for a root and for an orphan. */
  readonly cause?: DispatchTrace | undefined;
  /** It has a cause that this log does not hold. */
  readonly isOrphan: boolean;
  /** 0 for a root. */
  readonly depth: number;
}

/** What stands in the list of messages. */
export type LogEntry =
  | { readonly kind: "dispatch"; readonly trace: DispatchTrace }
  | { readonly kind: "gap"; readonly record: GapRecord; readonly run: RunTrace | undefined }
  | { readonly kind: "skipped"; readonly record: SkippedRecord; readonly run: RunTrace | undefined }
  | { readonly kind: "degraded"; readonly record: DegradedRecord; readonly run: RunTrace | undefined }
  | { readonly kind: "trigger"; readonly record: TriggerRecord; readonly run: RunTrace | undefined }
  | { readonly kind: "run"; readonly run: RunTrace };
