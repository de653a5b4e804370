// Statistics over a log's columns: what is counted, what quantiles rest on, and what a log that lacks something says of itself.
import fc from "fast-check";
import { assert, suite } from "../../harness.ts";
import { statisticsOf, statisticsWork, summaryOf, type StatisticsBy } from "../../../src/trace/statistics/mod.ts";
import type { KnownRecord } from "../../../src/trace/record.ts";
import { drawnLog } from "../../log/drawn_log.ts";
import { logOf } from "../../log/log_of.ts";
import { dispatch, handling, header } from "../records.ts";

const test = suite("trace/statistics/statistics");

const settled = (id: number, outcome: "timedOut" | "aborted" | "dropped", ms: number): KnownRecord => ({ kind: "settled", dispatch: id, at: id + ms, type: "a", ms, outcome });
const subscription = (id: number, service?: string): KnownRecord => ({ kind: "subscription", at: 0, id, verb: "ACTION", pattern: ">", handler: "x", state: "added", ...(service === undefined ? {} : { service }) });
const bytesOf = (...records: readonly KnownRecord[]) => records.reduce((sum, record) => sum + JSON.stringify(record).length + 1, 0);

test("statisticsOf() counts dispatches by type, with quantiles by nearest rank", () => {
  const ofA = [...[1, 2, 3, 4].map((id) => dispatch(id, { at: 0 })), ...[1, 2, 3].map((id) => handling(id, { at: 0, ms: id / 10, syncMs: 0.05 })), handling(4, { at: 0, ms: 0.2, syncMs: 0.05, outcome: "failed", handler: "y" })];
  const ofB = dispatch(5, { type: "b", at: 2, handlers: 0 });

  const { rows, all, spanMs } = statisticsOf(logOf([header(), ...ofA, ofB]), { by: "type" });

  const plain = rows.map(({ durations, ...row }) => ({ ...row, measured: durations.count }));
  assert.equal(plain, [
    {
      name: "a", count: 4, perSecond: 2000, failed: 1, unhandled: 0, running: 0, skipped: 0, measured: 4, completeness: 1,
      p50Ms: 0.2, p95Ms: 0.3, p99Ms: 0.3, maxMs: 0.3, meanMs: 0.2, totalMs: 0.8, syncShare: 0.25, bytes: bytesOf(...ofA),
    },
    {
      name: "b", count: 1, perSecond: 500, failed: 0, unhandled: 1, running: 0, skipped: 0, measured: 0, completeness: 1,
      p50Ms: undefined, p95Ms: undefined, p99Ms: undefined, maxMs: undefined, meanMs: undefined, totalMs: 0, syncShare: undefined, bytes: bytesOf(ofB),
    },
  ]);
  assert.equal([spanMs, all.name, all.count, all.failed, all.unhandled, all.measured, all.p50Ms, all.bytes], [2, undefined, 5, 1, 1, 4, 0.2, bytesOf(...ofA, ofB)]);
});

test("statisticsOf() counts handlings by handler and by service, and none that was spared", () => {
  const log = logOf([
    header(), subscription(1, "users"), subscription(2), dispatch(1, { handlers: 3 }), handling(1, { ms: 3 }), handling(1, { n: 1, handler: "y", subscription: 2, ms: 5, outcome: "failed" }),
    handling(1, { n: 2, handler: "z", outcome: "spared" }),
  ]);

  const namesOf = (by: StatisticsBy) => statisticsOf(log, { by }).rows.map(({ name, count, failed, maxMs, completeness }) => [name, count, failed, maxMs, completeness]);
  assert.equal(namesOf("handler"), [["x", 1, 0, 3, 1], ["y", 1, 1, 5, 1]]);
  assert.equal(namesOf("service"), [["users", 1, 0, 3, 1], [undefined, 1, 1, 5, 1]]);
});

test("statisticsOf() finds the service of a subscription in the run of its dispatch", () => {
  const log = logOf([header("r"), subscription(1, "users"), dispatch(1), handling(1), header("s"), subscription(1, "mail"), dispatch(1), handling(1), dispatch(2), handling(2)]);

  assert.equal(statisticsOf(log, { by: "service" }).rows.map(({ name, count }) => [name, count]), [["mail", 2], ["users", 1]]);
});

