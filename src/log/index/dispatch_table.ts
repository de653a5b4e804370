/** The dispatches of a log as columns, with what their handlings and other records have made of them so far. */
import { type DispatchColumns, ORPHAN, ROOT } from "../../trace/columns.ts";
import type { LogVerb, SettledRecord } from "../../trace/record.ts";
import type { DispatchState } from "../../trace/state.ts";
import { type Rows, VERB_CODES } from "../scan/scanner.ts";
import { CHUNK_MASK } from "./chunk.ts";
import { NarrowColumn } from "./narrow_column.ts";
import { PackedColumn } from "./packed_column.ts";
import { ProgressColumns } from "./progress_columns.ts";
import { RunLengths } from "./run_lengths.ts";
import { TimeColumn } from "./time_column.ts";

/** The states of dispatches; a cell holds the place of one here. */
export const STATES: readonly DispatchState[] = ["running", "done", "answered", "unanswered", "failed", "unhandled", "timedOut", "aborted", "dropped", "refused"];

/** The place of `running` in `STATES`: what a dispatch begins with. */
export const RUNNING = 0;

/** Where the code of a row holds the verb. */
const VERB_BITS = 3;

/** Grows with the records of a log. */
export class DispatchTable implements DispatchColumns {
  readonly #runs = new RunLengths();
  readonly #lines = new PackedColumn();
  readonly #ids = new PackedColumn();
  readonly #ats = new TimeColumn();
  readonly #verbs = new NarrowColumn();
  readonly #types = new NarrowColumn();
  readonly #sources = new NarrowColumn();
  readonly #handlers = new NarrowColumn(-1);
  /** How far before it its cause stands; 0: a root, -1: an orphan. */
  readonly #causes = new NarrowColumn(-1);
  readonly #depths = new NarrowColumn();
  readonly #bys = new NarrowColumn(-1);
  readonly #staged = [this.#lines, this.#ids, this.#ats];
  readonly #packed = [...this.#staged, this.#verbs, this.#types, this.#sources, this.#handlers, this.#causes, this.#depths, this.#bys];
  readonly #progress = new ProgressColumns();
  /** What interceptors made of the number of handlers. */
  readonly #changedHandlers = new Map<number, number>();
  /** What a `settled` record says of those that have one. */
  readonly #settled = new Map<number, Pick<SettledRecord, "at" | "ms" | "outcome">>();
  readonly #bytesOf: (line: number) => number;
  #length = 0;

  /** Makes an empty table; `bytesOf` gives the bytes of a line. */
  constructor(bytesOf: (line: number) => number) {
    this.#bytesOf = bytesOf;
  }

  get length(): number {
    return this.#length;
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
    if (this.#changedHandlers.size > 0) {
      const changed = this.#changedHandlers.get(dispatch);
      if (changed !== undefined) return changed;
    }
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
    return STATES[this.#progress.state(dispatch)] as DispatchState;
  }

  ms(dispatch: number): number {
    if (this.#settled.size > 0) {
      const settled = this.#settled.get(dispatch);
      if (settled !== undefined) return settled.ms;
    }
    return this.#progress.state(dispatch) === RUNNING || this.#progress.last(dispatch) === -1 ? Number.NaN : this.#progress.took(dispatch) / 1000;
  }

  end(dispatch: number): number {
    const settled = this.#settled.size === 0 ? undefined : this.#settled.get(dispatch);
    return settled?.at ?? Math.round(this.#ats.at(dispatch) * 1000 + this.#progress.took(dispatch)) / 1000;
  }

  lastHandling(dispatch: number): number {
    return this.#progress.last(dispatch);
  }

  /** How many of its handlings have ended. */
  arrived(dispatch: number): number {
    return this.#progress.arrived(dispatch);
  }

  /** How it ended, where a `settled` record says so. */
  settledAs(dispatch: number): SettledRecord["outcome"] | undefined {
    return this.#settled.size === 0 ? undefined : this.#settled.get(dispatch)?.outcome;
  }

  /** The place of its state in `STATES`. */
  stateCode(dispatch: number): number {
    return this.#progress.state(dispatch);
  }

  /** Adds the one of a row, running; `cause` is an ordinal, `ROOT` or `ORPHAN`. Gives its ordinal. */
  push(rows: Rows, at: number, line: number, run: number, cause: number): number {
    const dispatch = this.#length++;
    const cell = dispatch & CHUNK_MASK;
    if (cell === this.#lines.stage.length) for (const column of this.#staged) column.widen();
    this.#lines.stage[cell] = line;
    this.#runs.push(dispatch, run);
    this.#ids.stage[cell] = rows.id[at]!;
    this.#ats.stage[cell] = rows.at[at]!;
    this.#verbs.put(cell, rows.code[at]! & VERB_BITS);
    this.#types.put(cell, rows.type[at]!);
    this.#sources.put(cell, rows.who[at]!);
    this.#handlers.put(cell, rows.n[at]!);
    this.#causes.put(cell, cause >= 0 ? dispatch - cause : cause === ROOT ? 0 : -1);
    this.#depths.put(cell, cause >= 0 ? this.#depths.at(cause) + 1 : 0);
    this.#bys.put(cell, rows.by[at]!);
    this.#progress.add(dispatch);
    if (cell === CHUNK_MASK) for (const column of this.#packed) column.seal();
    return dispatch;
  }

  /** One of its handlings has ended, at `end`. Gives whether that may have changed its state: an `ACTION` runs until all have. */
  handled(dispatch: number, handling: number, end: number): boolean {
    const arrived = this.#progress.handled(dispatch, handling, Math.round((end - this.#ats.at(dispatch)) * 1000));
    return this.#verbs.at(dispatch) !== 0 || arrived >= this.handlers(dispatch);
  }

  /** A `settled` record tells of it. */
  settled(dispatch: number, { at, ms, outcome }: SettledRecord): void {
    this.#settled.set(dispatch, { at, ms, outcome });
  }

  /** An interceptor has passed it on to so many. */
  setHandlers(dispatch: number, handlers: number): void {
    this.#changedHandlers.set(dispatch, handlers);
  }

  setState(dispatch: number, code: number): void {
    this.#progress.setState(dispatch, code);
  }
}
