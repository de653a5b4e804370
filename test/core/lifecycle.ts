import { createCore, withName, withServiceLock } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { gate, makeBus, turn, writeDown } from "./bus.ts";

const test = suite("core/lifecycle");

/** A service that writes down its hooks. */
function told(calls: string[], name: string, hooks: { start?: () => unknown; stop?: (signal: AbortSignal) => unknown } = {}) {
  return withName(name, () => ({
    async onStartup() { calls.push(`start ${name}`); await hooks.start?.(); },
    async onShutdown(_core: unknown, signal: AbortSignal) { calls.push(`stop ${name}`); await hooks.stop?.(signal); },
  }));
}

const fail = (text: string) => () => { throw new Error(text); };

test("startup() calls onStartup in registration order, then broadcasts service.startup", async () => {
  const calls: string[] = [];
  const { core } = await makeBus(told(calls, "b"), told(calls, "a"));
  core.registerAction("service.startup", () => void calls.push("service.startup"));

  await core.startup();

  assert.equal(calls, ["start b", "start a", "service.startup"]);
});

test("startup() and shutdown() are idempotent", async () => {
  const calls: string[] = [];
  const { core } = await makeBus(told(calls, "a"));

  await Promise.all([core.startup(), core.startup()]);
  await core.startup();
  await Promise.all([core.shutdown(), core.shutdown()]);
  await core.shutdown();

  assert.equal(calls, ["start a", "stop a"]);
});

test("startup() that fails stops there, shuts the started ones down in reverse and rejects with both", async () => {
  const calls: string[] = [];
  const { core } = await makeBus(told(calls, "a", { stop: fail("stop failed") }), told(calls, "b"), told(calls, "c", { start: fail("start failed") }), told(calls, "d"));

  const error = await assert.rejects(() => core.startup(), { code: "startup.failed", message: /service "c": start failed/ });

  assert.equal(calls, ["start a", "start b", "start c", "stop b", "stop a"]);
  assert.equal((error.cause as AggregateError).errors.map((each: Error) => each.message), ["start failed", "stop failed"]);
});

test("startup() may be tried again after it failed", async () => {
  const calls: string[] = [];
  const starts = [fail("not yet"), () => {}];
  const { core } = await makeBus(told(calls, "a"), told(calls, "b", { start: () => starts.shift()?.() }));

  await assert.rejects(() => core.startup(), { code: "startup.failed" });
  await core.startup();

  assert.equal(calls, ["start a", "start b", "stop a", "start a", "start b"]);
});

test("startup() and shutdown() refuse a bad time limit, and may be tried again", async () => {
  const { core } = await makeBus();
  const message = 'Cannot use timeoutMs "-1": it is not a number from 0 on';

  await assert.rejects(() => core.startup({ timeoutMs: -1 }), { name: "RangeError", message });
  await core.startup();
  assert.is(core.state, "started");
  await assert.rejects(() => core.shutdown({ timeoutMs: -1 }), { name: "RangeError", message });
  await core.shutdown();
  assert.is(core.state, "stopped");
});

test("shutdown() in time rejects with shutdown.failed, also when a service fails with undefined", async () => {
  const { core } = await makeBus(withName("a", () => ({ onShutdown: () => Promise.reject(undefined) })));
  await core.startup();

  await assert.rejects(() => core.shutdown(), { code: "shutdown.failed", message: "Cannot stop a: undefined" });
});

test("a service registered while starting is started after the others", async () => {
  const calls: string[] = [];
  const { core } = await makeBus(
    withName("a", (view) => ({ async onStartup() { calls.push("start a"); await view.registerService("late", { onStartup: () => void calls.push("start late") }); } })),
    told(calls, "b"),
  );

  await core.startup();

  assert.equal(calls, ["start a", "start b", "start late"]);
});

