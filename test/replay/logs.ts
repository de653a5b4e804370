// Hand-made logs for the replay's tests: shared, registers nothing.
import type { LogIndex } from "../../src/log/log_index.ts";
import type { DispatchRecord, HandlingRecord, KnownRecord } from "../../src/trace/record.ts";
import { logOf } from "../log/log_of.ts";

const HEADER: KnownRecord = { kind: "log", version: 1, run: "r", part: 1, name: "shop", startedAt: "2026-11-24T00:00:00.000Z" };

/** Makes a log of records. */
export function logWith(records: readonly KnownRecord[]): LogIndex {
  return logOf([HEADER, ...records]);
}

export function dispatch(id: number, type: string, more: Partial<DispatchRecord> = {}): DispatchRecord {
  return { kind: "dispatch", id, at: id, verb: "ACTION", type, handlers: 1, timestamp: "2026-11-24T00:00:00.000Z", ...more };
}

export function handling(dispatchId: number, handler: string, more: Partial<HandlingRecord> = {}): HandlingRecord {
  return { kind: "handling", dispatch: dispatchId, n: 0, at: dispatchId, type: "t", handler, subscription: 1, ms: 0.5, syncMs: 0.5, outcome: "done", ...more };
}
