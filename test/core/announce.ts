import { type Core, createCore, withCoreName, withName } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { turn } from "./bus.ts";

const test = suite("core/announce");

const globals = globalThis as Record<symbol, unknown>;
const DEVTOOLS = Symbol.for("core-ipc.devtools");

async function withDevtools<T>(devtools: unknown, run: () => Promise<T>): Promise<T> {
  const before = globals[DEVTOOLS];
  globals[DEVTOOLS] = devtools;
  try {
    return await run();
  } finally {
    globals[DEVTOOLS] = before;
  }
}

test("createCore() adds a weak reference of the Core to a global set", async () => {
  const core = await createCore();
  const cores = globals[Symbol.for("core-ipc.cores")] as Set<WeakRef<Core>>;
  assert.ok([...cores].some((reference) => reference.deref() === core));
});

test("createCore() announces the Core to the devtools before factories run", async () => {
  const heard: string[] = [];
  const announce = (core: Core) => {
    heard.push(`announced ${core.name}`);
    core.tap({ serviceChanged: (service) => void heard.push(`${service.name} ${service.state}`) });
  };

  await withDevtools({ announce }, () => createCore(withName("a", () => { heard.push("factory"); return {}; }), withCoreName("shop")));

  assert.equal(heard, ["announced shop", "factory", "a registered"]);
});

test("a carrier gives the cause to a core that a service kept, only while tapped and for the same Core", async () => {
  let context: unknown;
  const carrier = {
    run<T>(running: unknown, run: () => T): T {
      const outer = context;
      context = running;
      const result = run();
      if (result instanceof Promise) return result.finally(() => { context = outer; }) as T;
      context = outer;
      return result;
    },
    current: () => context,
  };
  const told: unknown[] = [];

  await withDevtools({ carrier }, async () => {
    const core = await createCore();
    const other = await createCore();
    core.tap({ dispatched: (d) => void told.push([d.message.type, d.cause, d.by]) });
    other.tap({ dispatched: (d) => void told.push([d.message.type, d.cause, d.by]) });
    core.registerAction("a", async () => { await turn(); await core.ACTION({ type: "b" }); await other.ACTION({ type: "c" }); });
    await core.ACTION({ type: "a" });
  });

  assert.equal(told, [["a", undefined, undefined], ["b", 1, 0], ["c", undefined, undefined]]);
});

test("withCoreName() refuses an empty name, and a Core is called core without one", async () => {
  assert.throws(() => withCoreName(""), { name: "TypeError" });
  assert.is((await createCore()).name, "core");
});

test("createCore() refuses what is no option", async () => {
  await assert.rejects(() => createCore((() => ({})) as never), { name: "TypeError", message: /option "function": it is not a CoreOption/ });
});
