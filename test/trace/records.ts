// Hand-made records for the tests of the trace: shared, registers nothing.
import { History } from "../../src/trace/history.ts";
import type { DispatchRecord, HandlingRecord, KnownRecord } from "../../src/trace/record.ts";

export function header(run = "r"): KnownRecord {
  return { kind: "log", version: 1, run, part: 1, name: "shop", startedAt: "2026-11-24T00:00:00.000Z" };
}

export function historyOf(records: readonly KnownRecord[]): History {
  const history = new History();
  records.forEach((record, index) => history.add({ kind: "record", line: index + 1, offset: index * 100, bytes: 100, record }));
  return history;
}

export function dispatch(id: number, more: Partial<DispatchRecord> = {}): DispatchRecord {
  return { kind: "dispatch", id, at: id, verb: "ACTION", type: "a", handlers: 1, timestamp: "2026-11-24T00:00:00.000Z", ...more };
}

export function handling(dispatchId: number, more: Partial<HandlingRecord> = {}): HandlingRecord {
  return { kind: "handling", dispatch: dispatchId, n: 0, at: dispatchId, type: "a", handler: "x", subscription: 1, ms: 2, syncMs: 1, outcome: "done", ...more };
}
