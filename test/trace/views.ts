// What is shown of a history: payloads in a line and as a tree, numbers by type.
import fc from "fast-check";
import { assert, suite } from "../harness.ts";
import { previewOf } from "../../src/trace/preview.ts";
import { statisticsOf, summaryOf } from "../../src/trace/statistics.ts";
import type { KnownRecord } from "../../src/trace/record.ts";
import { treeOf } from "../../src/trace/tree.ts";
import { dispatch, handling, header, historyOf } from "./records.ts";

const test = suite("trace/views");

test("previewOf() gives the beginning of a payload, and says where something is missing", () => {
  const data = { id: "123", email: "user@example.com", list: [1, null, true] };

  assert.is(previewOf(data, 100), '{id:"123",email:"user@example.com",list:[1,null,true]}');
  assert.is(previewOf(data, 20), '{id:"123",email:"us…');
  assert.is(previewOf(undefined, 20), "");
});

test("previewOf() says in a word what a tag stands for", () => {
  const data = { a: { $core: "Date", value: "2026-11-24T00:00:00.000Z" }, b: { $core: "bigint", value: "12" }, c: { $core: "Map", value: [[1, 2]] }, d: { $core: "ReplyChannel" }, "e f": { $core: "redacted" } };

  assert.is(previewOf(data, 200), '{a:2026-11-24T00:00:00.000Z,b:12n,c:Map(1),d:‹reply channel›,"e f":‹redacted›}');
});

test("previewOf() is never longer than it may be, for any value and width", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 60 }), (value, width) => {
    assert.ok(previewOf(value, width).length <= width);
  }), { numRuns: 300, seed: 7 });
});

test("treeOf() unfolds one level at a time, with the pointers of its members", () => {
  const tree = treeOf({ cart: "c-9", items: [{ n: 1 }], "a/b": { $core: "Set", value: [5] } }, "data");

  const children = tree.children();
  assert.equal([tree.key, tree.label, tree.size], ["data", "{ 3 }", 3]);
  assert.equal(children.map(({ key, pointer, label, size }) => [key, pointer, label, size]), [
    ["cart", "/cart", '"c-9"', 0], ["items", "/items", "[ 1 ]", 1], ["a/b", "/a~1b", "Set(1)", 1],
  ]);
  assert.is(children[1]?.children()[0]?.children()[0]?.pointer, "/items/0/n");
});

test("statisticsOf() counts by type and by handler, with quantiles by nearest rank", () => {
  const history = historyOf([
    header(), ...[1, 2, 3, 4].map((id) => dispatch(id, { at: 0 })), dispatch(5, { type: "b", handlers: 0 }),
    ...[1, 2, 3].map((id) => handling(id, { at: 0, ms: id * 10 })), handling(4, { at: 0, ms: 100, outcome: "failed", handler: "y" }),
  ]);

  assert.equal(statisticsOf(history.dispatches, "type"), [
    { name: "a", count: 4, failed: 1, unhandled: 0, measured: 4, completeness: 1, p50: 20, p95: 100, p99: 100, max: 100 },
    { name: "b", count: 1, failed: 0, unhandled: 1, measured: 0, completeness: 1, p50: undefined, p95: undefined, p99: undefined, max: undefined },
  ]);
  assert.equal(statisticsOf(history.dispatches, "handler").map(({ name, count, failed }) => [name, count, failed]), [["x", 3, 0], ["y", 1, 1]]);
});

test("summaryOf() gives the totals and the time they span", () => {
  const history = historyOf([header(), dispatch(1, { at: 5 }), handling(1, { at: 5, ms: 20 }), dispatch(2, { at: 10, cause: 1, handlers: 0 })]);

  assert.equal(summaryOf(history), { dispatches: 2, roots: 1, types: 1, failed: 0, unhandled: 1, running: 0, lost: 0, defects: 0, completeness: 1, spanMs: 20 });
});

test("statisticsOf() counts no handling that was spared", () => {
  const history = historyOf([header(), dispatch(1, { handlers: 2 }), handling(1), handling(1, { n: 1, handler: "y", outcome: "spared" })]);

  assert.equal(statisticsOf(history.dispatches, "handler").map(({ name, count }) => [name, count]), [["x", 1]]);
});

test("statisticsOf() says how many durations its quantiles rest on, of all that the log knows of", () => {
  const history = historyOf([
    header(), dispatch(1), handling(1), dispatch(2), handling(2), dispatch(3), dispatch(4, { handlers: 0 }),
    { kind: "skipped", at: 9, count: 1, from: 5, to: 5, reason: "over budget", types: { a: 1 } },
  ]);

  const [row] = statisticsOf(history.dispatches, "type", history.skippedTypes);

  assert.equal([row?.count, row?.measured, row?.completeness], [4, 2, 0.5]);
  assert.is(statisticsOf(history.dispatches, "type")[0]?.completeness, 2 / 3);
  assert.equal(statisticsOf(history.dispatches, "handler").map(({ measured, completeness }) => [measured, completeness]), [[2, 1]]);
});

test("summaryOf() says which share of what was sent the log holds", () => {
  const lossy = historyOf([header(), dispatch(1), { kind: "gap", at: 2, lost: 2, from: 2, to: 2, reason: "full" }, dispatch(4), { kind: "skipped", at: 9, count: 1, from: 5, to: 5, reason: "--only" }]);
  const part = historyOf([{ ...header(), part: 2, before: 90 } as KnownRecord, dispatch(91), dispatch(92)]);

  assert.equal([summaryOf(lossy).completeness, summaryOf(part).completeness, summaryOf(historyOf([header()])).completeness], [2 / 5, 1, 1]);
});