test("statisticsOf() by source puts what has none into a row without a name", () => {
  const log = logOf([header(), dispatch(1, { source: "web" }), dispatch(2), dispatch(3)]);

  assert.equal(statisticsOf(log, { by: "source" }).rows.map(({ name, count, running }) => [name, count, running]), [[undefined, 2, 2], ["web", 1, 1]]);
});

test("statisticsOf() takes how long a message took that ended otherwise from the record that says so", () => {
  const log = logOf([header(), dispatch(1), settled(1, "timedOut", 400), dispatch(2), settled(2, "aborted", 0.1), dispatch(3), settled(3, "dropped", 0.2)]);

  const [row] = statisticsOf(log, { by: "type" }).rows;

  assert.equal([row?.count, row?.failed, row?.measured, row?.p50Ms, row?.maxMs], [3, 2, 3, 0.2, 400]);
});

test("statisticsOf() does not count what nobody has to handle as unhandled", () => {
  const { all } = statisticsOf(logOf([header(), dispatch(1, { type: "service.startup", handlers: 0 }), dispatch(2, { handlers: 0 })]), { by: "type" });

  assert.equal([all.count, all.unhandled, all.completeness], [2, 1, 1]);
});

test("statisticsOf() counts what has not ended, and what was left out, against the completeness of its type", () => {
  const log = logOf([
    header(), dispatch(1), handling(1), dispatch(2), handling(2), dispatch(3), dispatch(4, { handlers: 0 }), dispatch(6, { type: "b" }), handling(6, { type: "b" }),
    { kind: "skipped", at: 9, count: 1, from: 5, to: 5, reason: "over budget", types: { a: 1 } },
  ]);

  const { rows } = statisticsOf(log, { by: "type" });

  assert.equal(rows.map(({ name, count, running, skipped, measured, completeness }) => [name, count, running, skipped, measured, completeness]), [["a", 4, 1, 1, 2, 0.5], ["b", 1, 0, 0, 1, 1]]);
});

test("statisticsOf() shares what was lost without a word of its type among all rows", () => {
  const log = logOf([header(), dispatch(1), handling(1), dispatch(2, { type: "b" }), { kind: "gap", at: 2, lost: 4, from: 3, to: 4, reason: "full" }]);

  assert.equal(statisticsOf(log, { by: "type" }).rows.map(({ name, completeness }) => [name, completeness]), [["a", 0.5], ["b", 0]]);
});

test("statisticsOf() by handler counts the handlings that have not ended against each row", () => {
  const log = logOf([header(), dispatch(1, { handlers: 3 }), handling(1), dispatch(2, { verb: "QUERY", handlers: 5 })]);

  const { rows: [row] } = statisticsOf(log, { by: "handler" });

  assert.equal([row?.count, row?.measured, row?.completeness], [1, 1, 0.25]);
});

test("statisticsOf() has a row for a type that was left out altogether, unless only some messages are asked for", () => {
  const log = logOf([header(), dispatch(1), handling(1), { kind: "skipped", at: 9, count: 3, from: 2, to: 4, reason: "--only", types: { "b": 3 } }]);

  assert.equal(statisticsOf(log, { by: "type" }).rows.map(({ name, count, skipped, completeness }) => [name, count, skipped, completeness]), [["a", 1, 0, 1], ["b", 0, 3, 0]]);
  assert.equal(statisticsOf(log, { by: "type", where: () => true }).rows.map(({ name }) => name), ["a"]);
});

test("statisticsOf() counts what is asked for only, at the rate of the stretch that was asked for", () => {
  const begin = Date.parse("2026-11-24T00:00:00.000Z");
  const log = logOf([header(), ...[1, 2, 3, 4].flatMap((id) => [dispatch(id, { at: id * 1000 }), handling(id, { at: id * 1000, ms: id })]), dispatch(5, { at: 9000, type: "b" })]);
  const isBetween = (ordinal: number) => log.dispatches.id(ordinal) === 2 || log.dispatches.id(ordinal) === 3;

  const within = statisticsOf(log, { by: "type", where: isBetween, stretch: () => ({ fromMs: begin + 2000, toMs: begin + 6000 }) });
  const chosen = statisticsOf(log, { by: "handler", where: (ordinal) => log.dispatches.id(ordinal) !== 2 });
  const before = statisticsOf(log, { by: "type", stretch: () => ({ fromMs: -Infinity, toMs: begin }) });

  assert.equal([within.spanMs, within.rows.map(({ name, count, perSecond }) => [name, count, perSecond])], [4000, [["a", 2, 0.5]]]);
  assert.equal([chosen.spanMs, chosen.rows.map(({ name, count, maxMs }) => [name, count, maxMs])], [8000, [["x", 3, 4]]]);
  assert.equal([before.spanMs, before.all.perSecond], [0, undefined]);
});

