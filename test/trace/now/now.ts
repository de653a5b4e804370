// What is wrong right now, in apps where it is.
import { nowOf, nowWork, type Now, type NowOptions } from "../../../src/trace/now/now.ts";
import { reasonText } from "../../../src/trace/explain/reason_text.ts";
import type { RunTrace } from "../../../src/trace/run_trace.ts";
import { assert, suite } from "../../harness.ts";
import { logOf } from "../../log/log_of.ts";
import { recordedCore, type RecordedCore } from "../../log/recorded.ts";
import { dispatch, handling, header } from "../records.ts";

const test = suite("trace/now/now");

const noop = (): void => {};

function nowIn({ recorder, sink }: RecordedCore, options?: NowOptions): Now {
  recorder.flush();
  const log = logOf(sink.text);
  return nowOf(log, log.runs[0] as RunTrace, options);
}

function nowOfRecords(records: readonly object[], options?: NowOptions): Now {
  const log = logOf(records);
  return nowOf(log, log.runs[0] as RunTrace, options);
}

test("nowOf() names the handlings that still run, the longest first, with who waits for them", async () => {
  const recorded = await recordedCore();
  const { core, clock } = recorded;
  core.registerQuery("user.address", () => new Promise(noop), { name: "users.onAddress" });
  core.registerAction("user.created", (view) => view.QUERY({ type: "user.address" }), { name: "notification" });
  core.registerAction("cron", () => new Promise(noop), { name: "cron" });
  core.intercept("held", function approval() { return new Promise(noop); });
  void core.ACTION({ type: "user.created" });
  clock.advance(5_000);
  void core.ACTION({ type: "cron" });
  void core.ACTION({ type: "held" });
  clock.advance(7_000);
  void core.ACTION({ type: "tick" });

  void core.ACTION({ type: "cron" });

  const { stuck, open, young, at } = nowIn(recorded);

  assert.equal(stuck.map(({ id, in: where, name, ms, awaitedBy }) => [id, where, name, ms, awaitedBy]), [
    [1, "handler", "notification", 12_000, []],
    [2, "handler", "users.onAddress", 12_000, [{ id: 1, type: "user.created", handler: "notification" }]],
    [3, "handler", "cron", 7_000, []],
    [4, "interceptor", "approval", 7_000, []],
    [6, "unknown", undefined, 0, []],
  ]);
  assert.equal([open, young, at], [5, 1, 12_000]);
});

test("nowOf() names a handling that its sender has given up, and no handling that has ended as one that waits", async () => {
  const recorded = await recordedCore();
  const { core, clock } = recorded;
  core.registerQuery("slow", () => new Promise(noop), { name: "slow" });
  let asked: Promise<unknown> = Promise.resolve();
  core.registerAction("start", (view) => { asked = view.QUERY({ type: "slow" }, { timeoutMs: 400 }).catch(noop); }, { name: "starter" });
  void core.ACTION({ type: "start" });
  clock.advance(400);
  await asked;
  clock.advance(600);
  void core.ACTION({ type: "tick" });

  const { stuck, failing } = nowIn(recorded);

  assert.equal(stuck.map(({ name, isGivenUp, awaitedBy }) => [name, isGivenUp, awaitedBy]), [["slow", true, []]]);
  assert.equal(failing.map(({ error, message, count }) => [error, message, count]), [["timedOut", "no answer within … ms", 1]]);
});

test("nowOf() groups what failed in the last minute by error, shape of the message and handler", async () => {
  const recorded = await recordedCore();
  const { core, clock } = recorded;
  core.registerAction("order", (_view, { data }) => { throw new RangeError(`no order ${String(data)} of "${String(data)}"`); }, { name: "orders" });
  core.registerAction("mail", () => { throw new Error("no route"); }, { name: "mailer" });
  void core.ACTION({ type: "mail" });
  clock.advance(61_000);
  for (const data of [17, 18, 4711]) void core.ACTION({ type: "order", data });
  clock.advance(1_000);
  void core.ACTION({ type: "mail" });

  const { failing } = nowIn(recorded);

  assert.equal(failing, [
    { error: "RangeError", message: 'no order … of "…"', handler: "orders", count: 3, firstAt: 61_000, lastAt: 61_000, example: 4, type: "order" },
    { error: "Error", message: "no route", handler: "mailer", count: 1, firstAt: 62_000, lastAt: 62_000, example: 5, type: "mail" },
  ]);
});

