/** The handlings of a log as columns. */
import type { HandlingColumns } from "../../trace/columns.ts";
import type { HandlingRecord } from "../../trace/record.ts";
import { OUTCOME_CODES } from "../scan/scanner.ts";
import { NumberColumn } from "./number_column.ts";
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
  readonly #lines = new NumberColumn();
  readonly #dispatches = new NumberColumn();
  readonly #ns = new NumberColumn({ floor: 0 });
  readonly #ats = new TimeColumn();
  readonly #ms = new TimeColumn({ floor: 0 });
  readonly #syncMs = new TimeColumn({ floor: 0 });
  readonly #handlers = new NumberColumn({ floor: 0 });
  readonly #subscriptions = new NumberColumn({ floor: 0 });
  readonly #outcomes = new NumberColumn({ floor: 0 });
  /** How far back it is to the one before; 0: there is none. */
  readonly #before = new NumberColumn({ floor: 0 });
  readonly #bytesOf: (line: number) => number;

  /** Makes an empty table; `bytesOf` gives the bytes of a line. */
  constructor(bytesOf: (line: number) => number) {
    this.#bytesOf = bytesOf;
  }

  get length(): number {
    return this.#lines.length;
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

  outcome(handling: number): HandlingRecord["outcome"] {
    return OUTCOME_CODES[this.#outcomes.at(handling)] as HandlingRecord["outcome"];
  }

  before(handling: number): number {
    const back = this.#before.at(handling);
    return back === 0 ? -1 : handling - back;
  }

  /** Adds one; gives its ordinal. */
  push({ line, dispatch, n, at, ms, syncMs, handler, subscription, outcome, before }: HandlingRow): number {
    const handling = this.length;
    this.#lines.push(line);
    this.#dispatches.push(dispatch);
    this.#ns.push(n);
    this.#ats.push(at);
    this.#ms.push(ms);
    this.#syncMs.push(syncMs);
    this.#handlers.push(handler);
    this.#subscriptions.push(subscription);
    this.#outcomes.push(outcome);
    this.#before.push(before === -1 ? 0 : handling - before);
    return handling;
  }
}
