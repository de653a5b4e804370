import { withLimits, type TaskProgress } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { gate, makeBus, turn, writeDown } from "./bus.ts";

const test = suite("core/task");

test("PERFORM() runs the first executor that matches and gives its answer", async () => {
  const { core } = await makeBus();
  core.registerTask("report.*", async () => { await turn(); return "first"; });
  core.registerTask("report.build", () => assert.unreachable());

  assert.is(await core.PERFORM({ type: "report.build" }), "first");
});

test("PERFORM() broadcasts task.started, task.progress and exactly one task.completed", async () => {
  const { core } = await makeBus();
  const heard: unknown[] = [];
  core.registerAction("task.*", (_core, message) => void heard.push([message.type, message.data]));
  core.registerTask("t", (_core, _message, { progress }) => { progress(0.5, "half"); progress(1); return "done"; });

  const task = core.PERFORM({ type: "t" });
  await task;

  assert.is(task.id, "task-1");
  assert.equal(heard, [
    ["task.started", { id: "task-1", type: "t" }],
    ["task.progress", { id: "task-1", type: "t", ratio: 0.5, note: "half" }],
    ["task.progress", { id: "task-1", type: "t", ratio: 1 }],
    ["task.completed", { id: "task-1", type: "t", ok: true, answer: "done" }],
  ]);
});

test("task.* messages are caused by the executor's handling", async () => {
  const { core } = await makeBus();
  const lines = writeDown(core);
  core.registerTask("t", async (_core, _message, { progress }) => { await turn(); progress(0.5); });

  await core.PERFORM({ type: "t" });

  assert.equal(lines.filter((line) => line.startsWith("dispatched")), [
    "dispatched 1 PERFORM t handlers 1 flow 1",
    "dispatched 2 ACTION task.started handlers 0 cause 1/0 flow 1",
    "dispatched 3 ACTION task.progress handlers 0 cause 1/0 flow 1",
    "dispatched 4 ACTION task.completed handlers 0 cause 1/0 flow 1",
  ]);
  assert.ok(lines.includes("progressed task-1 0.5"));
});

test("a task that fails rejects when awaited, and is no unhandled rejection when not", async () => {
  const { core } = await makeBus();
  const thrown = new Error("no");
  core.registerTask("t", async () => { throw thrown; });

  void core.PERFORM({ type: "t" });
  await turn();

  assert.is(await core.PERFORM({ type: "t" }).catch((error: unknown) => error), thrown);
});

test("PERFORM() without an executor is task.unhandled", async () => {
  const { core } = await makeBus();
  await assert.rejects(() => core.PERFORM({ type: "t" }), { code: "task.unhandled" });
});

test("PERFORM() after shutdown() is task.refused", async () => {
  const { core } = await makeBus();
  core.registerTask("t", () => 1);
  await core.shutdown();

  await assert.rejects(() => core.PERFORM({ type: "t" }), { code: "task.refused" });
});

test("cancel() rejects with task.cancelled, aborts the executor's signal and broadcasts one task.completed", async () => {
  const { core } = await makeBus();
  const signals: AbortSignal[] = [];
  const completed: unknown[] = [];
  core.registerAction("task.completed", (_core, message) => void completed.push(message.data));
  core.registerTask("t", (_core, _message, { signal }) => { signals.push(signal); return gate().promise; });

  const task = core.PERFORM({ type: "t" });
  task.cancel("enough");
  task.cancel("again");

  const error = await assert.rejects(task, { code: "task.cancelled" });
  assert.is(error.cause, "enough");
  assert.is(signals[0]?.aborted, true);
  assert.is(completed.length, 1);
});

test("PERFORM() past its timeoutMs rejects with task.timedOut", async () => {
  const { core, clock } = await makeBus();
  core.registerTask("t", () => gate().promise);

  const task = core.PERFORM({ type: "t" }, { timeoutMs: 10 });
  clock.advance(10);

  await assert.rejects(task, { code: "task.timedOut" });
});

test("progress() that is no ratio is a RangeError", async () => {
  const { core } = await makeBus();
  core.registerTask("t", (_core, message, { progress }) => progress((message.data as { ratio: number }).ratio));

  await assert.rejects(core.PERFORM({ type: "t", data: { ratio: 1.1 } }), { name: "RangeError", message: /progress "1\.1": it is not a number from 0 to 1/ });
  await assert.rejects(core.PERFORM({ type: "t", data: { ratio: NaN } }), { name: "RangeError" });
});

test("iterating over a task gives its progress from the latest on, and ends with it", async () => {
  const { core } = await makeBus();
  const goOn = gate();
  core.registerTask("t", async (_core, _message, { progress }) => { progress(0.1); progress(0.2); await goOn.promise; progress(0.9); await turn(); });

  const task = core.PERFORM({ type: "t" });
  const seen: TaskProgress[] = [];
  for await (const report of task) {
    seen.push(report);
    goOn.open();
  }

  assert.equal(seen, [{ ratio: 0.2 }, { ratio: 0.9 }]);
});

test("a PERFORM too many is limit.tasks", async () => {
  const { core } = await makeBus(withLimits({ tasks: 1 }));
  const first = gate();
  core.registerTask("t", () => first.promise);

  const task = core.PERFORM({ type: "t" });
  await assert.rejects(core.PERFORM({ type: "t" }), { code: "limit.tasks" });
  first.open();

  assert.is(await task, undefined);
});

test("a task that is over makes room for the next", async () => {
  const { core } = await makeBus(withLimits({ tasks: 1 }));
  core.registerTask("t", () => "done");

  await core.PERFORM({ type: "t" });

  assert.is(await core.PERFORM({ type: "t" }), "done");
});

test("a task whose interceptor fails after it passed the message on is completed once", async () => {
  const { core } = await makeBus();
  const completed: unknown[] = [];
  core.intercept("t", async (_core, _message, { next }) => { await next(); throw new Error("too late"); });
  core.registerAction("task.completed", (_core, { data }) => void completed.push((data as { ok: boolean }).ok));
  core.registerTask("t", () => "done");

  await assert.rejects(core.PERFORM({ type: "t" }), { code: "interceptor.failed" });

  assert.equal(completed, [true]);
});

test("progress() of a task that is over, or was cancelled, tells nobody", async () => {
  const { core } = await makeBus();
  const told: string[] = [];
  const kept: ((ratio: number) => void)[] = [];
  core.registerAction("task.*", (_core, { type }) => void told.push(type));
  core.registerTask("short", (_core, _message, { progress }) => { kept.push(progress); });
  core.registerTask("long", async (_core, _message, { progress }) => { kept.push(progress); await gate().promise; });
  await core.PERFORM({ type: "short" });
  const long = core.PERFORM({ type: "long" });
  long.cancel("enough");
  await assert.rejects(() => long, { code: "task.cancelled" });
  for (const progress of kept) progress(0.5);
  assert.equal(told, ["task.started", "task.completed", "task.started", "task.completed"]);
});
