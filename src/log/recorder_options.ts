/** What a recorder is made of. */
import type { Dispatch } from "../mod.ts";
import type { LogHeader } from "./log_header.ts";
import type { PayloadEncoder } from "./payload_encoder.ts";
import type { Sink } from "./sink.ts";
import type { Condition } from "./triggers.ts";

/** What a recorder is made of. It has no clock, no timer and no file of its own. */
export interface RecorderOptions {
  /** Where the lines go. */
  readonly sink: Sink;
  /** Arranges that `flush` runs soon: at the end of the event loop's turn. Called once per batch. */
  readonly schedule: (flush: () => void) => void;
  /** Who is recorded. */
  readonly header: LogHeader;
  /** The Core's clock at `at` 0, in milliseconds. */
  readonly startAt: number;
  /** The Core's monotonic clock, in milliseconds. */
  readonly now: () => number;
  /** Runs something after `ms`; gives what cancels it. Must not keep a process alive. */
  readonly later: (run: () => void, ms: number) => () => void;
  /** The wall clock, for `clock` records; absent: none are written. */
  readonly date?: () => Date;
  /** Makes the text of payloads; absent: one that knows the default secret keys only. */
  readonly encoder?: PayloadEncoder;
  /** Told of each write that failed. */
  readonly onFault?: (error: unknown) => void;
  /** What recording may take of the app's thread: a share from 0 to 1. Absent: all that it needs. */
  readonly budget?: number;
  /** A monotonic clock in milliseconds that the recorder measures itself with; absent: `now`. */
  readonly cost?: () => number;
  /** What is recorded: a dispatch that does not pass is left out with its handlings. `text` stands in the log. Absent: everything. */
  readonly only?: { readonly text: string; readonly test: (dispatch: Dispatch) => boolean };
  /** Whether further parts begin with the dispatches in flight, too; costs an entry in a map for each dispatch, and the memory of the lines of those in flight. */
  readonly keepsOpen?: boolean;
  /** What makes a flight recorder write, as `parseConditions` gives it. */
  readonly triggers?: readonly Condition[];
  /** A trigger has been met; its record is written already, unless one was written within the last second. */
  readonly onTrigger?: (on: string) => void;
}
