// Hand-made records, for `logOf()`: shared, registers nothing.
import type { DispatchRecord, HandlingRecord, KnownRecord } from "../../src/trace/record.ts";

export function header(run = "r"): KnownRecord {
  return { kind: "log", version: 1, run, part: 1, name: "shop", startedAt: "2026-11-24T00:00:00.000Z" };
}

export function dispatch(id: number, more: Partial<DispatchRecord> = {}): DispatchRecord {
  return { kind: "dispatch", id, at: id, verb: "ACTION", type: "a", handlers: 1, timestamp: "2026-11-24T00:00:00.000Z", ...more };
}

export function handling(dispatchId: number, more: Partial<HandlingRecord> = {}): HandlingRecord {
  return { kind: "handling", dispatch: dispatchId, n: 0, at: dispatchId, type: "a", handler: "x", subscription: 1, ms: 2, syncMs: 1, outcome: "done", ...more };
}
