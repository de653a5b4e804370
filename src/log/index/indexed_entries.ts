/** The list of messages over the tables of a log. */
import type { DispatchTrace, LogEntry } from "../../trace/dispatch_trace.ts";
import type { Entries } from "../../trace/log.ts";
import type { LogTables } from "./log_tables.ts";

export class IndexedEntries implements Entries {
  readonly #tables: LogTables;
  readonly #traceOf: (dispatch: number) => DispatchTrace;

  constructor(tables: LogTables, traceOf: (dispatch: number) => DispatchTrace) {
    this.#tables = tables;
    this.#traceOf = traceOf;
  }

  get length(): number {
    return this.#tables.dispatches.length + this.#tables.marks.length;
  }

  dispatch(position: number): number {
    const before = this.#tables.marks.at(position);
    return typeof before === "number" ? position - before : -1;
  }

  dispatchesBefore(position: number): number {
    return position - this.#tables.marks.before(position);
  }

  entry(position: number): LogEntry {
    const before = this.#tables.marks.at(position);
    return typeof before === "number" ? { kind: "dispatch", trace: this.#traceOf(position - before) } : before;
  }
}
