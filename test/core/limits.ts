import { createCore, withLimits, withName } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { gate, makeBus, turn } from "./bus.ts";

const test = suite("core/limits");

test("nested dispatch past the limit is limit.depth, names the chain of types, and is no stack overflow", async () => {
  const { core, errors } = await makeBus();
  core.registerAction("a", (view) => { void view.ACTION({ type: "b" }); });
  core.registerAction("b", (view) => { void view.ACTION({ type: "a" }); });

  const outcome = await core.ACTION({ type: "a" });

  assert.is(outcome.ok, true);
  assert.equal(errors.map((error) => error.code), ["limit.depth"]);
  assert.match(errors[0]?.message ?? "", "200 handlers are open already, at last b → a → b → a → b → a → b → a");
});

test("nested dispatch is bounded also when each handler awaits before it sends", async () => {
  const { core, errors } = await makeBus(withLimits({ depth: 10 }));
  core.registerAction("a", async (view) => { await Promise.resolve(); await view.ACTION({ type: "a" }); });

  await core.ACTION({ type: "a" });

  assert.equal(errors.map((error) => error.code), ["limit.depth"]);
});

test("nested dispatch is bounded also through a core that a service kept", async () => {
  const { core, errors } = await makeBus(withName("a", (view) => ({ handleIPCEvents() { void view.ACTION({ type: "x" }); } })));

  await core.ACTION({ type: "x" });

  assert.equal(errors.map((error) => error.code), ["limit.depth"]);
});

test("what a view sends once its handling is over is nested in nothing", async () => {
  const { core } = await makeBus(withLimits({ depth: 1 }));
  let sendAgain: (() => unknown) | undefined;
  const oks: unknown[] = [];
  core.registerAction("a", (view) => {
    const send = async () => oks.push((await view.ACTION({ type: "b" })).ok);
    sendAgain = send;
    void send();
  });

  await core.ACTION({ type: "a" });
  await sendAgain?.();

  assert.equal(oks, [false, true]);
});

test("of two runs of one handler that are open, one that ends does not end the other", async () => {
  const { core } = await makeBus(withLimits({ depth: 1 }));
  const gates = [gate(), gate()];
  const oks: unknown[] = [];
  core.registerAction("a", async (view, { data }) => {
    await gates[data as number]?.promise;
    oks.push((await view.ACTION({ type: "b" })).ok);
  });
  const runs = [core.ACTION({ type: "a", data: 0 }), core.ACTION({ type: "a", data: 1 })];

  gates[0]?.open();
  await runs[0];
  gates[1]?.open();
  await runs[1];

  assert.equal(oks, [false, false]);
});

test("a loop over timers is caused, but not nested", async () => {
  const { core, errors } = await makeBus(withLimits({ depth: 3 }));
  let count = 0;
  const over = new Promise<void>((resolve) => {
    core.registerAction("tick", (view) => { if (count++ < 20) setTimeout(() => void view.ACTION({ type: "tick" }), 0); else resolve(); });
  });

  await core.ACTION({ type: "tick" });
  await over;

  assert.equal(errors, []);
  assert.is(count, 21);
});

test("a loop of handlers that each start the next and end is not nested", async () => {
  const { core, errors } = await makeBus(withLimits({ depth: 3 }));
  let count = 0;
  core.registerAction("tick", async (view) => { await Promise.resolve(); if (count++ < 20) void view.ACTION({ type: "tick" }); });

  await core.ACTION({ type: "tick" });
  await turn();

  assert.equal(errors, []);
  assert.is(count, 21);
});

test("withLimits() refuses a bound that there is not, or that is no whole number from 1 on", async () => {
  await assert.rejects(() => createCore(withLimits({ dept: 3 } as never)), { name: "TypeError", message: /limit "dept": it is not one of depth, tasks, / });
  await assert.rejects(() => createCore(withLimits({ depth: 0 })), { name: "RangeError" });
});
