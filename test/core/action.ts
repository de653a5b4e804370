import process from "node:process";
import { CoreError, withDelivery, withOnError } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { gate, makeBus, turn, writeDown } from "./bus.ts";

const test = suite("core/action");

test("ACTION() calls every matching handler, in registration order", async () => {
  const { core } = await makeBus();
  const called: string[] = [];
  core.registerAction("user.*", () => void called.push("wild"));
  core.registerAction("user.created", () => void called.push("literal"));
  core.registerAction("cart.created", () => void called.push("other"));
  core.registerAction(() => void called.push("every"));

  await core.ACTION({ type: "user.created" });

  assert.equal(called, ["wild", "literal", "every"]);
});

test("ACTION() gives the outcome without a promise when nothing was asynchronous", async () => {
  const { core } = await makeBus();
  core.registerAction("a", () => 1);

  const outcome = core.ACTION({ type: "a" });

  assert.not.ok(outcome instanceof Promise);
  assert.is((await outcome).handled, 1);
});

test("ACTION() stays synchronous while somebody taps or intercepts another type", async () => {
  const { core } = await makeBus();
  writeDown(core);
  core.intercept("b", (_core, _message, { next }) => next());
  core.registerAction("a", () => 1);

  assert.not.ok(core.ACTION({ type: "a" }) instanceof Promise);
});

test("ACTION() without a handler is ok and handled 0", async () => {
  const { core } = await makeBus();
  const outcome = await core.ACTION({ type: "a" });

  assert.is(outcome.ok, true);
  assert.is(outcome.handled, 0);
  assert.equal([...outcome.errors], []);
});

test("ACTION() runs the synchronous parts in order and awaits the promises together", async () => {
  const { core } = await makeBus();
  const called: string[] = [];
  const gates = [gate(), gate()];
  core.registerAction("a", async () => { called.push("1"); await gates[0]?.promise; called.push("1 end"); });
  core.registerAction("a", async () => { called.push("2"); await gates[1]?.promise; called.push("2 end"); });

  const outcome = core.ACTION({ type: "a" });
  gates[1]?.open();
  await turn();
  gates[0]?.open();

  assert.is((await outcome).handled, 2);
  assert.equal(called, ["1", "2", "2 end", "1 end"]);
});

test("withDelivery(\"serial\") awaits each handler before the next is called", async () => {
  const { core } = await makeBus(withDelivery("serial"));
  const called: string[] = [];
  core.registerAction("a", async () => { called.push("1"); await turn(); called.push("1 end"); });
  core.registerAction("a", () => void called.push("2"));

  await core.ACTION({ type: "a" });

  assert.equal(called, ["1", "1 end", "2"]);
});

test("ACTION() runs the other handlers when one throws, rejects or returns an Error", async () => {
  const { core } = await makeBus();
  const called: string[] = [];
  core.registerAction("a", function throws() { throw new Error("thrown"); });
  core.registerAction("a", async function rejects() { await turn(); throw new Error("rejected"); });
  core.registerAction("a", function returns() { return new Error("returned"); });
  core.registerAction("a", async function resolves() { return new Error("resolved"); });
  core.registerAction("a", () => void called.push("last"));

  const outcome = await core.ACTION({ type: "a" });

  assert.equal(called, ["last"]);
  assert.is(outcome.ok, false);
  assert.is(outcome.handled, 5);
  assert.equal(outcome.errors.map((error) => (error.cause as Error).message), ["thrown", "rejected", "returned", "resolved"]);
});

test("ACTION() tells each failure as handler.failed with handler, service and type, and the thrown value as cause", async () => {
  const { core } = await makeBus();
  const thrown = { not: "an Error" };
  core.registerAction("user.*", function onUser() { throw thrown; });

  const outcome = await core.ACTION({ type: "user.created" });

  const [error] = outcome.errors;
  assert.instance(error, CoreError);
  assert.is(error.code, "handler.failed");
  assert.equal(error.detail, { handler: "onUser", service: undefined, type: "user.created" });
  assert.is(error.cause, thrown);
});

