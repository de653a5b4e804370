// How a run ended, and whether that agrees with what was read.
import type { EndRecord, KnownRecord } from "../../../src/trace/record.ts";
import { assert, suite } from "../../harness.ts";
import { dispatch, handling, header } from "../../trace/records.ts";
import { entriesOf, logOf } from "../log_of.ts";

const test = suite("log/index/ends");

function end(more: Partial<EndRecord> = {}): EndRecord {
  return { kind: "end", at: 9, dispatches: 1, records: 3, lost: 0, skipped: 0, cut: 0, redacted: 0, withheld: 0, ...more };
}

test("LogIndex keeps the end of a run, and knows a run without one", () => {
  const log = logOf([header("one"), dispatch(1), handling(1), end(), header("two"), dispatch(1)]);

  assert.equal(log.runs.map((run) => [run.end?.records, run.disagreement]), [[3, undefined], [undefined, undefined]]);
});

test("LogIndex takes the last end of a run, and none that more records follow", () => {
  const last = end({ dispatches: 2, records: 5 });

  assert.equal(logOf([header(), dispatch(1), handling(1), end(), dispatch(2), last]).runs[0]?.end, last);
  assert.is(logOf([header(), dispatch(1), handling(1), end(), dispatch(2)]).runs[0]?.end, undefined);
});

test("LogIndex finds the messages missing that the end counts and nothing else tells of", () => {
  const log = logOf([header(), dispatch(1), handling(1), end({ dispatches: 3 })]);

  assert.equal(log.unaccounted().map(({ from, to }) => [from, to]), [[2, 3]]);
  assert.is(log.counts().lost, 2);
});

test("LogIndex tells where an end's totals are not what was read", () => {
  assert.equal(logOf([header(), dispatch(1), handling(1), end({ records: 4 })]).runs[0]?.disagreement, { what: "records", said: 4, read: 3 });
  assert.equal(logOf([header(), dispatch(1), dispatch(2), end({ dispatches: 1 })]).runs[0]?.disagreement, { what: "messages", said: 1, read: 2 });
});

test("LogIndex counts records of kinds that it does not know for the totals, too", () => {
  const log = logOf([header(), dispatch(1), { kind: "mood", at: 3 }, end()]);

  assert.equal([log.unknown, log.runs[0]?.disagreement], [1, undefined]);
});

test("LogIndex keeps how a run degraded, and shows that and its triggers between the messages", () => {
  const degraded: KnownRecord = { kind: "degraded", at: 2, capture: "noAnswers", writing: "turn", reason: "over budget" };
  const trigger: KnownRecord = { kind: "trigger", at: 3, on: "error", dispatch: 1, n: 0 };

  const log = logOf([header(), dispatch(1), degraded, trigger]);

  assert.equal(log.runs[0]?.degraded, [degraded]);
  assert.equal(entriesOf(log).map(({ kind }) => kind), ["run", "dispatch", "degraded", "trigger"]);
});
