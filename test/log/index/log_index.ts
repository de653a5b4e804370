// What a log amounts to: who caused whom, what has ended, what is missing.
import { flowOf } from "../../../src/trace/flow.ts";
import { assert, suite } from "../../harness.ts";
import { dispatch, handling, header } from "../../trace/records.ts";
import { growingLog } from "../growing_log.ts";
import { logOf, rootsOf, tracesOf } from "../log_of.ts";

const test = suite("log/index/log_index");

test("LogIndex puts what was caused below its cause, and roots beside one another", () => {
  const log = logOf([header(), dispatch(1), dispatch(2, { cause: 1, by: 0 }), dispatch(3, { cause: 2, by: 0 }), dispatch(4)]);

  assert.equal(rootsOf(log), [0, 3]);
  assert.equal([log.caused(0), log.caused(1)], [[1], [2]]);
  const [first, , third] = tracesOf(log);
  assert.equal(first?.caused.map(({ index }) => index), [1]);
  assert.equal([third?.depth, third?.cause?.index, flowOf(third!).index], [2, 1, 0]);
});

test("LogIndex takes a cause that the log does not hold for an orphan, never for a root", () => {
  const log = logOf([header(), dispatch(1, { cause: 0 }), dispatch(2, { cause: 99 })]);

  assert.equal(rootsOf(log), []);
  assert.is(log.counts().orphans, 2);
});

test("LogIndex orders handlings by their number, whatever the order of their lines, and ends what was running", () => {
  const running = { kind: "running", dispatch: 1, n: 0, at: 101, type: "a", handler: "x", subscription: 1 } as const;
  const { log, add } = growingLog();
  add(header(), dispatch(1, { handlers: 2 }), handling(1, { n: 1 }), running);
  assert.equal(log.trace(0).running, [running]);

  add(handling(1, { n: 0 }));

  assert.equal(log.trace(0).handlings.map(({ n }) => n), [0, 1]);
  assert.equal(log.trace(0).running, []);
});

test("LogIndex does not take a handling for running that has ended, in whatever order their lines stand", () => {
  const running = { kind: "running", dispatch: 1, n: 0, at: 101, type: "a", handler: "x", subscription: 1 } as const;

  const log = logOf([header(), dispatch(1), handling(1, { n: 0 }), running]);

  assert.equal(log.trace(0).running, []);
});

test("LogIndex counts failures, what runs, and what nobody handles, and keeps the counts as things end", () => {
  const { log, add } = growingLog();
  add(header(), dispatch(1), dispatch(2, { handlers: 0 }), dispatch(3));
  assert.equal(log.counts(), { dispatches: 3, failed: 0, running: 2, unhandled: 1, orphans: 0, lost: 0, skipped: 0, defects: 0 });

  add(handling(1, { outcome: "failed" }), handling(3));

  assert.equal([log.counts().failed, log.counts().running], [1, 0]);
});

test("LogIndex counts no message of the bus's own as unhandled", () => {
  const log = logOf([header(), dispatch(1, { type: "service.startup", handlers: 0 }), dispatch(2, { type: "task.progress", handlers: 0 })]);

  assert.is(log.counts().unhandled, 0);
});

test("LogIndex counts an id that nothing accounts for as lost, once", () => {
  const log = logOf([header(), dispatch(1), dispatch(4), { kind: "gap", at: 5, lost: 7, from: 5, to: 6, reason: "overflow" }, dispatch(7)]);

  assert.is(log.counts().lost, 2 + 7);
  assert.equal(log.unaccounted().map(({ from, to }) => [from, to]), [[2, 3]]);
});

test("LogIndex counts a single missing id, and the first one", () => {
  assert.is(logOf([header(), dispatch(1), dispatch(3)]).counts().lost, 1);
  assert.is(logOf([header(), dispatch(2)]).counts().lost, 1);
});

test("LogIndex closes a hole when its records come late, or are said to be skipped", () => {
  const log = logOf([header(), dispatch(1), dispatch(6), dispatch(3), { kind: "skipped", at: 9, count: 2, from: 4, to: 5, reason: "--only" }]);

  assert.equal(log.unaccounted().map(({ from, to }) => [from, to]), [[2, 2]]);
  assert.equal([log.counts().lost, log.counts().skipped], [1, 2]);
});