test("an un-awaited ACTION() never causes an unhandled rejection", async () => {
  const { core, errors } = await makeBus();
  core.registerAction("a", async () => { throw new Error("no"); });

  void core.ACTION({ type: "a" });
  await turn(); // the harness fails a test while which a rejection escapes

  assert.equal(errors.map((error) => error.code), ["handler.failed"]);
});

test("ACTION() awaits a thenable that is no promise", async () => {
  const { core } = await makeBus();
  core.registerAction("a", () => ({ then: (_resolve: unknown, reject: (error: unknown) => void) => reject(new Error("no")) }));

  assert.is((await core.ACTION({ type: "a" })).ok, false);
});

test("ACTION() takes a result whose `then` throws for a failure", async () => {
  const { core } = await makeBus();
  core.registerAction("a", () => Object.defineProperty({}, "then", { get() { throw new Error("no"); } }));

  assert.is((await core.ACTION({ type: "a" })).ok, false);
});

test("throwIfFailed() gives the outcome, throws the one error, or an AggregateError", async () => {
  const { core } = await makeBus();
  const good = await core.ACTION({ type: "good" });
  core.registerAction("one", () => { throw new Error("1"); });
  core.registerActions(() => undefined);
  core.registerAction("two", () => { throw new Error("1"); });
  core.registerAction("two", () => { throw new Error("2"); });
  const one = await core.ACTION({ type: "one" });
  const two = await core.ACTION({ type: "two" });

  assert.is(good.throwIfFailed(), good);
  assert.throws(() => one.throwIfFailed(), { name: "CoreError", code: "handler.failed" });
  assert.throws(() => two.throwIfFailed(), { name: "AggregateError" });
});

test("a handler with a time limit that is over in time leaves no timer behind", async () => {
  const { core, clock } = await makeBus();
  core.registerAction("a", () => 1, { timeoutMs: 5 });
  core.registerAction("a", async () => { await turn(); throw new Error("no"); }, { timeoutMs: 5 });

  await core.ACTION({ type: "a" }, { timeoutMs: 5 });

  assert.is(clock.timers, 0);
});

test("ACTION() with a time limit may wait for many handlers without a warning of the runtime", async () => {
  const { core, clock } = await makeBus();
  const warnings: string[] = [];
  const listener = (warning: Error) => void warnings.push(warning.name);
  process.on("warning", listener);
  for (let n = 0; n < 20; n++) core.registerAction("a", () => gate().promise);

  const outcome = core.ACTION({ type: "a" }, { timeoutMs: 5 });
  clock.advance(5);
  const { errors } = await outcome;
  await turn();
  process.off("warning", listener);

  assert.is(errors.length, 20);
  assert.equal(warnings, []);
});

test("ACTION() past its timeoutMs resolves with handler.timedOut for those still open and aborts their signal", async () => {
  const { core, clock, errors } = await makeBus();
  const signals: AbortSignal[] = [];
  core.registerAction("a", () => 1);
  core.registerAction("a", async function slow(view) { signals.push(view.signal); await gate().promise; });

  const outcome = core.ACTION({ type: "a" }, { timeoutMs: 100 });
  clock.advance(100);
  const { ok, handled, errors: [error] } = await outcome;

  assert.equal({ ok, handled }, { ok: false, handled: 2 });
  assert.is(error?.code, "handler.timedOut");
  assert.equal(error?.detail, { handler: "slow", service: undefined, type: "a" });
  assert.is(signals[0]?.aborted, true);
  assert.equal(errors, [error]);
});

test("a subscription's timeoutMs ends the wait for that one handler", async () => {
  const { core, clock } = await makeBus();
  const quick = gate();
  core.registerAction("a", () => gate().promise, { name: "slow", timeoutMs: 100 });
  core.registerAction("a", () => quick.promise);

  const outcome = core.ACTION({ type: "a" });
  clock.advance(100);
  quick.open();

  assert.equal((await outcome).errors.map((error) => error.message), ['Cannot handle "a": slow is too late']);
  assert.is(clock.timers, 0);
});

