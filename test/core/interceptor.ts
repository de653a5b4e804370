import { defineMessage, withMessages, withName } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { gate, makeBus, turn, writeDown } from "./bus.ts";

const test = suite("core/interceptor");

test("interceptors run before the handlers, in registration order, the first one outermost", async () => {
  const { core } = await makeBus();
  const order: string[] = [];
  core.intercept(async (_core, _message, { next }) => { order.push("1 in"); await next(); order.push("1 out"); });
  core.intercept("a", async (_core, _message, { next }) => { order.push("2 in"); await next(); order.push("2 out"); });
  core.registerAction("a", async () => { await turn(); order.push("handler"); });

  const outcome = await core.ACTION({ type: "a" });

  assert.is(outcome.handled, 1);
  assert.equal(order, ["1 in", "2 in", "handler", "2 out", "1 out"]);
});

test("next() passes a changed payload on, and the sender's message is left as it was", async () => {
  const { core } = await makeBus();
  const heard: unknown[] = [];
  const sent = { type: "a", data: { n: 1 }, timestamp: new Date(0) };
  core.intercept("a", (_core, message, { next }) => next({ data: { n: (message.data as { n: number }).n + 1 } }));
  core.registerAction("a", (_core, message) => void heard.push(message.data, message.timestamp));

  await core.ACTION(sent);

  assert.equal(heard, [{ n: 2 }, new Date(0)]);
  assert.equal(sent.data, { n: 1 });
});

test("answer() answers in place of the handlers, in every verb", async () => {
  const { core } = await makeBus();
  core.intercept("a", (_core, _message, { answer }) => answer("stub"));
  core.registerAction("a", () => assert.unreachable());
  core.registerQuery("a", () => assert.unreachable());
  core.registerTask("a", () => assert.unreachable());

  assert.is((await core.ACTION({ type: "a" })).ok, true);
  assert.is(await core.QUERY({ type: "a" }), "stub");
  assert.equal((await core.QUERYALL({ type: "a" })).answers, ["stub"]);
  assert.is(await core.PERFORM({ type: "a" }), "stub");
});

test("a dropped ACTION is not ok with `dropped`, a dropped QUERY or PERFORM rejects with it", async () => {
  const { core, errors } = await makeBus();
  core.intercept("a", (_core, _message, { drop }) => drop("not allowed"));

  const outcome = await core.ACTION({ type: "a" });

  assert.equal([outcome.ok, outcome.handled, outcome.dropped, outcome.errors.length], [false, 0, "not allowed", 0]);
  assert.throws(() => outcome.throwIfFailed(), { code: "dropped" });
  await assert.rejects(() => core.QUERY({ type: "a" }), { code: "dropped", message: /not allowed/ });
  await assert.rejects(() => core.PERFORM({ type: "a" }), { code: "dropped" });
  assert.equal(errors, []);
});

test("an interceptor that returns without any of them drops the message", async () => {
  const { core } = await makeBus();
  core.intercept("a", function forgetful() {});
  assert.is((await core.ACTION({ type: "a" })).dropped, "forgetful dropped it");
});

test("an interceptor that throws fails the dispatch, never the sender", async () => {
  const { core, errors } = await makeBus();
  core.intercept("a", function broken() { throw new Error("no"); });
  core.intercept("b", async function broken() { throw new Error("no"); });

  const outcome = await core.ACTION({ type: "a" });
  const later = await core.ACTION({ type: "b" });

  assert.equal([outcome.ok, outcome.errors[0]?.code, outcome.errors[0]?.message], [false, "interceptor.failed", 'Cannot get past broken with "a": no']);
  assert.is(later.errors[0]?.code, "interceptor.failed");
  assert.is(errors.length, 2);
  await assert.rejects(() => core.QUERY({ type: "a" }), { code: "interceptor.failed" });
});

