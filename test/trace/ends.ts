// How a run ended, and whether that agrees with what was read.
import { assert, suite } from "../harness.ts";
import type { EndRecord, KnownRecord } from "../../src/trace/record.ts";
import { dispatch, handling, header, historyOf } from "./records.ts";

const test = suite("trace/ends");

function end(more: Partial<EndRecord> = {}): EndRecord {
  return { kind: "end", at: 9, dispatches: 1, records: 3, lost: 0, skipped: 0, cut: 0, redacted: 0, withheld: 0, ...more };
}

test("History keeps the end of a run, and knows a run without one", () => {
  const history = historyOf([header("one"), dispatch(1), handling(1), end(), header("two"), dispatch(1)]);

  assert.equal(history.runs.map((run) => [run.end?.records, run.disagreement]), [[3, undefined], [undefined, undefined]]);
});

test("History takes the last end of a run, and none that more records follow", () => {
  const last = end({ dispatches: 2, records: 5 });

  assert.is(historyOf([header(), dispatch(1), handling(1), end(), dispatch(2), last]).runs[0]?.end, last);
  assert.is(historyOf([header(), dispatch(1), handling(1), end(), dispatch(2)]).runs[0]?.end, undefined);
});

test("History finds the messages missing that the end counts and nothing else tells of", () => {
  const history = historyOf([header(), dispatch(1), handling(1), end({ dispatches: 3 })]);

  assert.equal(history.unaccounted().map(({ from, to }) => [from, to]), [[2, 3]]);
  assert.is(history.counts().lost, 2);
});

test("History tells where an end's totals are not what was read", () => {
  assert.equal(historyOf([header(), dispatch(1), handling(1), end({ records: 4 })]).runs[0]?.disagreement, { what: "records", said: 4, read: 3 });
  assert.equal(historyOf([header(), dispatch(1), dispatch(2), end({ dispatches: 1 })]).runs[0]?.disagreement, { what: "messages", said: 1, read: 2 });
});

test("History counts records of kinds that it does not know for the totals, too", () => {
  const history = historyOf([header(), dispatch(1)]);
  history.add({ kind: "record", line: 3, offset: 0, bytes: 1, record: { kind: "unknown", name: "mood" } });
  history.add({ kind: "record", line: 4, offset: 0, bytes: 1, record: end() });

  assert.is(history.runs[0]?.disagreement, undefined);
});

test("History keeps how a run degraded, and shows that and its triggers between the messages", () => {
  const degraded: KnownRecord = { kind: "degraded", at: 2, capture: "noAnswers", writing: "turn", reason: "over budget" };
  const trigger: KnownRecord = { kind: "trigger", at: 3, on: "error", dispatch: 1, n: 0 };

  const history = historyOf([header(), dispatch(1), degraded, trigger]);

  assert.equal(history.runs[0]?.degraded, [degraded]);
  assert.equal(history.entries.map(({ kind }) => kind), ["run", "dispatch", "degraded", "trigger"]);
});
