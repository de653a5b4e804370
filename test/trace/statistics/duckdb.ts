// DuckDB, asked in SQL about the same file, counts what we count: counts and failures to the last one, quantiles (its `quantile_disc`, by nearest rank) within one percent.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { statisticsOf, type StatisticsBy } from "../../../src/trace/statistics/mod.ts";
import { assert, suite } from "../../harness.ts";
import { logOf } from "../../log/log_of.ts";
import { runCommand, runtimeName } from "../../this_runtime.ts";

const test = suite("trace/statistics/duckdb");
/** The first test waits for all answers. */
const PATIENT = { timeoutMs: 120_000 };
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const isHere = existsSync(path("../../portable/tools/node_modules/@duckdb/node-api"));
const folder = mkdtempSync(join(tmpdir(), "core-statistics-"));
test.after(() => rmSync(folder, { recursive: true }));

const TYPES = ["user.created", "user.address", "cart.updated", "order.placed", "mail.queued", "metrics.tick"];
const OUTCOMES = { ACTION: ["done", "failed"], QUERY: ["declined", "answered", "failed"], QUERYALL: ["answered", "declined", "failed"], PERFORM: ["answered", "failed"] } as const;

/** Some ten thousand messages of two runs: all verbs, all ends, several handlers, durations over six orders of magnitude, some that never end. */
function writtenLog(): string {
  let seed = 20_261_128;
  const random = (): number => (seed = seed * 48_271 % 2_147_483_647) / 2_147_483_647;
  const below = (count: number): number => Math.floor(random() * count);
  const micros = (ms: number): number => Math.round(ms * 1000) / 1000;
  const lines: object[] = [];
  for (const run of ["one", "two"]) {
    lines.push({ kind: "log", version: 1, run, part: 1, name: "shop", startedAt: `2026-11-2${run === "one" ? 3 : 4}T09:00:00.000Z` });
    for (let id = 1; id <= 12; id++) lines.push({ kind: "subscription", at: 0.5, id, verb: "ACTION", pattern: ">", handler: `h${id}`, ...(id % 4 === 0 ? {} : { service: `s${id % 4}` }), state: "added" });
    for (let id = 1; id <= 5000; id++) {
      const type = TYPES[below(TYPES.length)]!;
      const at = micros(id * 1.7);
      const verb = (["ACTION", "ACTION", "ACTION", "QUERY", "QUERYALL", "PERFORM"] as const)[below(6)]!;
      const handlers = random() < 0.05 ? 0 : verb === "PERFORM" ? 1 : 1 + below(3);
      lines.push({ kind: "dispatch", id, at, verb, type, handlers, ...(random() < 0.8 ? { source: `source${below(4)}` } : {}), timestamp: "2026-11-24T00:00:00.000Z", data: { id } });
      const isSettled = handlers > 0 && random() < 0.03;
      const missing = isSettled || random() < 0.02 ? 1 : 0;
      let end = at;
      for (let n = 0; n < handlers - missing; n++) {
        const isLast = n === handlers - missing - 1;
        const outcomes: readonly string[] = verb === "QUERY" && !isLast ? ["declined"] : OUTCOMES[verb];
        const outcome = verb === "ACTION" && random() < 0.01 ? "spared" : outcomes[random() < 0.05 ? outcomes.length - 1 : below(outcomes.length - 1 || 1)]!;
        const ms = micros(Math.exp(random() * 14 - 6));
        const begun = verb === "QUERY" ? micros(end + 0.01) : micros(at + 0.02);
        end = Math.max(end, micros(begun + ms));
        const handler = 1 + (TYPES.indexOf(type) * 2 + n) % 12;
        lines.push({ kind: "handling", dispatch: id, n, at: begun, type, handler: `h${handler}`, subscription: handler, ms, syncMs: micros(ms * random()), outcome });
      }
      if (isSettled) lines.push({ kind: "settled", dispatch: id, at: micros(end + 5), type, ms: micros(end + 5 - at), outcome: ["timedOut", "aborted", "dropped"][below(3)] });
    }
  }
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** How each dispatch ended, by the rules of docs/log-format.md. */
const DISPATCHES = `
  log AS MATERIALIZED (FROM core_log('FILE')),
  ended AS (SELECT run, dispatch, count(*) AS n, bool_or(outcome = 'failed') AS failed, bool_or(outcome = 'answered') AS answered, max("at" + ms) AS end_at, sum(ms) FILTER (outcome <> 'spared') AS ms, sum(syncMs) FILTER (outcome <> 'spared') AS sync
    FROM log WHERE kind = 'handling' GROUP BY run, dispatch),
  settled AS (SELECT run, dispatch, any_value(outcome) AS outcome, any_value(ms) AS ms FROM log WHERE kind = 'settled' GROUP BY run, dispatch),
  states AS (SELECT d.type, coalesce(d.source, '') AS source, d."at", ended.ms AS handling_ms, ended.sync, ended.end_at, settled.ms AS settled_ms, CASE
      WHEN settled.outcome IS NOT NULL THEN settled.outcome
      WHEN d.handlers = 0 THEN 'unhandled'
      WHEN d.verb = 'PERFORM' THEN CASE WHEN ended.n IS NULL THEN 'running' WHEN ended.failed THEN 'failed' ELSE 'done' END
      WHEN d.verb = 'QUERY' THEN CASE WHEN coalesce(ended.failed, false) THEN 'failed' WHEN coalesce(ended.answered, false) THEN 'answered' WHEN coalesce(ended.n, 0) >= d.handlers THEN 'unanswered' ELSE 'running' END
      WHEN coalesce(ended.n, 0) < d.handlers THEN 'running'
      WHEN ended.failed THEN 'failed' ELSE 'done' END AS state
    FROM log d LEFT JOIN ended ON ended.run = d.run AND ended.dispatch = d.id LEFT JOIN settled ON settled.run = d.run AND settled.dispatch = d.id WHERE d.kind = 'dispatch'),
  durations AS (SELECT *, CASE WHEN settled_ms IS NOT NULL THEN settled_ms WHEN state NOT IN ('running', 'unhandled') THEN round(end_at - "at", 3) END AS ms FROM states)`;
const NUMBERS = "quantile_disc(ms, 0.5), quantile_disc(ms, 0.95), quantile_disc(ms, 0.99), max(ms), round(sum(ms), 3)";
const dispatchesBy = (by: string) => `WITH ${DISPATCHES} SELECT ${by}, count(*), count(*) FILTER (state IN ('failed', 'timedOut', 'aborted', 'unanswered')), count(*) FILTER (state = 'unhandled' AND NOT regexp_matches(type, '^(service|task)\\.')), count(*) FILTER (state = 'running'), count(ms),
  sum(sync) / sum(handling_ms), ${NUMBERS} FROM durations GROUP BY ${by} ORDER BY ${by}`;
const handlingsBy = (by: string) => `WITH log AS MATERIALIZED (FROM core_log('FILE')), services AS (SELECT run, id, any_value(service) AS service FROM log WHERE kind = 'subscription' GROUP BY run, id)
  SELECT ${by}, count(*), count(*) FILTER (h.outcome = 'failed'), 0, 0, count(h.ms), sum(h.syncMs) / sum(h.ms), ${NUMBERS.replaceAll("(ms", "(h.ms")}
  FROM log h LEFT JOIN services ON services.run = h.run AND services.id = h.subscription WHERE h.kind = 'handling' AND h.outcome <> 'spared' GROUP BY ${by} ORDER BY ${by}`;
const QUERIES: Readonly<Record<StatisticsBy, string>> = { type: dispatchesBy("type"), source: dispatchesBy("source"), handler: handlingsBy("h.handler"), service: handlingsBy("coalesce(services.service, '')") };

const LOGS: Readonly<Record<string, () => string>> = {
  "a log of ten thousand messages": writtenLog,
  "shop.jsonl": () => readFileSync(path("../../recordings/v1/shop.jsonl"), "utf8"),
  "http.jsonl": () => readFileSync(path("../../recordings/v1/http.jsonl"), "utf8"),
};

/** By log and grouping, what DuckDB says. */
const answers = new Map<string, readonly (readonly unknown[])[]>();

if (runtimeName !== "node") test.skip("statisticsOf() counts as DuckDB does", "it says the same on every runtime: it is asked once, on Node");
else if (!isHere) test.skip("statisticsOf() counts as DuckDB does", "it is absent: npm ci --prefix test/portable/tools");
else {
  test.before(async () => {
    const asked = Object.entries(LOGS).flatMap(([name, text], at) => {
      const file = join(folder, `${at}.jsonl`);
      writeFileSync(file, text());
      return Object.entries(QUERIES).map(([by, query]) => ({ title: `${name} ${by}`, query: query.replaceAll("\n", " ").replaceAll("FILE", file) }));
    });
    const input = `${readFileSync(path("../../../docs/core-ipc.duckdb.sql"), "utf8")}\n;\n${asked.map(({ query }) => query).join("\n")}`;
    const { code, stdout, stderr } = await runCommand(process.execPath, [path("../../portable/tools/duckdb.mjs")], { input, timeoutMs: 110_000 });
    assert.equal([code, stderr], [0, ""]);
    for (const [at, line] of stdout.trimEnd().split("\n").entries()) answers.set(asked[at]?.title ?? "", JSON.parse(line) as unknown[][]);
  });
  for (const [name, text] of Object.entries(LOGS)) {
    for (const by of ["type", "source", "handler", "service"] as const) {
      test(`statisticsOf() by ${by} counts ${name} as DuckDB does`, () => {
        const said = answers.get(`${name} ${by}`) ?? [];
        const rows = statisticsOf(logOf(text()), { by }).rows.toSorted((a, b) => (a.name ?? "") < (b.name ?? "") ? -1 : 1);

        assert.equal(rows.map((row) => [row.name ?? "", row.count, row.failed, row.unhandled, row.running, row.measured]), said.map(([group, ...numbers]) => [group, ...numbers.slice(0, 5).map(Number)]));
        for (const [at, row] of rows.entries()) {
          const [sync, ...durations] = said[at]!.slice(6) as (number | null)[];
          for (const [which, ours] of [row.p50Ms, row.p95Ms, row.p99Ms].entries()) assert.ok(isNear(ours, durations[which] ?? undefined, 0.01), `${row.name} ${which}: ${ours} for ${durations[which]}`);
          assert.is(row.maxMs, durations[3] ?? undefined);
          assert.ok(isNear(row.totalMs, durations[4] ?? 0, 1e-9) && isNear(row.syncShare, sync ?? undefined, 1e-9), `${row.name}: ${row.totalMs}, ${row.syncShare}`);
        }
      }, PATIENT);
    }
  }
}

function isNear(ours: number | undefined, theirs: number | undefined, relative: number): boolean {
  return ours === theirs || (ours !== undefined && theirs !== undefined && Math.abs(ours - theirs) <= relative * theirs);
}
