// What the inspector's tests watch: a short run of a shop, with every kind of row, as records of a log. Shared, registers nothing.
import type { KnownRecord } from "../../src/trace/record.ts";

/** The beginning of a log. */
export const HEADER: KnownRecord = {
  kind: "log", version: 1, run: "k3x9", part: 1, name: "shop", library: "0.1.0", runtime: "deno 2.9.5", host: "web-1", pid: 4242,
  startedAt: "2026-11-23T02:14:07.000Z", level: "payloads",
};

const STARTED = Date.parse("2026-11-23T02:14:07.000Z");

/** Makes a dispatch record; `at` also gives its timestamp. */
export function dispatch(id: number, at: number, type: string, more: Partial<Extract<KnownRecord, { kind: "dispatch" }>> = {}): KnownRecord {
  return { kind: "dispatch", id, at, verb: "ACTION", type, handlers: 1, timestamp: new Date(STARTED + at).toISOString(), ...more };
}

/** Makes a handling record. */
export function handling(dispatchId: number, n: number, at: number, type: string, handler: string, more: Partial<Extract<KnownRecord, { kind: "handling" }>> = {}): KnownRecord {
  return { kind: "handling", dispatch: dispatchId, n, at, type, handler, subscription: n + 1, ms: 0.4, syncMs: 0.4, outcome: "done", ...more };
}

/** Two messages handled, one of them with a failure; a query; one that nobody handles; a gap; a task under way. */
export const SHOP: readonly KnownRecord[] = [
  HEADER,
  dispatch(1, 41, "user.created", { handlers: 2, source: "users", data: { id: "123", email: "user@example.com", address: { street: "Hauptstraße 1", zip: "10115" } } }),
  handling(1, 1, 41.2, "user.created", "audit.handleIPCEvents", {
    outcome: "failed", ms: 0.08, syncMs: 0.08,
    error: {
      name: "TypeError", message: "email is not a string",
      stack: "TypeError: email is not a string\n    at Audit.handleIPCEvents (audit.ts:41:11)\n    at dispatch (core.ts:88:5)",
    },
  }),
  dispatch(2, 43, "user.address", { verb: "QUERY", cause: 1, by: 0, source: "notification", data: { id: "123" } }),
  handling(2, 0, 43.1, "user.address", "users.onAddress", { outcome: "answered", ms: 0.41, syncMs: 0.02, answer: { street: "Hauptstraße 1" } }),
  handling(1, 0, 41.1, "user.created", "notification.handleIPCEvents", { ms: 3.23, syncMs: 0.08 }),
  dispatch(3, 60, "cart.abandoned", { handlers: 0, source: "carts", data: { cart: "c-9", total: 80, items: ["a", "b", "c"] } }),
  { kind: "gap", at: 71, lost: 412, from: 4, to: 415, reason: "overflow" },
  dispatch(416, 101, "report.build", { verb: "PERFORM", source: "cron", data: { month: "2026-10" } }),
  { kind: "running", dispatch: 416, n: 0, at: 201, type: "report.build", handler: "reports.onBuild", subscription: 9 },
  { kind: "progress", at: 240, dispatch: 416, task: "task-1", ratio: 0.64, note: "orders" },
];
