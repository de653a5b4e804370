import { assert, suite } from "../harness.ts";
import { flowOf, walkFlow } from "../../src/trace/flow.ts";
import { dispatch, handling, header, historyOf } from "./records.ts";

const test = suite("trace/history");

test("History puts what was caused below its cause, and roots beside one another", () => {
  const history = historyOf([header(), dispatch(1), dispatch(2, { cause: 1, by: 0 }), dispatch(3, { cause: 2, by: 0 }), dispatch(4)]);

  const [first, second, third, fourth] = history.dispatches;
  assert.equal(history.roots, [first, fourth]);
  assert.equal([first?.caused, second?.caused], [[second], [third]]);
  assert.equal([third?.depth, third !== undefined && flowOf(third) === first], [2, true]);
});

test("walkFlow() visits each dispatch before what it caused, in the order of sending", () => {
  const history = historyOf([header(), dispatch(1), dispatch(2, { cause: 1 }), dispatch(3, { cause: 1 }), dispatch(4, { cause: 2 })]);
  const visited: [number, number][] = [];

  walkFlow(history.dispatches[0]!, ({ record }, depth) => void visited.push([record.id, depth]));

  assert.equal(visited, [[1, 0], [2, 1], [4, 2], [3, 1]]);
});

test("History takes a cause that the log does not hold for an orphan, never for a root", () => {
  const history = historyOf([header(), dispatch(1, { cause: 0 }), dispatch(2, { cause: 99 })]);

  assert.equal(history.roots, []);
  assert.is(history.counts().orphans, 2);
});

test("History orders handlings by their number, whatever the order of their lines, and ends what was running", () => {
  const running = { kind: "running", dispatch: 1, n: 0, at: 101, type: "a", handler: "x", subscription: 1 } as const;
  const history = historyOf([header(), dispatch(1, { handlers: 2 }), handling(1, { n: 1 }), running]);
  assert.equal(history.dispatches[0]?.running, [running]);

  history.add({ kind: "record", line: 9, offset: 0, bytes: 1, record: handling(1, { n: 0 }) });

  assert.equal(history.dispatches[0]?.handlings.map(({ n }) => n), [0, 1]);
  assert.equal(history.dispatches[0]?.running, []);
});

test("History does not take a handling for running that has ended, in whatever order their lines stand", () => {
  const running = { kind: "running", dispatch: 1, n: 0, at: 101, type: "a", handler: "x", subscription: 1 } as const;

  const history = historyOf([header(), dispatch(1), handling(1, { n: 0 }), running]);

  assert.equal(history.dispatches[0]?.running, []);
});

test("History counts failures, what runs, and what nobody handles, and keeps the counts as things end", () => {
  const history = historyOf([header(), dispatch(1), dispatch(2, { handlers: 0 }), dispatch(3)]);
  assert.equal(history.counts(), { dispatches: 3, failed: 0, running: 2, unhandled: 1, orphans: 0, lost: 0, skipped: 0, defects: 0 });

  history.add({ kind: "record", line: 9, offset: 0, bytes: 1, record: handling(1, { outcome: "failed" }) });
  history.add({ kind: "record", line: 10, offset: 0, bytes: 1, record: handling(3) });

  assert.equal([history.counts().failed, history.counts().running], [1, 0]);
});

test("History counts no message of the bus's own as unhandled", () => {
  const history = historyOf([header(), dispatch(1, { type: "service.startup", handlers: 0 }), dispatch(2, { type: "task.progress", handlers: 0 })]);

  assert.is(history.counts().unhandled, 0);
});

test("History counts an id that nothing accounts for as lost, once", () => {
  const history = historyOf([header(), dispatch(1), dispatch(4), { kind: "gap", at: 5, lost: 7, from: 5, to: 6, reason: "overflow" }, dispatch(7)]);

  assert.is(history.counts().lost, 2 + 7);
  assert.equal(history.unaccounted().map(({ from, to }) => [from, to]), [[2, 3]]);
});

test("History counts a single missing id, and the first one", () => {
  assert.is(historyOf([header(), dispatch(1), dispatch(3)]).counts().lost, 1);
  assert.is(historyOf([header(), dispatch(2)]).counts().lost, 1);
});

test("History closes a hole when its records come late, or are said to be skipped", () => {
  const history = historyOf([header(), dispatch(1), dispatch(6), dispatch(3), { kind: "skipped", at: 9, count: 2, from: 4, to: 5, reason: "--only" }]);

  assert.equal(history.unaccounted().map(({ from, to }) => [from, to]), [[2, 2]]);
  assert.equal([history.counts().lost, history.counts().skipped], [1, 2]);
});

test("History keeps the runs of one file apart", () => {
  const history = historyOf([header("one"), dispatch(1, { type: "first" }), header("two"), dispatch(1, { type: "second" }), handling(1)]);

  assert.equal(history.runs.map(({ header: { run } }) => run), ["one", "two"]);
  assert.equal([history.find(1, history.runs[0])?.handlings.length, history.find(1)?.record.type, history.find(1)?.handlings.length], [0, "second", 1]);
  assert.is(history.counts().lost, 0);
});

test("History keeps records of dispatches that the log does not hold as strays, and defects as they are", () => {
  const history = historyOf([header(), handling(5)]);
  history.add({ kind: "defect", line: 3, offset: 9, problem: "notJson", message: "line 3" });

  assert.is(history.strays.length, 1);
  assert.is(history.counts().defects, 1);
});

test("History knows services and subscriptions, and when one was removed", () => {
  const added = { kind: "subscription", at: 1, id: 1, verb: "ACTION", pattern: ">", handler: "x", state: "added" } as const;
  const history = historyOf([header(), { kind: "service", at: 1, name: "mailer", state: "started" }, added, { ...added, at: 9, state: "removed" }]);

  assert.is(history.runs[0]?.services.get("mailer")?.state, "started");
  assert.is(history.runs[0]?.subscriptions.get(1)?.removedAt, 9);
});
