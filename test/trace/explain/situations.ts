// Each reason that an explanation gives, in an app where it really happens; and its sentence.
import { defineMessage, withLimits, withMessages, type CoreOption } from "../../../src/mod.ts";
import { explain, explainHandler, type Explanation } from "../../../src/trace/explain/explain.ts";
import { reasonText } from "../../../src/trace/explain/reason_text.ts";
import { assert, suite } from "../../harness.ts";
import { logOf } from "../../log/log_of.ts";
import { recordedCore, type RecordedCore } from "../../log/recorded.ts";
import { told } from "./told.ts";

const test = suite("trace/explain/situations");

/** Lets promises that are due settle. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

const noop = (): void => {};

/** Runs an app and explains one of its messages. */
async function explained(app: (recorded: RecordedCore) => unknown, id: number, ...options: CoreOption[]): Promise<Explanation> {
  const recorded = await recordedCore({}, ...options);
  await app(recorded);
  await settle();
  return explanationOf(recorded, id);
}

function explanationOf({ recorder, sink }: RecordedCore, id: number): Explanation {
  recorder.flush();
  const log = logOf(sink.text);
  return explain(log, log.indexOf(id));
}

test("explain() says for a message that nobody handled who just missed it, and why", async () => {
  const explanation = await explained(({ core, clock }) => {
    const crm = core.registerAction("cart.*", noop, { name: "crm.onCart" });
    core.registerQuery("cart.>", noop, { name: "pricing.onCart" });
    core.registerAction("cart.abandonned", noop, { name: "mailer.onMail" });
    core.registerAction("user.created", noop, { name: "users.onCreated" });
    crm.dispose();
    clock.advance(800);
    void core.ACTION({ type: "cart.abandoned" });
    clock.advance(40);
    core.registerAction(">", noop, { name: "archive.onAny" });
  }, 1);

  assert.equal(told(explanation), [
    "nobody handled it",
    "crm.onCart: disposed 0.8 s before",
    "pricing.onCart: listens for QUERY, not ACTION",
    "mailer.onMail: one letter from cart.abandoned",
    "archive.onAny: registered 40 ms later",
  ]);
  assert.equal([explanation.unrelated, explanation.more], [1, 0]);
});

test("explain() names first those that handled it, in the order of their calls, with how it ended", async () => {
  const explanation = await explained(({ core }) => {
    core.registerAction("user.*", noop, { name: "first" });
    core.registerAction("user.created", () => { throw new Error("no"); }, { name: "second" });
    core.registerAction("user.create", noop, { name: "third" });
    void core.ACTION({ type: "user.created" });
  }, 1);

  assert.equal(told(explanation), ["handled by 2 handlers, 1 of them failed", "first: handled it in 0 ms", "second: failed after 0 ms", "third: one letter from user.created"]);
});

test("explain() tells those registered and disposed within one tick of the clock apart by their lines", async () => {
  const explanation = await explained(({ core }) => {
    core.registerAction("a.b", noop, { name: "gone" }).dispose();
    core.registerAction("a.b", noop, { name: "there" });
    void core.ACTION({ type: "a.b" });
    core.registerAction("a.b", noop, { name: "late" });
  }, 1);

  assert.equal(told(explanation), ["handled by there", "there: handled it in 0 ms", "gone: disposed just before", "late: registered just after"]);
});

test("explain() says that a handler with once was spent, and by which message", async () => {
  const explanation = await explained(({ core, clock }) => {
    core.registerAction("a.b", noop, { name: "greeter", once: true });
    void core.ACTION({ type: "a.b" });
    clock.advance(800);
    void core.ACTION({ type: "a.b" });
  }, 2);

  assert.equal(told(explanation), ["nobody handled it", "greeter: spent by #1, 0.8 s before"]);
});

test("explain() does not call spent what was disposed after a run, or after several", async () => {
  const explanation = await explained(({ core, clock }) => {
    const disposed = core.registerAction("a.b", noop, { name: "disposed" });
    const own = core.registerAction("a.b", (_view, { data }) => { if (data === 2) own.dispose(); }, { name: "own" });
    void core.ACTION({ type: "a.b", data: 1 });
    disposed.dispose();
    void core.ACTION({ type: "a.b", data: 2 });
    clock.advance(30);
    void core.ACTION({ type: "a.b", data: 3 });
  }, 3);

  assert.equal(told(explanation), ["nobody handled it", "disposed: disposed 30 ms before", "own: disposed 30 ms before"]);
});

test("explain() says that a handler was disposed before its turn", async () => {
  const explanation = await explained(({ core }) => {
    core.registerAction("a.b", () => second.dispose(), { name: "first" });
    const second = core.registerAction("a.b", noop, { name: "second" });
    void core.ACTION({ type: "a.b" });
  }, 1);

  assert.equal(told(explanation), ["handled by first", "first: handled it in 0 ms", "second: disposed before its turn"]);
});

