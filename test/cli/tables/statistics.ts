// What `core stats` and `core types` print, from a log that a test writes out.
import { cellWidth } from "../../../inspector/view/cell_width.ts";
import { sorted } from "../../../cli/commands/stats.ts";
import { statisticsCsv, statisticsJson } from "../../../cli/tables/statistics_data.ts";
import { statisticsText } from "../../../cli/tables/statistics_table.ts";
import { typesJson } from "../../../cli/tables/types_data.ts";
import { typesMarkdown } from "../../../cli/tables/types_markdown.ts";
import { typesText } from "../../../cli/tables/types_table.ts";
import { messageTypesOf, messageTypesWork } from "../../../src/trace/message_types.ts";
import { statisticsOf, summaryOf, type StatisticsBy } from "../../../src/trace/statistics/mod.ts";
import { assert, suite } from "../../harness.ts";
import { logOf } from "../../log/log_of.ts";
import { dispatch, handling, header } from "../../trace/records.ts";

const test = suite("cli/tables/statistics");

const subscription = (id: number, pattern: string, handler: string, service?: string) => ({ kind: "subscription", at: 0, id, verb: "ACTION", pattern, handler, state: "added", ...(service === undefined ? {} : { service }) });

/** Somebody signs up twelve times, the last time with another total; twice nobody minds a cart; a deletion is waited for, and never comes. */
const LOG = logOf([
  header(),
  subscription(1, "user.created", "mailer.onUser", "mailer"), subscription(2, ">", "audit.onAll"), subscription(3, "user.deleted", "mailer.onGone", "mailer"),
  { kind: "type", at: 0, type: "user.created", description: "Somebody | signed up" },
  ...Array.from({ length: 12 }, (_, at) => at + 1).flatMap((id) => [
    dispatch(id, { at: id * 100, type: "user.created", source: "web", data: { id: `u${id}`, total: id < 12 ? id : `${id}` }, handlers: 2 }),
    handling(id, { at: id * 100, type: "user.created", handler: "mailer.onUser", ms: id, syncMs: 0.5, outcome: id === 3 ? "failed" : "done" }),
    handling(id, { at: id * 100, n: 1, type: "user.created", handler: "audit.onAll", subscription: 2, ms: 0.1, syncMs: 0.1 }),
  ]),
  dispatch(13, { at: 1300, type: "cart.abandoned", data: { cart: "c\u001b[31m" }, handlers: 0 }), dispatch(14, { at: 1400, type: "cart.abandoned", data: { cart: "d" }, handlers: 0 }),
  dispatch(15, { at: 2000, type: "user.asked", verb: "QUERY", source: "web" }),
]);
const textOf = (by: StatisticsBy, width: number, top = Infinity) => statisticsText(statisticsOf(LOG, { by }), summaryOf(LOG), { width, color: false, top });
const widest = (text: string) => Math.max(...text.split("\n").map(cellWidth));

test("statisticsText() on 120 columns shows everything of which there is something", () => {
  assert.is(textOf("type", 120), [
    "15 messages in 1.9 s · 3 types · 1 failed · 2 unhandled · 1 not ended · durations in ms",
    "",
    "TYPE            COUNT    RATE  FAILED  UNHANDLED  NOT ENDED   P50   P95   P99   MAX  SYNC   BYTES",
    "user.created       12   6.3/s       1          –          –  6.00  12.0  12.0  12.0   9 %  5.7 kB",
    "cart.abandoned      2   1.1/s       –          2          –     –     –     –     –     –   310 B",
    "user.asked          1  32/min       –          –          1     –     –     –     –     –   140 B  over 0.0 %",
    "all                15   7.9/s       1          2          1  6.00  12.0  12.0  12.0   9 %  6.1 kB  over 92.3 %",
    "",
  ].join("\n"));
});

test("statisticsText() on 80 columns leaves the lesser columns out", () => {
  const text = textOf("type", 80);

  assert.is(text.split("\n")[2], "TYPE            COUNT  FAILED  UNHANDLED   P50   P95   P99   MAX");
  assert.ok(widest(textOf("handler", 80)) <= 80 && widest(text.split("\n").slice(1).join("\n")) <= 80 && widest(textOf("type", 120)) <= 120);
});

test("statisticsText() says how many rows it does not show", () => {
  assert.equal(textOf("handler", 120, 1).split("\n"), [
    "24 handlings in 1.9 s · 2 handlers · 1 failed · durations in ms", "",
    "HANDLER      COUNT   RATE  FAILED   P50   P95   P99   MAX   SYNC   BYTES",
    "audit.onAll     12  6.3/s       –  0.10  0.10  0.10  0.10  100 %  1.8 kB  over 96.0 %",
    "all             24   13/s       1  0.10  11.0  12.0  12.0    9 %  3.6 kB  over 96.0 %",
    "… and 1 handler more", "",
  ]);
});

test("sorted() gives the rows by any number, the largest first, and what has none last", () => {
  const names = (sort: Parameters<typeof sorted>[1]) => sorted(statisticsOf(LOG, { by: "type" }), sort).rows.map(({ name }) => name);

  assert.equal(names("p99"), ["user.created", "cart.abandoned", "user.asked"]);
  assert.equal(names("unhandled"), ["cart.abandoned", "user.created", "user.asked"]);
  assert.equal(names("completeness"), ["user.asked", "user.created", "cart.abandoned"]);
  assert.equal(names("name"), ["cart.abandoned", "user.asked", "user.created"]);
});

