// Hand-made logs for the replay's tests: shared, registers nothing.
import { History } from "../../src/trace/history.ts";
import type { DispatchRecord, HandlingRecord, KnownRecord } from "../../src/trace/record.ts";

const HEADER: KnownRecord = { kind: "log", version: 1, run: "r", part: 1, name: "shop", startedAt: "2026-11-24T00:00:00.000Z" };

/** Makes a history of records. */
export function historyOf(records: readonly KnownRecord[]): History {
  const history = new History();
  [HEADER, ...records].forEach((record, index) => history.add({ kind: "record", line: index + 1, offset: index * 100, bytes: 100, record }));
  return history;
}

export function dispatch(id: number, type: string, more: Partial<DispatchRecord> = {}): DispatchRecord {
  return { kind: "dispatch", id, at: id, verb: "ACTION", type, handlers: 1, timestamp: "2026-11-24T00:00:00.000Z", ...more };
}

export function handling(dispatchId: number, handler: string, more: Partial<HandlingRecord> = {}): HandlingRecord {
  return { kind: "handling", dispatch: dispatchId, n: 0, at: dispatchId, type: "t", handler, subscription: 1, ms: 0.5, syncMs: 0.5, outcome: "done", ...more };
}