test("explain() says what still runs, and what waits for it", async () => {
  const recorded = await recordedCore();
  const { core, clock } = recorded;
  core.registerAction("a.b", () => new Promise(noop), { name: "slow", concurrency: 1 });
  void core.ACTION({ type: "a.b" });
  void core.ACTION({ type: "a.b" });
  clock.advance(150);
  void core.ACTION({ type: "other" });
  clock.advance(850);
  void core.ACTION({ type: "other" });

  assert.equal(told(explanationOf(recorded, 1)), ["still running in slow", "slow: still running after 1.0 s"]);
  assert.equal(told(explanationOf(recorded, 2)), ["not over, as far as the log says", "slow: waits for its turn: 1 other run of it is open"]);
});

test("explain() says of a message that a handler did not take that too many waited for it, and nothing of the kind of one that waits", async () => {
  const recorded = await recordedCore({}, withLimits({ queue: 1 }));
  const { core, clock } = recorded;
  const ends: (() => void)[] = [];
  core.registerAction("a.b", () => new Promise<void>((resolve) => ends.push(resolve)), { name: "narrow", concurrency: 1 });
  for (const data of ["runs", "waits", "busy"]) void core.ACTION({ type: "a.b", data });
  ends.shift()?.();
  await settle();
  void core.ACTION({ type: "a.b", data: "later" });
  ends.shift()?.();
  await settle();
  ends.shift()?.();
  await settle();
  clock.advance(500);
  void core.ACTION({ type: "other" });

  assert.equal(told(explanationOf(recorded, 3)), [
    "not taken by narrow", "narrow: did not take it: too many of its runs were open, and too many messages waited (handler.busy)",
  ]);
  assert.equal(told(explanationOf(recorded, 4)), ["handled by narrow", "narrow: handled it in 0 ms"]);
});

test("explain() tells who waits for a handler from whom it did not take, and who else got that one", async () => {
  const recorded = await recordedCore({}, withLimits({ queue: 1 }));
  const { core, clock } = recorded;
  core.registerAction("a.b", () => new Promise<void>(noop), { name: "narrow", concurrency: 1 });
  core.registerAction("a.*", noop, { name: "wide" });
  for (const data of ["runs", "waits", "busy"]) void core.ACTION({ type: "a.b", data });
  clock.advance(150);
  void core.ACTION({ type: "other" });
  clock.advance(850);
  void core.ACTION({ type: "other" });

  assert.equal(told(explanationOf(recorded, 2)), ["not over, as far as the log says", "wide: handled it in 0 ms", "narrow: waits for its turn: 1 other run of it is open"]);
  assert.equal(told(explanationOf(recorded, 3)), [
    "handled by wide, not taken by narrow", "wide: handled it in 0 ms", "narrow: did not take it: too many of its runs were open, and too many messages waited (handler.busy)",
  ]);
});

test("explain() says that a QUERY asked nobody after the one that answered or failed, and who has yet to", async () => {
  const recorded = await recordedCore();
  const { core, clock } = recorded;
  core.registerQuery("user.address", noop, { name: "cache" });
  core.registerQuery("user.address", () => "here", { name: "users" });
  core.registerQuery("user.>", noop, { name: "crm" });
  core.registerQuery("bad", () => { throw new Error("no"); }, { name: "bad" });
  core.registerQuery("bad", noop, { name: "good" });
  core.registerQuery("slow", () => new Promise(noop), { name: "slow" });
  core.registerQuery("slow", noop, { name: "next" });
  await core.QUERY({ type: "user.address" });
  await core.QUERY({ type: "bad" }).catch(noop);
  void core.QUERY({ type: "slow" });
  await settle();
  clock.advance(200);
  await core.QUERY({ type: "nobody" }).catch(noop);

  assert.equal(told(explanationOf(recorded, 1)), ["answered by users", "cache: declined: gave no answer", "users: answered in 0 ms", "crm: not asked: users answered before"]);
  assert.equal(told(explanationOf(recorded, 2)), ["failed in bad", "bad: failed after 0 ms", "good: not asked: bad failed before"]);
  assert.equal(told(explanationOf(recorded, 3)), ["still running in slow", "slow: still running after 200 ms", "next: not asked yet: slow has not ended"]);
});

test("explain() lets QUERYALL reach the handlers of QUERY, and PERFORM one executor", async () => {
  const recorded = await recordedCore();
  const { core } = recorded;
  core.registerQuery("user.address", () => 1, { name: "one" });
  core.registerQuery("user.address", () => 2, { name: "two" });
  core.registerTask("user.address", () => 3, { name: "executor" });
  core.registerTask("user.address", () => 4, { name: "spare" });
  await core.QUERYALL({ type: "user.address" });
  await core.PERFORM({ type: "user.address" });
  recorded.recorder.flush();
  const perform = recorded.lines("dispatch").find(({ verb }) => verb === "PERFORM");

  assert.equal(told(explanationOf(recorded, 1)), [
    "answered by 2 handlers", "one: answered in 0 ms", "two: answered in 0 ms",
    "executor: listens for PERFORM, not QUERYALL", "spare: listens for PERFORM, not QUERYALL",
  ]);
  assert.equal(told(explanationOf(recorded, Number(perform?.["id"]))), [
    "answered by executor", "executor: answered in 0 ms", "spare: not asked: executor answered before",
    "one: listens for QUERY, not PERFORM", "two: listens for QUERY, not PERFORM",
  ]);
});