test("LogIndex keeps the runs of one file apart", () => {
  const log = logOf([header("one"), dispatch(1, { type: "first" }), header("two"), dispatch(1, { type: "second" }), handling(1)]);

  assert.equal(log.runs.map(({ header: { run } }) => run), ["one", "two"]);
  assert.equal([log.indexOf(1, log.runs[0]), log.indexOf(1), log.indexOf(2)], [0, 1, -1]);
  assert.equal(tracesOf(log).map(({ record, handlings }) => [record.type, handlings.length]), [["first", 0], ["second", 1]]);
  assert.is(log.counts().lost, 0);
});

test("LogIndex counts records of dispatches that the log does not hold as strays, and keeps defects as they are", () => {
  const log = logOf(`${JSON.stringify(header())}\n${JSON.stringify(handling(5))}\nno record\n`);

  assert.equal([log.strays, log.counts().defects], [1, 1]);
  assert.equal(log.defects.map(({ line, offset, problem }) => [line, offset, problem]), [[3, log.bytes - 10, "notJson"]]);
});

test("LogIndex knows services and subscriptions, and when one was removed", () => {
  const added = { kind: "subscription", at: 1, id: 1, verb: "ACTION", pattern: ">", handler: "x", state: "added" } as const;
  const log = logOf([header(), { kind: "service", at: 1, name: "mailer", state: "started" }, added, { ...added, at: 9, state: "removed" }]);

  assert.is(log.runs[0]?.services.get("mailer")?.state, "started");
  assert.is(log.runs[0]?.subscriptions.get(1)?.removedAt, 9);
});

test("LogIndex reads a payload that is no JSON as one that cannot be read, where the rest of its line is a record", () => {
  const dispatched = '{"kind":"dispatch","id":1,"at":1.5,"verb":"ACTION","type":"a","handlers":1,"source":"web","timestamp":"2026-11-24T00:00:00.001Z","data":{"n":nothing}}';
  const handled = '{"kind":"handling","dispatch":1,"n":0,"at":2,"type":"a","handler":"x","subscription":1,"ms":2,"syncMs":1,"outcome":"done","answer":[1 2]}';

  const log = logOf(`${JSON.stringify(header())}\n${dispatched}\n${handled}\n`);

  assert.equal([log.defects, log.records, log.dispatches.state(0)], [[], 3, "done"]);
  const unreadable = { $core: "unreadable", value: "it is not JSON" };
  assert.equal(log.trace(0).record, { kind: "dispatch", id: 1, at: 1.5, verb: "ACTION", type: "a", timestamp: "2026-11-24T00:00:00.001Z", data: unreadable, handlers: 1, source: "web" });
  assert.equal(log.trace(0).handlings, [{ kind: "handling", dispatch: 1, n: 0, at: 2, type: "a", handler: "x", subscription: 1, ms: 2, syncMs: 1, outcome: "done", answer: unreadable }]);
});

test("LogIndex tells once of a line that is torn, and of none while its source may grow", () => {
  const { log, add } = growingLog();
  add(header());
  assert.equal(log.defects, []);

  const torn = logOf(`${JSON.stringify(header())}\n{"kind":"disp`);
  torn.end();

  assert.equal(torn.defects.map(({ line, problem }) => [line, problem]), [[2, "tornTail"]]);
  assert.equal([torn.version, torn.lines], [2, 1]);
});

test("LogIndex reads more lines than one scan has room for", () => {
  const log = logOf(`${"\n".repeat(100_000)}${JSON.stringify(dispatch(1))}\n${"\n".repeat(70_000)}${JSON.stringify(handling(1))}\n`);

  assert.equal([log.defects.length, log.lines, log.records], [170_000, 170_002, 2]);
  assert.equal([log.dispatches.line(0), log.handlings.line(0), log.lineText(100_001)], [100_001, 170_002, JSON.stringify(dispatch(1))]);
});

test("LogIndex reads lines that are longer than what it reads at once, between short ones", () => {
  const long = dispatch(2, { data: "x".repeat(300_000) });
  const log = logOf([header(), dispatch(1), long, dispatch(3), dispatch(4, { data: "y".repeat(3_000_000) }), dispatch(5)]);

  assert.equal(tracesOf(log).map(({ record, line }) => [record.id, line, String(record.data ?? "").length]), [[1, 2, 0], [2, 3, 300_000], [3, 4, 0], [4, 5, 3_000_000], [5, 6, 0]]);
  assert.equal(log.defects, []);
});