test("a service registered after startup() is started at once, and registerService() gives a promise of that", async () => {
  const calls: string[] = [];
  const { core } = await makeBus();
  await core.startup();

  await core.registerService("late", { onStartup: () => void calls.push("start late"), onShutdown: () => void calls.push("stop late") });
  await assert.rejects(() => core.registerService("bad", { onStartup: fail("no") }), { code: "startup.failed" });
  await core.shutdown();

  assert.equal(calls, ["start late", "stop late"]);
});

test("shutdown() broadcasts service.shutdown, then stops in reverse order all that started", async () => {
  const calls: string[] = [];
  const { core } = await makeBus(told(calls, "a"), told(calls, "b"));
  core.registerAction("service.shutdown", () => void calls.push("service.shutdown"));
  await core.startup();

  await core.shutdown();

  assert.equal(calls, ["start a", "start b", "service.shutdown", "stop b", "stop a"]);
});

test("shutdown() stops no service that never started", async () => {
  const calls: string[] = [];
  const { core } = await makeBus(told(calls, "a"));
  await core.shutdown();
  assert.equal(calls, []);
});

test("shutdown() stops the others when one fails, and aggregates the errors", async () => {
  const calls: string[] = [];
  const { core } = await makeBus(told(calls, "a", { stop: fail("a") }), told(calls, "b", { stop: fail("b") }), told(calls, "c"));
  await core.startup();

  const error = await assert.rejects(() => core.shutdown(), { code: "shutdown.failed", message: /Cannot stop b, a/ });

  assert.equal(calls.slice(3), ["stop c", "stop b", "stop a"]);
  assert.equal((error.cause as AggregateError).errors.map((each: Error) => each.message), ["b", "a"]);
});

test("shutdown() waits for open handlings and tasks", async () => {
  const calls: string[] = [];
  const { core } = await makeBus(told(calls, "a"));
  const handled = gate();
  const performed = gate();
  core.registerAction("x", () => handled.promise);
  core.registerTask("t", () => performed.promise);
  await core.startup();
  void core.ACTION({ type: "x" });
  void core.PERFORM({ type: "t" });

  const stopped = core.shutdown();
  await turn();
  assert.equal(calls, ["start a"]);
  handled.open();
  await turn();
  assert.equal(calls, ["start a"]);
  performed.open();
  await stopped;

  assert.equal(calls, ["start a", "stop a"]);
});

test("shutdown() past its deadline cancels, names what was open, still stops the services, then rejects", async () => {
  const calls: string[] = [];
  const aborted: string[] = [];
  const { core, clock } = await makeBus(told(calls, "a", { stop: (signal) => void calls.push(`aborted ${String(signal.aborted)}`) }));
  core.registerAction("x", async function stuck(view) { view.signal.addEventListener("abort", () => aborted.push("handler")); await gate().promise; });
  core.registerTask("t", (_core, _message, { signal }) => { signal.addEventListener("abort", () => aborted.push("task")); return gate().promise; }, { name: "endless" });
  await core.startup();
  void core.ACTION({ type: "x" });
  const task = core.PERFORM({ type: "t" });

  const stopped = core.shutdown({ timeoutMs: 1000 });
  await turn();
  clock.advance(1000);

  await assert.rejects(stopped, { code: "shutdown.timedOut", message: /stuck, endless/ });
  await assert.rejects(task, { code: "task.cancelled" });
  assert.equal(aborted.sort(), ["handler", "task"]);
  assert.equal(calls, ["start a", "stop a", "aborted true"]);
});

test("shutdown() leaves a service behind that hangs past the deadline, and stops the next", async () => {
  const calls: string[] = [];
  const { core, clock } = await makeBus(told(calls, "a"), told(calls, "hangs", { stop: () => gate().promise }));
  await core.startup();

  const stopped = core.shutdown({ timeoutMs: 1000 });
  await turn();
  clock.advance(1000);

  await assert.rejects(stopped, { code: "shutdown.timedOut", message: /hangs/ });
  assert.equal(calls.slice(2), ["stop hangs", "stop a"]);
});

