/** The dispatches of a log as columns, with what their handlings and other records have made of them so far. */
import { type DispatchColumns, ORPHAN, ROOT } from "../../trace/columns.ts";
import type { LogVerb, SettledRecord } from "../../trace/record.ts";
import type { DispatchState } from "../../trace/state.ts";
import { VERB_CODES } from "../scan/scanner.ts";
import { NumberColumn } from "./number_column.ts";
import { TimeColumn } from "./time_column.ts";

/** The states of dispatches; a cell holds the place of one here. */
export const STATES: readonly DispatchState[] = ["running", "done", "answered", "unanswered", "failed", "unhandled", "timedOut", "aborted", "dropped", "refused"];

/** What a record says of a dispatch, in numbers. */
export interface DispatchRow {
  line: number;
  run: number;
  id: number;
  at: number;
  /** The place of the verb in `VERB_CODES`. */
  verb: number;
  type: number;
  source: number;
  /** -1: not said. */
  handlers: number;
  /** An ordinal, `ROOT` or `ORPHAN`. */
  cause: number;
  /** -1: not said. */
  by: number;
}

/** Grows with the records of a log. */
export class DispatchTable implements DispatchColumns {
  readonly #runs = new NumberColumn({ floor: 0 });
  readonly #lines = new NumberColumn();
  readonly #ids = new NumberColumn();
  readonly #ats = new TimeColumn();
  readonly #verbs = new NumberColumn({ floor: 0 });
  readonly #types = new NumberColumn({ floor: 0 });
  readonly #sources = new NumberColumn({ floor: 0 });
  readonly #handlers = new NumberColumn({ floor: -1 });
  /** How far before it its cause stands; 0: a root, -1: an orphan. */
  readonly #causes = new NumberColumn({ floor: -1 });
  readonly #depths = new NumberColumn({ floor: 0 });
  readonly #bys = new NumberColumn({ floor: -1 });
  readonly #states = new NumberColumn({ floor: 0 });
  readonly #arrived = new NumberColumn({ floor: 0 });
  readonly #ends = new TimeColumn();
  readonly #last = new NumberColumn({ floor: -1 });
  /** What a `settled` record says of those that have one. */
  readonly #settled = new Map<number, { readonly ms: number; readonly outcome: SettledRecord["outcome"] }>();
  readonly #bytesOf: (line: number) => number;

  /** Makes an empty table; `bytesOf` gives the bytes of a line. */
  constructor(bytesOf: (line: number) => number) {
    this.#bytesOf = bytesOf;
  }

  get length(): number {
    return this.#lines.length;
  }

  run(dispatch: number): number {
    return this.#runs.at(dispatch);
  }

  line(dispatch: number): number {
    return this.#lines.at(dispatch);
  }

  bytes(dispatch: number): number {
    return this.#bytesOf(this.#lines.at(dispatch));
  }

  id(dispatch: number): number {
    return this.#ids.at(dispatch);
  }

  at(dispatch: number): number {
    return this.#ats.at(dispatch);
  }

  verb(dispatch: number): LogVerb {
    return VERB_CODES[this.#verbs.at(dispatch)] as LogVerb;
  }

  type(dispatch: number): number {
    return this.#types.at(dispatch);
  }

  source(dispatch: number): number {
    return this.#sources.at(dispatch);
  }

  handlers(dispatch: number): number {
    return this.#handlers.at(dispatch);
  }

  cause(dispatch: number): number {
    const back = this.#causes.at(dispatch);
    return back > 0 ? dispatch - back : back === 0 ? ROOT : ORPHAN;
  }

  /** How many causes stand above it. */
  depth(dispatch: number): number {
    return this.#depths.at(dispatch);
  }

  by(dispatch: number): number {
    return this.#bys.at(dispatch);
  }

  state(dispatch: number): DispatchState {
    return STATES[this.#states.at(dispatch)] as DispatchState;
  }

  ms(dispatch: number): number {
    if (this.#settled.size > 0) {
      const settled = this.#settled.get(dispatch);
      if (settled !== undefined) return settled.ms;
    }
    // The first of the states is `running`.
    if (this.#states.at(dispatch) === 0 || this.#last.at(dispatch) === -1) return Number.NaN;
    return Math.max(0, Math.round((this.#ends.at(dispatch) - this.#ats.at(dispatch)) * 1000) / 1000);
  }

  end(dispatch: number): number {
    return this.#ends.at(dispatch);
  }

  lastHandling(dispatch: number): number {
    return this.#last.at(dispatch);
  }

  /** How many of its handlings have ended. */
  arrived(dispatch: number): number {
    return this.#arrived.at(dispatch);
  }

  /** How it ended, where a `settled` record says so. */
  settledAs(dispatch: number): SettledRecord["outcome"] | undefined {
    return this.#settled.size === 0 ? undefined : this.#settled.get(dispatch)?.outcome;
  }

  /** Adds one, running; gives its ordinal. */
  push({ line, run, id, at, verb, type, source, handlers, cause, by }: DispatchRow): number {
    const dispatch = this.length;
    this.#lines.push(line);
    this.#runs.push(run);
    this.#ids.push(id);
    this.#ats.push(at);
    this.#verbs.push(verb);
    this.#types.push(type);
    this.#sources.push(source);
    this.#handlers.push(handlers);
    this.#causes.push(cause >= 0 ? dispatch - cause : cause === ROOT ? 0 : -1);
    this.#depths.push(cause >= 0 ? this.#depths.at(cause) + 1 : 0);
    this.#bys.push(by);
    this.#states.push(0);
    this.#arrived.push(0);
    this.#ends.push(at);
    this.#last.push(-1);
    return dispatch;
  }

  /** One of its handlings has ended. */
  handled(dispatch: number, handling: number, end: number): void {
    this.#arrived.set(dispatch, this.#arrived.at(dispatch) + 1);
    this.#last.set(dispatch, handling);
    if (end > this.#ends.at(dispatch) && this.settledAs(dispatch) === undefined) this.#ends.set(dispatch, end);
  }

  /** A `settled` record tells of it. */
  settled(dispatch: number, at: number, ms: number, outcome: SettledRecord["outcome"]): void {
    this.#settled.set(dispatch, { ms, outcome });
    this.#ends.set(dispatch, at);
  }

  /** An interceptor has passed it on to so many. */
  setHandlers(dispatch: number, handlers: number): void {
    this.#handlers.set(dispatch, handlers);
  }

  setState(dispatch: number, state: DispatchState): void {
    this.#states.set(dispatch, STATES.indexOf(state));
  }
}