test("statisticsJson() gives one object, with null for what there is none of", () => {
  const { by, spanMs, recorded, all, rows } = JSON.parse(statisticsJson(statisticsOf(LOG, { by: "source" }), summaryOf(LOG))) as { by: string; spanMs: number; recorded: number; all: object; rows: object[] };

  assert.equal([by, spanMs, recorded, Object.keys(all).join(" "), rows.length], [
    "source", 1900, 1, "name count perSecond failed unhandled running skipped measured completeness p50Ms p95Ms p99Ms maxMs meanMs totalMs syncShare bytes", 2,
  ]);
  assert.equal(rows[1], {
    name: null, count: 2, perSecond: 1.052632, failed: 0, unhandled: 2, running: 0, skipped: 0, measured: 0, completeness: 1, p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null, meanMs: null,
    totalMs: 0, syncShare: null, bytes: 310,
  });
});

test("statisticsCsv() names its first column by what it is grouped by", () => {
  const [names, , row] = statisticsCsv(statisticsOf(LOG, { by: "source" })).split("\r\n");

  assert.equal([names, row], ["source,count,perSecond,failed,unhandled,running,skipped,measured,completeness,p50Ms,p95Ms,p99Ms,maxMs,meanMs,totalMs,syncShare,bytes", ",2,1.052632,0,2,0,0,0,1,,,,,,0,,310"]);
});

test("typesText() shows who sends, who handles, how payloads look, and what is odd", () => {
  assert.is(typesText(LOG, messageTypesOf(LOG), { width: 120, color: false }), [
    "4 types · 1 nobody handles · 1 nobody sends",
    "",
    "TYPE            COUNT  SENT BY  HANDLED BY                  PAYLOAD",
    "user.created       12  web      audit.onAll, mailer.onUser  { id: string, total: number · string since 00:00:01.200 }",
    "  Somebody | signed up",
    "  /total: string since 00:00:01.200, message 12",
    "cart.abandoned      2  –        nobody                      { cart: string }",
    "user.asked          1  web      –                           –",
    "user.deleted        –  nobody   mailer.onGone               –",
    "",
  ].join("\n"));
});

test("typesText() is no wider than it may be", () => {
  const types = messageTypesOf(LOG);

  for (const width of [80, 100, 120]) assert.ok(widest(typesText(LOG, types, { width, color: false })) <= width, `${width}`);
});

test("typesJson() gives an object for each type", () => {
  const lines = typesJson(LOG, messageTypesOf(LOG)).trimEnd().split("\n").map((line) => JSON.parse(line) as object);

  assert.equal(lines[0], {
    type: "user.created", description: "Somebody | signed up", sensitive: false, count: 12, unhandled: 0, problem: null,
    senders: [{ name: "web", count: 12 }], handlers: [{ name: "audit.onAll", count: 12 }, { name: "mailer.onUser", count: 12 }],
    shape: "{ id: string, total: number · string }",
    members: [{ pointer: "", kinds: ["object"], optional: false }, { pointer: "/id", kinds: ["string"], optional: false }, { pointer: "/total", kinds: ["number", "string"], optional: false }],
    sampled: 12, changes: [{ pointer: "/total", what: "kind", kinds: ["string"], run: "r", id: 12, time: "2026-11-24T00:00:01.200Z" }],
  });
  assert.equal(lines[3], { type: "user.deleted", description: null, sensitive: false, count: 0, unhandled: 0, problem: "unsent", senders: [], handlers: [{ name: "mailer.onGone", count: 0 }], shape: null, members: null, sampled: 0, changes: [] });
});

test("typesMarkdown() is a page that a name cannot break", () => {
  const log = logOf([header(), { kind: "type", at: 0, type: "a|`b", description: "<b> *all* | of\nit" }, dispatch(1, { type: "a|`b", source: "web", data: { x: 1 }, handlers: 0 })]);

  assert.is(typesMarkdown(log, messageTypesOf(log)), [
    "# Messages", "",
    "| type | count | sent by | handled by | |", "|---|---:|---|---|---|",
    "| `` a\\|`b `` | 1 | `web` | nobody | \\<b\\> \\*all\\* \\| of it |", "",
    "## `` a\\|`b ``", "", "\\<b\\> \\*all\\* | of it", "", "**Nobody handles it.**", "", "Sent by `web` (1).", "", "```ts\n{ x: number }\n```", "",
  ].join("\n"));
});

test("messageTypesOf() takes no type for unsent or unhandled of which only some messages were asked for, and none of the bus's own", () => {
  const log = logOf([header(), subscription(1, "user.deleted", "x"), dispatch(1, { type: "service.startup", handlers: 0 }), dispatch(2, { handlers: 0 })]);

  assert.equal(messageTypesOf(log).map(({ type, problem }) => [type, problem]), [["a", "unhandled"], ["service.startup", undefined], ["user.deleted", "unsent"]]);
  assert.equal(messageTypesOf(log, { where: (ordinal) => ordinal === 0 }).map(({ type, problem }) => [type, problem]), [["service.startup", undefined]]);
});

test("messageTypesOf() does not say that nobody sends what was left out", () => {
  const log = logOf([header(), subscription(1, "metrics.tick", "x"), { kind: "skipped", at: 9, count: 3, from: 1, to: 3, reason: "--only", types: { "metrics.tick": 3 } }]);

  assert.equal(messageTypesOf(log).map(({ type, count, problem }) => [type, count, problem]), [["metrics.tick", 0, undefined]]);
});

test("messageTypesWork() yields every few thousand rows", () => {
  const log = logOf([header(), ...Array.from({ length: 9_000 }, (_, at) => dispatch(at + 1, { handlers: 0 }))]);

  assert.ok([...messageTypesWork(log, { most: 1 })].length >= 4);
});
