/**
 * A log as columns: what each dispatch and each handling has in common with the others, without its payload. A cell costs a few nanoseconds,
 * whatever the size of the log. Dispatches and handlings are named by their ordinals: from 0, in the order of their lines.
 *
 * Only the interfaces: `log/log_index.ts` builds them from bytes.
 */
import type { HandlingRecord, LogVerb } from "./record.ts";
import type { DispatchState } from "./state.ts";

/** The texts of a log (types, sources, handlers), each once. 0 is the name of none. */
export interface Texts {
  /** One more than the highest number that names a text. */
  readonly length: number;
  /** Gives a text; "" for 0. */
  textOf(text: number): string;
  /** Gives the number of a text; 0 where the log does not hold it. */
  numberOf(text: string): number;
}

/** Nothing caused the dispatch. */
export const ROOT: -1 = -1;
/** Something caused the dispatch that the log does not hold. */
export const ORPHAN: -2 = -2;

/** The dispatches, by ordinal. */
export interface DispatchColumns {
  /** How many there are; it only grows. */
  readonly length: number;
  /** The position of its run in `Log.runs`. */
  run(dispatch: number): number;
  /** The line of its record, from 1. */
  line(dispatch: number): number;
  /** How many bytes its record has, with the end of the line. */
  bytes(dispatch: number): number;
  /** Its id in its run. */
  id(dispatch: number): number;
  /** When it was sent, in milliseconds since its run began. */
  at(dispatch: number): number;
  /** How it was sent. */
  verb(dispatch: number): LogVerb;
  /** The number of the text of its type. */
  type(dispatch: number): number;
  /** The number of the text of its source; 0 for none. */
  source(dispatch: number): number;
  /** How many subscriptions matched, as the last interceptor left it; -1 while that is not known. */
  handlers(dispatch: number): number;
  /** The ordinal of the dispatch whose handling sent it, `ROOT` or `ORPHAN`. */
  cause(dispatch: number): number;
  /** Which handling of its cause sent it; -1 where that is not said. */
  by(dispatch: number): number;
  /** How far it has come. */
  state(dispatch: number): DispatchState;
  /** How long it took, in milliseconds; NaN while it runs and where nobody handled it. */
  ms(dispatch: number): number;
  /** When the last of it ended, in milliseconds since its run began; its own `at` where nothing has. */
  end(dispatch: number): number;
  /** The ordinal of that of its handlings whose line stands last; -1 for none. `HandlingColumns.before` leads to the others. */
  lastHandling(dispatch: number): number;
}

/** The handlings that have ended, by ordinal. */
export interface HandlingColumns {
  /** How many there are; it only grows. */
  readonly length: number;
  /** The ordinal of its dispatch. */
  dispatch(handling: number): number;
  /** Which handling of its dispatch it is, from 0. */
  n(handling: number): number;
  /** The line of its record, from 1. */
  line(handling: number): number;
  /** How many bytes its record has, with the end of the line. */
  bytes(handling: number): number;
  /** When it began, in milliseconds since its run began. */
  at(handling: number): number;
  /** How long it took, in milliseconds. */
  ms(handling: number): number;
  /** How long of that it held the thread, before it waited for the first time. */
  syncMs(handling: number): number;
  /** The number of the text that names the handler. */
  handler(handling: number): number;
  /** The id of its subscription in its run. */
  subscription(handling: number): number;
  /** How it ended. */
  outcome(handling: number): HandlingRecord["outcome"];
  /** The ordinal of the handling of the same dispatch whose line stands before; -1 for none. */
  before(handling: number): number;
}