test("aborting an ACTION()'s signal aborts its handlers' and resolves with aborted for those still open", async () => {
  const { core } = await makeBus();
  const signals: AbortSignal[] = [];
  const controller = new AbortController();
  core.registerAction("a", async (view) => { signals.push(view.signal); await gate().promise; });

  const outcome = core.ACTION({ type: "a" }, { signal: controller.signal });
  controller.abort("enough");

  const { errors: [error] } = await outcome;
  assert.is(error?.code, "aborted");
  assert.is(error?.cause, "enough");
  assert.is(signals[0]?.aborted, true);
});

test("ACTION() with a signal that has aborted reaches no handler", async () => {
  const { core } = await makeBus();
  core.registerAction("a", () => 1);

  const outcome = await core.ACTION({ type: "a" }, { signal: AbortSignal.abort() });

  assert.is(outcome.handled, 0);
  assert.is(outcome.errors[0]?.code, "aborted");
});

test("a time limit that is none is a RangeError", async () => {
  const { core } = await makeBus();
  assert.throws(() => core.ACTION({ type: "a" }, { timeoutMs: -1 }), { name: "RangeError" });
  assert.throws(() => core.registerAction("a", () => 1, { timeoutMs: NaN }), { name: "RangeError" });
});

test("onError() gets failed handlings of ACTIONs, and QUERYs tell their caller instead", async () => {
  const { core, errors } = await makeBus();
  core.registerAction("a", () => { throw new Error("action"); });
  core.registerQuery("q", () => { throw new Error("query"); });

  await core.ACTION({ type: "a" });
  await assert.rejects(() => core.QUERY({ type: "q" }), { message: "query" });
  await core.QUERYALL({ type: "q" });

  assert.equal(errors.map((error) => error.message), ['Cannot handle "a": a failed: action']);
});

test("what onError() throws goes to console.error and stops nobody", async () => {
  const { core } = await makeBus(withOnError(() => { throw new Error("from onError"); }));
  core.registerAction("a", () => { throw new Error("no"); });
  const said: unknown[] = [];
  const { error } = console;
  console.error = (value: unknown) => void said.push(value);

  const outcome = core.ACTION({ type: "a" });
  console.error = error;

  assert.is((await outcome).handled, 1);
  assert.is((said[0] as Error).message, "from onError");
});

test("ACTION calls a handler on its own: its `this` is nothing of the bus's", async () => {
  const { core } = await makeBus();
  const seen: unknown[] = [];
  core.registerAction("a", function (this: unknown) { seen.push(this); });

  await core.ACTION({ type: "a" });
  core.tap({});
  await core.ACTION({ type: "a" });

  assert.equal(seen, [undefined, undefined]);
});

test("withDelivery(\"serial\") calls no further handler when its time is up", async () => {
  const { core, clock } = await makeBus(withDelivery("serial"));
  core.registerAction("a", () => gate().promise, { name: "slow" });
  core.registerAction("a", () => assert.unreachable());

  const outcome = core.ACTION({ type: "a" }, { timeoutMs: 100 });
  clock.advance(100);

  assert.is((await outcome).handled, 1);
});

test("aborting an ACTION()'s signal aborts also a handler that has a time limit of its own", async () => {
  const { core } = await makeBus();
  const signals: AbortSignal[] = [];
  const controller = new AbortController();
  core.registerAction("a", async (view) => { signals.push(view.signal); await gate().promise; }, { timeoutMs: 1000 });

  const outcome = core.ACTION({ type: "a" }, { signal: controller.signal });
  controller.abort();

  assert.is((await outcome).errors[0]?.code, "aborted");
  assert.is(signals[0]?.aborted, true);
});
