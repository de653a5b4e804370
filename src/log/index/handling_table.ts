/** The handlings of a log as columns. */
import type { HandlingColumns } from "../../trace/columns.ts";
import type { HandlingRecord } from "../../trace/record.ts";
import { OUTCOME_CODES } from "../scan/scanner.ts";
import { CHUNK_MASK } from "./chunk.ts";
import { NarrowColumn } from "./narrow_column.ts";
import { PackedColumn } from "./packed_column.ts";
import { TimeColumn } from "./time_column.ts";

/** What a record says of a handling, in numbers. */
export interface HandlingRow {
  line: number;
  /** The ordinal of its dispatch. */
  dispatch: number;
  n: number;
  at: number;
  ms: number;
  syncMs: number;
  handler: number;
  subscription: number;
  /** The place of the outcome in `OUTCOME_CODES`. */
  outcome: number;
  /** The handling of the same dispatch whose line stands before, or -1. */
  before: number;
}

/** Grows with the records of a log. */
export class HandlingTable implements HandlingColumns {
  readonly #lines = new PackedColumn();
  readonly #dispatches = new PackedColumn();
  readonly #ns = new NarrowColumn();
  readonly #ats = new TimeColumn();
  readonly #ms = new TimeColumn();
  readonly #syncMs = new TimeColumn();
  readonly #handlers = new NarrowColumn();
  readonly #subscriptions = new NarrowColumn();
  readonly #outcomes = new NarrowColumn();
  /** How far back it is to the one before; 0: there is none. */
  readonly #before = new NarrowColumn();
  readonly #packed = [this.#lines, this.#dispatches, this.#ns, this.#ats, this.#ms, this.#syncMs, this.#handlers, this.#subscriptions, this.#outcomes, this.#before];
  readonly #bytesOf: (line: number) => number;
  #length = 0;

  /** Makes an empty table; `bytesOf` gives the bytes of a line. */
  constructor(bytesOf: (line: number) => number) {
    this.#bytesOf = bytesOf;
  }

  get length(): number {
    return this.#length;
  }

  dispatch(handling: number): number {
    return this.#dispatches.at(handling);
  }

  n(handling: number): number {
    return this.#ns.at(handling);
  }

  line(handling: number): number {
    return this.#lines.at(handling);
  }

  bytes(handling: number): number {
    return this.#bytesOf(this.#lines.at(handling));
  }

  at(handling: number): number {
    return this.#ats.at(handling);
  }

  ms(handling: number): number {
    return this.#ms.at(handling);
  }

  syncMs(handling: number): number {
    return this.#syncMs.at(handling);
  }

  handler(handling: number): number {
    return this.#handlers.at(handling);
  }

  subscription(handling: number): number {
    return this.#subscriptions.at(handling);
  }

  /** The place of its outcome in `OUTCOME_CODES`. */
  outcomeCode(handling: number): number {
    return this.#outcomes.at(handling);
  }

  outcome(handling: number): HandlingRecord["outcome"] {
    return OUTCOME_CODES[this.#outcomes.at(handling)] as HandlingRecord["outcome"];
  }

  before(handling: number): number {
    const back = this.#before.at(handling);
    return back === 0 ? -1 : handling - back;
  }

  /** Adds one; gives its ordinal. */
  push({ line, dispatch, n, at, ms, syncMs, handler, subscription, outcome, before }: HandlingRow): number {
    const handling = this.#length++;
    const cell = handling & CHUNK_MASK;
    this.#lines.stage[cell] = line;
    this.#dispatches.stage[cell] = dispatch;
    this.#ns.put(cell, n);
    this.#ats.stage[cell] = at;
    this.#ms.stage[cell] = ms;
    this.#syncMs.stage[cell] = syncMs;
    this.#handlers.put(cell, handler);
    this.#subscriptions.put(cell, subscription);
    this.#outcomes.put(cell, outcome);
    this.#before.put(cell, before === -1 ? 0 : handling - before);
    if (cell === CHUNK_MASK) for (const column of this.#packed) column.seal();
    return handling;
  }
}