test("explain() says who dropped a message, answered it, or holds it", async () => {
  const recorded = await recordedCore();
  const { core, clock } = recorded;
  core.registerAction("a.*", noop, { name: "listener" });
  core.registerQuery("q", () => 1, { name: "answerer" });
  core.intercept("a.dropped", function permissions(_view, _message, { drop }) { drop("not allowed"); });
  core.intercept("q", function cache(_view, _message, { answer }) { answer(7); });
  core.intercept("a.held", function approval() { return new Promise(noop); });
  core.intercept("a.passed", function stamp(_view, _message, { next }) { return next({ data: 1 }); });
  void core.ACTION({ type: "a.dropped" });
  await core.QUERY({ type: "q" });
  void core.ACTION({ type: "a.held" });
  void core.ACTION({ type: "a.passed" });
  clock.advance(3_200);
  void core.ACTION({ type: "end" });

  assert.equal(told(explanationOf(recorded, 1)), ["dropped by permissions: not allowed", "listener: dropped by permissions: not allowed"]);
  assert.equal(told(explanationOf(recorded, 2)), ["answered by cache", "answerer: answered by cache in its place"]);
  assert.equal(told(explanationOf(recorded, 3)), ["not over, as far as the log says", "listener: held by approval for 3.2 s"]);
  assert.equal(told(explanationOf(recorded, 4)), ["handled by listener", "listener: handled it in 0 ms"]);
});

test("explain() takes who was there when an interceptor passed the message on, not when it was sent", async () => {
  const explanation = await explained(async ({ core, clock }) => {
    core.intercept("a.b", function approval(_view, _message, { next }) { return new Promise<void>((resolve) => clock.setTimer(() => resolve(next() as undefined), 500)); });
    const gone = core.registerAction("a.b", noop, { name: "gone" });
    void core.ACTION({ type: "a.b" });
    clock.advance(100);
    gone.dispose();
    core.registerAction("a.b", noop, { name: "came" });
    clock.advance(400);
    await settle();
    core.registerAction("a.b", noop, { name: "late" });
  }, 1);

  assert.equal(told(explanation), ["handled by came", "came: handled it in 0 ms", "gone: disposed 400 ms before", "late: registered just after"]);
});

test("explain() says what refused a message", async () => {
  const schema = { "~standard": { version: 1, vendor: "test", validate: (value: unknown) => typeof value === "string" ? { value } : { issues: [{ message: "expected a text", path: ["email"] }] } } } as const;
  const recorded = await recordedCore({}, withMessages(defineMessage("user.created", { schema })));
  const { core } = recorded;
  core.registerAction("user.created", noop, { name: "listener" });
  core.registerTask("work", noop, { name: "worker" });
  core.intercept("user.bad", () => { throw new Error("no route"); });
  core.registerAction("user.bad", noop, { name: "other" });
  void core.ACTION({ type: "user.created", data: 1 });
  void core.ACTION({ type: "user.bad" });
  await core.startup();
  await core.shutdown();
  await core.PERFORM({ type: "work" }).catch(noop);
  const perform = recorded.lines("dispatch").find(({ verb }) => verb === "PERFORM");

  assert.equal(told(explanationOf(recorded, 1)), ["refused: data/email: expected a text", "listener: refused by its schema: data/email: expected a text"]);
  assert.equal(told(explanationOf(recorded, 2)), ["refused: no route", "other: refused: no route"]);
  assert.equal(told(explanationOf(recorded, Number(perform?.["id"]))), ["refused: the Core is shut down", "worker: refused: the Core is shut down"]);
});

test("explain() says that the time of a message was up before a handler had its turn", async () => {
  const explanation = await explained(async ({ core, clock }) => {
    core.registerQuery("q", () => new Promise((resolve) => clock.setTimer(() => resolve(undefined), 500)), { name: "slow" });
    core.registerQuery("q", () => 1, { name: "next" });
    const asked = core.QUERY({ type: "q" }, { timeoutMs: 400 }).catch(noop);
    await settle();
    clock.advance(400);
    await asked;
    await settle();
    clock.advance(200);
    await settle();
  }, 1);

  assert.equal(told(explanation)[0], "timed out: no answer within 400 ms");
  assert.equal(told(explanation).at(-1), "next: spared: nobody waited for it any more");
});

test("explainHandler() says all that kept a handler from a message, however far it was", async () => {
  const recorded = await recordedCore();
  const { core, clock, recorder, sink } = recorded;
  core.registerQuery("user.address", noop, { name: "far" }).dispose();
  clock.advance(50);
  void core.ACTION({ type: "cart.abandoned" });
  recorder.flush();
  const log = logOf(sink.text);

  assert.equal(explain(log, 0).concerned, []);
  assert.equal(explainHandler(log, "far", 0).concerned[0]?.reasons.map(reasonText), ["listens for QUERY, not ACTION", "does not match cart.abandoned", "disposed 50 ms before"]);
  assert.equal(explainHandler(log, "nobody", 0).concerned, []);
});
