// What a handler got over a whole log, and what it did not get and why.
import { handlerNames, handlerSummary, hasHandler, type HandlerSummary } from "../../../src/trace/explain/handler_summary.ts";
import { reasonText } from "../../../src/trace/explain/reason_text.ts";
import type { RunTrace } from "../../../src/trace/run_trace.ts";
import { assert, suite } from "../../harness.ts";
import { logOf } from "../../log/log_of.ts";
import { recordedCore, type RecordedCore } from "../../log/recorded.ts";
import { dispatch, handling, header } from "../records.ts";

const test = suite("trace/explain/handler_summary");

const noop = (): void => {};

function summaryOf({ recorder, sink }: RecordedCore, handler: string): HandlerSummary {
  recorder.flush();
  const log = logOf(sink.text);
  return handlerSummary(log, log.runs[0] as RunTrace, handler);
}

test("handlerSummary() counts what a handler got by type and outcome, and what it did not get by type and reason", async () => {
  const recorded = await recordedCore();
  const { core, clock } = recorded;
  core.intercept("user.secret", function permissions(_view, _message, { drop }) { drop("not allowed"); });
  void core.ACTION({ type: "user.created" });
  clock.advance(10);
  const mailer = core.registerAction("user.*", (_view, { data }) => { if (data === "bad") throw new Error("no"); }, { name: "mailer" });
  for (const data of ["good", "good", "bad"]) void core.ACTION({ type: "user.created", data });
  void core.ACTION({ type: "user.changed" });
  void core.ACTION({ type: "user.secret" });
  void core.ACTION({ type: "usr.created" });
  void core.ACTION({ type: "cart.created" });
  await core.QUERY({ type: "user.address" }).catch(noop);
  mailer.dispose();
  clock.advance(20);
  void core.ACTION({ type: "user.created" });
  void core.ACTION({ type: "user.changed" });

  const summary = summaryOf(recorded, "mailer");

  assert.equal(summary.outcomes, { done: 3, answered: 0, declined: 0, failed: 1, spared: 0 });
  assert.equal(summary.types, [{ type: "user.created", count: 3 }, { type: "user.changed", count: 1 }]);
  assert.equal(summary.missed.map(({ type, reason, count, example }) => [type, reasonText(reason), count, example]), [
    ["user.address", "listens for ACTION, not QUERY", 1, 9],
    ["user.changed", "disposed 20 ms before", 1, 11],
    ["user.created", "registered 10 ms later", 1, 1],
    ["user.created", "disposed 20 ms before", 1, 10],
    ["user.secret", "dropped by permissions: not allowed", 1, 6],
    ["usr.created", "one letter from usr.created", 1, 7],
  ]);
  assert.equal([summary.unexplained, summary.subscriptions.length], [0, 1]);
});

test("handlerSummary() takes a handler that was registered again for the same, and says what it missed between", async () => {
  const recorded = await recordedCore();
  const { core, clock } = recorded;
  core.registerAction("a", noop, { name: "h" }).dispose();
  clock.advance(5);
  void core.ACTION({ type: "a" });
  clock.advance(5);
  core.registerAction("a", noop, { name: "h" });
  void core.ACTION({ type: "a" });

  const summary = summaryOf(recorded, "h");

  assert.equal([summary.subscriptions.length, summary.outcomes.done], [2, 1]);
  assert.equal(summary.missed.map(({ reason, count }) => [reasonText(reason), count]), [["disposed 5 ms before", 1]]);
});

test("handlerNames() gives each name once", async () => {
  const recorded = await recordedCore();
  recorded.core.registerAction("b", noop, { name: "second" });
  recorded.core.registerAction("a", noop, { name: "first" }).dispose();
  recorded.core.registerAction("a", noop, { name: "first" });

  assert.equal(handlerNames(summaryOf(recorded, "first").run), ["first", "second"]);
});

test("hasHandler() knows those that are registered, and those that handled without a record of it", () => {
  const log = logOf([header(), dispatch(1), handling(1, { handler: "stranger" }), { kind: "subscription", at: 2, id: 2, verb: "ACTION", pattern: "a", handler: "idle", state: "added" }]);

  assert.equal(["stranger", "idle", "nobody", "a"].map((name) => hasHandler(log, log.runs[0] as RunTrace, name)), [true, true, false, false]);
  assert.equal(handlerSummary(log, log.runs[0] as RunTrace, "stranger").outcomes.done, 1);
});
