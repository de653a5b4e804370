import { withLimits } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { gate, makeBus, turn, writeDown } from "./bus.ts";

const test = suite("core/lane");

test("concurrency lets so many runs of a handler be open, and the others wait in line", async () => {
  const { core } = await makeBus();
  const gates = [gate(), gate(), gate()];
  const begun: unknown[] = [];
  core.registerAction("a", (_core, message) => { begun.push(message.data); return gates[message.data as number]?.promise; }, { concurrency: 2 });

  const outcomes = [0, 1, 2].map((data) => core.ACTION({ type: "a", data }));
  assert.equal(begun, [0, 1]);
  gates[1]?.open();
  await turn();
  assert.equal(begun, [0, 1, 2]);
  gates[0]?.open();
  gates[2]?.open();

  for (const outcome of outcomes) assert.is((await outcome).handled, 1);
});

test("a full line refuses a handling as handler.busy, counted among the failures", async () => {
  const { core, errors } = await makeBus(withLimits({ queue: 1 }));
  const first = gate();
  core.registerAction("a", function slow() { return first.promise; }, { concurrency: 1 });
  void core.ACTION({ type: "a" });
  void core.ACTION({ type: "a" });

  const refused = await core.ACTION({ type: "a" });
  first.open();

  assert.equal(refused.errors.map(({ code, message, detail }) => [code, message, detail]), [
    ["handler.busy", 'Cannot handle "a": slow has too many open already', { handler: "slow", service: undefined, type: "a" }],
  ]);
  assert.equal(errors.map(({ code }) => code), ["handler.busy"]);
});

test("a tap is told of a handling that a full line refuses, as of one that failed at once", async () => {
  const { core } = await makeBus(withLimits({ queue: 1 }));
  const first = gate();
  core.registerAction("a", () => first.promise, { concurrency: 1, name: "slow" });
  const told: unknown[] = [];
  core.tap({
    started: ({ dispatch: { id }, n }) => void told.push(["started", id, n]),
    handled: ({ dispatch: { id }, n, ms, syncMs, outcome, error }) => void told.push(["handled", id, n, ms, syncMs, outcome, (error as { code?: string } | undefined)?.code]),
  });
  void core.ACTION({ type: "a" });
  void core.ACTION({ type: "a" });

  await core.ACTION({ type: "a" });

  assert.equal(told, [["started", 1, 0], ["started", 3, 0], ["handled", 3, 0, 0, 0, "failed", "handler.busy"]]);
  first.open();
});

test("a message that a full line refuses does not spend a once", async () => {
  const { core } = await makeBus(withLimits({ queue: 1 }));
  const gates = [gate<unknown>(), gate<unknown>()];
  let runs = 0;
  const once = core.registerQuery("a", () => gates[runs++]?.promise, { once: true });
  const declined = core.QUERY({ type: "a" });
  const answered = core.QUERY({ type: "a" });

  await assert.rejects(() => core.QUERY({ type: "a" }), { code: "handler.busy" });
  assert.is(once.isDisposed, false);
  gates[0]?.open(undefined);
  gates[1]?.open("answer");

  await assert.rejects(() => declined, { code: "query.unanswered" });
  assert.is(await answered, "answer");
  assert.is(once.isDisposed, true);
});

test("a handling whose time is up in line is not run", async () => {
  const { core, clock } = await makeBus();
  const first = gate();
  const begun: unknown[] = [];
  core.registerAction("a", (_core, message) => { begun.push(message.data); return first.promise; }, { concurrency: 1 });
  const one = core.ACTION({ type: "a", data: 1 });

  const two = core.ACTION({ type: "a", data: 2 }, { timeoutMs: 5 });
  clock.advance(5);
  assert.equal((await two).errors.map(({ code }) => code), ["handler.timedOut"]);
  first.open();
  await one;
  await turn();

  assert.equal(begun, [1]);
});

test("a subscription that is disposed spares those in its line", async () => {
  const { core } = await makeBus();
  const first = gate();
  const slow = core.registerAction("a", () => first.promise, { concurrency: 1, name: "slow" });
  const lines = writeDown(core);
  const one = core.ACTION({ type: "a" });
  const two = core.ACTION({ type: "a" });

  slow.dispose();
  first.open();

  assert.equal([(await one).handled, (await two).handled], [1, 0]);
  assert.ok(lines.includes("handled 2/0 spared"));
});

test("concurrency that is no whole number from 1 on is a RangeError", async () => {
  const { core } = await makeBus();
  assert.throws(() => core.registerAction("a", () => 1, { concurrency: 0 }), { name: "RangeError", message: 'Cannot use concurrency "0": it is not an integer from 1 on' });
});
