// What an explanation does not know: logs that begin late, have lost records, or say otherwise than they should.
import { explain } from "../../../src/trace/explain/explain.ts";
import { assert, suite } from "../../harness.ts";
import { logOf } from "../../log/log_of.ts";
import { recordedCore } from "../../log/recorded.ts";
import { dispatch, handling, header } from "../records.ts";
import { told } from "./told.ts";

const test = suite("trace/explain/doubts");

const noop = (): void => {};

test("explain() says what a log does not hold that began late", async () => {
  const recorded = await recordedCore();
  const { core, recorder, sink } = recorded;
  core.registerAction("a.b", noop, { name: "gone" }).dispose();
  core.registerAction("a.b", noop, { name: "there" });
  void core.ACTION({ type: "a.b" });
  recorder.flush();
  const lines = sink.text.split("\n").filter((line) => !line.includes('"gone"'));
  const log = logOf(lines.join("\n"));

  assert.equal(told(explain(log, 0)), ["handled by there", "there: handled it in 0 ms", "? 1 subscription of this app is not in the log: ended before it began, or lost"]);
});

test("explain() trusts the records of a message more than those of subscriptions, and says where they differ", async () => {
  const recorded = await recordedCore();
  const { core, recorder, sink } = recorded;
  core.registerAction("a.b", noop, { name: "known" });
  core.registerAction("a.b", noop, { name: "unknown" });
  void core.ACTION({ type: "a.b" });
  recorder.flush();
  const withoutOne = logOf(sink.text.split("\n").filter((line) => !(line.includes('"unknown"') && line.includes('"subscription","at"'))).join("\n"));
  const withoutBoth = logOf(sink.text.split("\n").filter((line) => !line.includes('"unknown"')).join("\n"));

  assert.equal(told(explain(withoutOne, 0)), ["handled by 2 handlers", "known: handled it in 0 ms", "unknown: handled it in 0 ms"]);
  assert.equal(told(explain(withoutBoth, 0)), ["not over, as far as the log says", "known: handled it in 0 ms", "? 2 matched, says its record; the log names 1"]);
});

test("explain() says of a handler whose end was not recorded that the record of the message does not count it", async () => {
  const recorded = await recordedCore();
  const { core, recorder, sink } = recorded;
  core.registerAction("a.b", noop, { name: "there" });
  core.registerAction("a.b", noop, { name: "gone" }).dispose();
  void core.ACTION({ type: "a.b" });
  recorder.flush();
  const log = logOf(sink.text.split("\n").filter((line) => !line.includes('"removed"')).join("\n"));

  assert.equal(told(explain(log, 0)), ["handled by there", "there: handled it in 0 ms", "gone: had ended unseen: its record counts 1 other"]);
});

test("explain() says that records were lost before a message, and lines that are none", async () => {
  const recorded = await recordedCore();
  const { core, recorder, sink } = recorded;
  core.registerAction("a.b", noop, { name: "there" });
  void core.ACTION({ type: "a.b" });
  recorder.flush();
  const [first, ...others] = sink.text.split("\n");
  const gap = '{"kind":"gap","at":0,"lost":3,"reason":"overflow"}';
  const ring = first?.replace('"level"', '"ringMs":30000,"level"');
  const skipped = '{"kind":"skipped","at":0,"count":1,"reason":"fell out of the ring of 30 s"}';

  const doubtsOf = (lines: readonly (string | undefined)[]): string[] => told(explain(logOf(lines.join("\n")), 0)).slice(2);

  assert.equal(doubtsOf([first, gap, "no record", ...others]), [
    "? 3 records before it were lost: subscriptions may have come or gone unseen", "? 1 line before it is no record: subscriptions may have come or gone unseen",
  ]);
  assert.equal(doubtsOf(others), ["? the log does not begin with its header: who was registered before is not in it"]);
  assert.equal(doubtsOf([ring, skipped, ...others]), ["? a flight recorder wrote this log: what was disposed while it did not write is not told"]);
  assert.equal(doubtsOf([first, ...others, '{"kind":"gap","at":5000,"lost":3,"reason":"overflow"}']), []);
});

test("explain() takes a handler for one that was there where it handled the message, whenever it is said to have been registered", () => {
  const subscription = { kind: "subscription", at: 5, id: 1, verb: "ACTION", pattern: "other", handler: "early", state: "added" };
  const log = logOf([header(), dispatch(1), handling(1, { handler: "early", subscription: 1 }), subscription]);

  assert.equal(told(explain(log, 0)), ["handled by early", "early: handled it in 2 ms"]);
});

test("explain() knows of a log whose first parts are gone what its snapshot says, and says what that leaves open", async () => {
  const recorded = await recordedCore({ keepsOpen: true });
  const { core, clock, recorder, sink } = recorded;
  core.registerAction("a.b", noop, { name: "gone" }).dispose();
  core.registerAction("a.b", () => new Promise(noop), { name: "slow" });
  clock.advance(10);
  void core.ACTION({ type: "a.b" });
  clock.advance(190);
  core.registerAction("a.b", noop, { name: "came" });
  recorder.flush();
  sink.wantsPart = true;
  clock.advance(100);
  void core.ACTION({ type: "a.b" });
  recorder.flush();
  const log = logOf(sink.parts[1] ?? "");

  const [inFlight, later] = [explain(log, log.indexOf(1)), explain(log, log.indexOf(2))];

  assert.equal(told(inFlight), ["still running in slow", "slow: still running after 290 ms", "came: seen first 290 ms later: it may have been there", "? 1 subscription of this app is not in the log: ended before it began, or lost"]);
  assert.equal(told(later), [
    "not over, as far as the log says", "came: handled it in 0 ms", "slow: matched; the log ends 0 ms later", "? 1 subscription of this app is not in the log: ended before it began, or lost",
  ]);
});