test("statisticsOf() takes the time of runs together: not that between them, and once where they overlap", () => {
  const runAt = (run: string, startedAt: string, ...records: readonly KnownRecord[]) => [{ ...header(run), startedAt } as KnownRecord, ...records];
  const log = logOf([
    ...runAt("a", "2026-11-24T00:00:00.000Z", dispatch(1, { at: 0 }), dispatch(2, { at: 1000 })),
    ...runAt("b", "2026-11-24T00:00:00.500Z", dispatch(1, { at: 0 }), dispatch(2, { at: 1000 })),
    ...runAt("c", "2026-11-25T00:00:00.000Z", dispatch(1, { at: 100 }), dispatch(2, { at: 200 })),
    ...runAt("d", "", dispatch(1, { at: 0 }), dispatch(2, { at: 7 })),
  ]);

  assert.is(statisticsOf(log, { by: "type" }).spanMs, 1607);
  assert.is(summaryOf(log).spanMs, 1607);
});

test("statisticsOf() of an empty log has no rows", () => {
  const { rows, all, spanMs } = statisticsOf(logOf(""), { by: "type" });

  assert.equal([rows, spanMs, all.count, all.perSecond, all.completeness, all.p50Ms], [[], 0, 0, undefined, 1, undefined]);
});

test("statisticsWork() yields every few thousand rows", () => {
  const log = logOf([header(), ...Array.from({ length: 10_000 }, (_, at) => dispatch(at + 1, { handlers: 0 }))]);

  const steps = [...statisticsWork(log, { by: "type" })].length;

  assert.is(steps, 3);
});

test("statisticsOf() reads any log, and its rows add up to what the log counts", () => {
  fc.assert(fc.property(drawnLog, (bytes) => {
    const log = logOf(new TextDecoder().decode(bytes));
    const { dispatches, failed, running, unhandled } = log.counts();
    for (const by of ["type", "source"] as const) {
      const { rows, all } = statisticsOf(log, { by });
      const sum = (key: "count" | "failed" | "running" | "unhandled") => rows.reduce((total, row) => total + row[key], 0);
      assert.equal([sum("count"), sum("failed"), sum("running"), sum("unhandled")], [dispatches, failed, running, unhandled]);
      assert.equal([all.count, all.failed, all.running, all.unhandled], [dispatches, failed, running, unhandled]);
      for (const { completeness, measured, count } of rows) assert.ok(completeness >= 0 && completeness <= 1 && measured <= count);
    }
    for (const by of ["handler", "service"] as const) {
      const { rows } = statisticsOf(log, { by });
      const ended = Array.from({ length: log.handlings.length }, (_, each) => log.handlings.outcome(each)).filter((outcome) => outcome !== "spared").length;
      assert.is(rows.reduce((total, row) => total + row.count, 0), ended);
    }
    const summary = summaryOf(log);
    assert.ok(summary.roots <= dispatches && summary.completeness >= 0 && summary.completeness <= 1 && summary.spanMs >= 0);
  }), { numRuns: 150, seed: 14 });
}, { timeoutMs: 30_000 });

test("summaryOf() gives the totals, the share of what was sent that the log holds, and the time that it spans", () => {
  const log = logOf([header(), dispatch(1, { at: 5 }), handling(1, { at: 5, ms: 20 }), dispatch(2, { at: 10, cause: 1, handlers: 0 }), { kind: "gap", at: 2, lost: 2, from: 3, to: 4, reason: "full" }]);

  assert.equal(summaryOf(log), { dispatches: 2, roots: 1, types: 1, failed: 0, unhandled: 1, running: 0, lost: 2, skipped: 0, orphans: 0, defects: 0, completeness: 0.5, spanMs: 20 });
});