test("a handler that awaits shutdown() is not waited for by it, nor are those above it", async () => {
  const { core } = await makeBus();
  const done: string[] = [];
  core.registerAction("outer", async (view) => { await view.ACTION({ type: "inner" }); done.push("outer"); });
  core.registerAction("inner", async (view) => { await turn(); await view.shutdown(); done.push("inner"); });

  await core.ACTION({ type: "outer" });

  assert.equal(done, ["inner", "outer"]);
});

test("a handler of service.shutdown may await shutdown()", async () => {
  const { core } = await makeBus();
  const done: string[] = [];
  core.registerAction("service.shutdown", async (view) => { await view.shutdown(); done.push("handler"); });

  await core.shutdown();
  await turn();

  assert.equal(done, ["handler"]);
});

test("ACTION() after shutdown() is delivered", async () => {
  const { core } = await makeBus();
  core.registerAction("a", () => 1);
  await core.shutdown();

  assert.is((await core.ACTION({ type: "a" })).handled, 1);
});

test("startup() after shutdown() rejects", async () => {
  const { core } = await makeBus();
  await core.shutdown();
  await assert.rejects(() => core.startup(), { code: "startup.failed", message: /is shut down/ });
});

test("Symbol.asyncDispose shuts the Core down", async () => {
  const calls: string[] = [];
  const { core } = await makeBus(told(calls, "a"));
  await core.startup();

  await core[Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose") as never]();

  assert.equal(calls, ["start a", "stop a"]);
});

test("taps are told each state of a service", async () => {
  const { core } = await makeBus(told([], "a"), withServiceLock());
  const lines = writeDown(core);
  await core.startup();
  await core.shutdown();

  assert.equal(lines.filter((line) => line.startsWith("service")), ["service a registered already", "service a starting", "service a started", "service a stopping", "service a stopped"]);
});

test("createCore() builds and does not start", async () => {
  const calls: string[] = [];
  await createCore(told(calls, "a"));
  assert.equal(calls, []);
});

test("startup() past its timeoutMs aborts the hook's signal, stops what has started, and rejects", async () => {
  const calls: string[] = [];
  const { core, clock } = await makeBus(told(calls, "a"), told(calls, "hangs", { start: () => gate().promise }), told(calls, "c"));

  const started = core.startup({ timeoutMs: 100 });
  await turn();
  clock.advance(100);

  await assert.rejects(started, { code: "startup.failed" });
  assert.equal(calls, ["start a", "start hangs", "stop a"]);
  assert.is(core.state, "failed");
});

test("startup() whose signal aborts starts no further service", async () => {
  const calls: string[] = [];
  const controller = new AbortController();
  const { core } = await makeBus(told(calls, "a", { start: () => controller.abort("enough") }), told(calls, "b"));

  await assert.rejects(() => core.startup({ signal: controller.signal }), { code: "startup.failed" });

  assert.equal(calls, ["start a", "stop a"]);
});

test("the state of a Core can be seen at each moment of its life", async () => {
  const states: string[] = [];
  const { core } = await makeBus(withName("a", (view) => ({ onStartup: () => void states.push(view.state), onShutdown: () => void states.push(view.state) })));

  states.push(core.state);
  await core.startup();
  states.push(core.state);
  await core.shutdown();
  states.push(core.state);

  assert.equal(states, ["built", "starting", "started", "stopping", "stopped"]);
});

test("shutdown() while starting aborts the signal of onStartup and waits for it", async () => {
  const calls: string[] = [];
  const { core } = await makeBus(withName("a", () => ({
    async onStartup(_core: unknown, signal: AbortSignal) { await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve())); calls.push("aborted"); },
    onShutdown: () => void calls.push("stop a"),
  })), told(calls, "b"));

  const started = assert.rejects(() => core.startup(), { code: "startup.failed" });
  await turn();
  await core.shutdown();
  await started;

  assert.equal(calls, ["aborted", "stop a"]);
});
