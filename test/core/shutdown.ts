import { type SendOptions, withName } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { gate, makeBus, turn } from "./bus.ts";

const test = suite("core/shutdown");

test("shutdown() past its deadline names the handlers that are open still, and not those that have ended", async () => {
  const { core, clock } = await makeBus();
  const gates = [gate(), gate(), gate()];
  core.registerAction("a", () => gates[0]?.promise, { name: "first" });
  core.registerAction("a", () => gates[1]?.promise, { name: "second" });
  core.registerAction("a", () => gates[2]?.promise, { name: "third" });
  void core.ACTION({ type: "a" });

  gates[0]?.open();
  await turn();
  const stopped = core.shutdown({ timeoutMs: 5 });
  gates[2]?.open();
  await turn();
  clock.advance(5);

  await assert.rejects(() => stopped, { code: "shutdown.timedOut", message: /^Cannot stop second: still open$/ });
});

test("shutdown() waits for each of two runs of one handler", async () => {
  const calls: string[] = [];
  const { core } = await makeBus(withName("a", () => ({ onShutdown: () => void calls.push("stop a") })));
  const runs = [gate(), gate()];
  let run = 0;
  core.registerAction("x", () => runs[run++]?.promise);
  await core.startup();
  void core.ACTION({ type: "x" });
  void core.ACTION({ type: "x" });

  const stopped = core.shutdown();
  runs[0]?.open();
  await turn();
  assert.equal(calls, []);
  runs[1]?.open();
  await stopped;

  assert.equal(calls, ["stop a"]);
});

test("shutdown() refuses a time limit that is none", async () => {
  const { core } = await makeBus();
  const options: SendOptions = { timeoutMs: -1 };
  await assert.rejects(() => core.shutdown(options), { name: "RangeError" });
});

test("shutdown() called while it aborts the signal of onStartup is the shutdown that is under way", async () => {
  let broadcasts = 0;
  const { core } = await makeBus(withName("a", (view) => ({
    async onStartup(_core: unknown, signal: AbortSignal) { await new Promise<void>((resolve) => signal.addEventListener("abort", () => { void view.shutdown(); resolve(); })); },
  })));
  core.registerAction("service.shutdown", () => void broadcasts++);

  const started = core.startup();
  await turn();
  await core.shutdown();
  await started;
  await turn();

  assert.is(broadcasts, 1);
});
