/** The handlings of a log as columns. */
import type { HandlingColumns } from "../../trace/columns.ts";
import type { HandlingRecord } from "../../trace/record.ts";
import { OUTCOME_CODES, type Rows, SNAPSHOT_BIT } from "../scan/scanner.ts";
import { CHUNK_MASK } from "./chunk.ts";
import { NarrowColumn } from "./narrow_column.ts";
import { PackedColumn } from "./packed_column.ts";
import { TimeColumn } from "./time_column.ts";

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
  readonly #staged = [this.#lines, this.#dispatches, this.#ats, this.#ms, this.#syncMs];
  readonly #packed = [...this.#staged, this.#ns, this.#handlers, this.#subscriptions, this.#outcomes, this.#before];
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

  /** Adds the one of a row; `before` is the handling of the same dispatch whose line stands before, or -1. Gives its ordinal. */
  push(rows: Rows, at: number, line: number, dispatch: number, before: number): number {
    const handling = this.#length++;
    const cell = handling & CHUNK_MASK;
    if (cell === this.#lines.stage.length) for (const column of this.#staged) column.widen();
    this.#lines.stage[cell] = line;
    this.#dispatches.stage[cell] = dispatch;
    this.#ns.put(cell, rows.n[at]!);
    this.#ats.stage[cell] = rows.at[at]!;
    this.#ms.stage[cell] = rows.by[at]!;
    this.#syncMs.stage[cell] = rows.sync[at]!;
    this.#handlers.put(cell, rows.who[at]!);
    this.#subscriptions.put(cell, rows.link[at]!);
    this.#outcomes.put(cell, rows.code[at]! & ~SNAPSHOT_BIT);
    this.#before.put(cell, before === -1 ? 0 : handling - before);
    if (cell === CHUNK_MASK) for (const column of this.#packed) column.seal();
    return handling;
  }
}
