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

  await assert.rejects(() => stopped, { code: "shutdown.timedOut", message: /^Cannot shut down in time: second still open$/ });
});