test("the first decision of an interceptor counts, a second one is a TypeError", async () => {
  const { core } = await makeBus();
  const thrown: unknown[] = [];
  core.intercept("a", (_core, _message, { next, drop }) => {
    next();
    try {
      drop("too late");
    } catch (error) {
      thrown.push(error);
    }
  });
  core.registerAction("a", () => 1);

  assert.is((await core.ACTION({ type: "a" })).handled, 1);
  assert.match(String(thrown), /^TypeError: Cannot decide twice/);
});

test("a QUERY that fails behind an interceptor which does not look is one rejection, for the sender", async () => {
  const { core } = await makeBus();
  core.intercept("q", async (_core, _message, { next }) => { void next(); await turn(); });
  core.registerQuery("q", () => { throw new Error("no"); });

  await assert.rejects(() => core.QUERY({ type: "q" }), { message: "no" });
});

test("what an interceptor sends has the cause of the message it intercepts", async () => {
  const { core } = await makeBus(withName("audit", (view) => {
    view.intercept("b", function watch(own, _message, { next }) { void own.ACTION({ type: "seen" }); return next(); });
    return {};
  }));
  core.registerAction("a", (view) => { void view.ACTION({ type: "b" }); });
  const lines = writeDown(core);

  await core.ACTION({ type: "a" });
  await core.ACTION({ type: "b" });

  assert.equal(lines.filter((line) => line.startsWith("dispatched")), [
    "dispatched 1 ACTION a handlers 1 flow 1",
    "dispatched 2 ACTION b cause 1/0 flow 1",
    "dispatched 3 ACTION seen handlers 0 cause 1/0 flow 1",
    "dispatched 4 ACTION b flow 4",
    "dispatched 5 ACTION seen handlers 0 flow 5",
  ]);
  assert.ok(lines.includes("intercepted 2 audit.watch passed handlers 0"));
});

test("an interceptor's view has the flowId of the message", async () => {
  const { core } = await makeBus();
  const ids: unknown[] = [];
  core.intercept("b", (view, _message, { next }) => { ids.push(view.flowId); return next(); });
  core.registerAction("a", (view) => { void view.ACTION({ type: "b" }); });
  writeDown(core);

  await core.ACTION({ type: "a" });
  await core.ACTION({ type: "b" });

  assert.equal(ids, [1, 3]);
});

test("an interceptor is a disposable", async () => {
  const { core } = await makeBus();
  const interceptor = core.intercept("a", (_core, _message, { drop }) => drop("no"));
  interceptor.dispose();
  assert.is((await core.ACTION({ type: "a" })).ok, true);
});

test("an interceptor that returns next() leaves the sender what a handler threw", async () => {
  const { core } = await makeBus();
  const thrown = new RangeError("no");
  core.intercept("q", (_core, _message, { next }) => next());
  core.intercept("q", async (_core, _message, { next }) => { await turn(); return await next(); });
  core.registerQuery("q", () => { throw thrown; });

  assert.is(await core.QUERY({ type: "q" }).catch((error: unknown) => error), thrown);
});

test("an interceptor may hold a message: it waits until the interceptor decides, and taps are told", async () => {
  const { core } = await makeBus();
  const goOn = gate();
  core.intercept("a", async function permit(_core, _message, { next }) { await goOn.promise; await next(); });
  core.registerAction("a", () => 1);
  const lines = writeDown(core);

  const outcome = core.ACTION({ type: "a" });
  assert.equal(lines.filter((line) => line.startsWith("intercepted")), ["intercepted 1 permit held"]);
  goOn.open();

  assert.is((await outcome).handled, 1);
  assert.equal(lines.filter((line) => line.startsWith("intercepted")), ["intercepted 1 permit held", "intercepted 1 permit passed handlers 1"]);
});

test("a schema is held against what the interceptors pass on", async () => {
  const { core } = await makeBus(withMessages(defineMessage("a", { schema: { "~standard": { version: 1, vendor: "test", validate: (data) => data === 1 ? {} : { issues: [{ message: "is not 1" }] } } } })));
  core.intercept("a", (_core, _message, { next }) => next({ data: 1 }));
  core.registerAction("a", () => 1);

  assert.is((await core.ACTION({ type: "a", data: 2 })).ok, true);
});