test("nowOf() names the types that nobody handled with who just missed them, and none of the bus's own", async () => {
  const recorded = await recordedCore();
  const { core } = recorded;
  await core.startup();
  core.registerAction("cart.abandonned", noop, { name: "mailer" });
  void core.ACTION({ type: "cart.abandoned" });
  void core.ACTION({ type: "cart.abandoned" });
  void core.ACTION({ type: "other" });

  const { unhandled } = nowIn(recorded);

  assert.equal(unhandled.map(({ type, count, recent, nearest }) => [type, count, recent, nearest?.handler, nearest && reasonText(nearest.reasons[0])]), [
    ["cart.abandoned", 2, 2, "mailer", "one letter from cart.abandoned"], ["other", 1, 1, undefined, undefined],
  ]);
});

test("nowOf() holds the slowest handlers of the last minute against what was usual, and names who held the loop", () => {
  const before = Array.from({ length: 20 }, (_, at) => [dispatch(at + 1, { at: at * 10 }), handling(at + 1, { at: at * 10, handler: "slow", ms: 10, syncMs: 1 })]).flat();
  const lately = [
    dispatch(21, { at: 100_000 }), handling(21, { at: 100_000, handler: "slow", ms: 80, syncMs: 60 }),
    dispatch(22, { at: 100_500 }), handling(22, { at: 100_500, handler: "slow", ms: 70, syncMs: 70 }),
    dispatch(23, { at: 101_000 }), handling(23, { at: 101_000, handler: "quick", ms: 0.2, syncMs: 0.2 }),
    dispatch(24, { at: 101_000 }), handling(24, { at: 101_000, handler: "new", ms: 5, syncMs: 1 }),
  ];

  const { slow, held } = nowOfRecords([header(), ...before, ...lately]);

  assert.equal(slow.map(({ handler, count, p95, max, example }) => [handler, count, p95, max, example]), [["slow", 2, 80, 80, 21], ["new", 1, 5, 5, 24]]);
  assert.ok(Math.abs((slow[0]?.usualP95 ?? 0) - 10) <= 0.1);
  assert.is(slow[1]?.usualP95, undefined);
  assert.equal(held, [{ handler: "slow", count: 2, totalMs: 130, max: 70, example: 22 }]);
});

test("nowOf() says what is missing", () => {
  const gap = { kind: "gap", at: 5, lost: 7, reason: "overflow" };
  const degraded = { kind: "degraded", at: 6, capture: "noAnswers", writing: "turn", reason: "over budget" };

  assert.equal(nowOfRecords([header(), gap, { kind: "skipped", at: 5, count: 2, from: 1, to: 2, reason: "--only" }, degraded]).missing, { lost: 7, skipped: 2, defects: 0, capture: "noAnswers" });
  assert.equal(nowOfRecords([header(), dispatch(1)]).missing, { lost: 0, skipped: 0, defects: 0 });
});

test("nowOf() looks only at the messages that pass, and only at its run", () => {
  const records = [
    header("first"), dispatch(1, { handlers: 0, type: "old" }), header("second"), dispatch(1, { handlers: 0, type: "new" }), dispatch(2, { type: "open" }), dispatch(3, { type: "bad", at: 4 }), handling(3, { outcome: "failed", at: 4, ms: 2 }),
  ];
  const log = logOf(records);

  const second = nowOf(log, log.runs[1] as RunTrace);
  const filtered = nowOf(log, log.runs[1] as RunTrace, { passes: (at) => log.texts.textOf(log.dispatches.type(at)) === "new" });

  assert.equal([second.unhandled.map(({ type }) => type), second.stuck.map(({ type }) => type), second.failing.length, second.at], [["new"], ["open"], 1, 6]);
  assert.equal([filtered.unhandled.length, filtered.stuck.length, filtered.failing.length], [1, 0, 0]);
});

test("nowOf() reads the newest two thousand failures, and says how many it did not", () => {
  const records = Array.from({ length: 2_010 }, (_, at) => [dispatch(at + 1), handling(at + 1, { outcome: "failed", error: { name: "Error", message: `no ${at}` } })]).flat();

  const { failing, unread } = nowOfRecords([header(), ...records]);

  assert.equal([failing.map(({ message, count }) => [message, count]), unread], [[["no …", 2_000]], 10]);
});

test("nowWork() does the same a little at a time", () => {
  const records = Array.from({ length: 20_000 }, (_, at) => at % 2 === 0 ? [dispatch(at + 1), handling(at + 1, { ms: 5 })] : [dispatch(at + 1, { handlers: 0 })]).flat();
  const log = logOf([header(), ...records]);
  const run = log.runs[0] as RunTrace;
  const work = nowWork(log, run);
  let steps = 0;

  let step = work.next();
  for (; step.done !== true; step = work.next()) steps += 1;

  assert.equal(step.value, nowOf(log, run));
  assert.ok(steps >= 12, `only ${steps} steps`);
});
