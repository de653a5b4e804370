// A long life leaves nothing behind: neither what was sent, nor who was registered, nor what was called.
import { type Core, createCore, defineMessage, withOnError } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { heapBytes, leavesNothing } from "./heap.ts";

const test = suite("soak/leaks");
/** A bound for what hangs: a million of anything takes some ten seconds, and many more on a machine that others use. */
const limit = { timeoutMs: 180_000 };

/** A Core that keeps no errors. */
function quietCore(): Promise<Core> {
  return createCore(withOnError(() => {}));
}

test("10 million ACTIONs leave the heap where it was", async () => {
  const core = await quietCore();
  let handled = 0;
  core.registerAction("user.*", () => void handled++);
  core.registerAction("user.created", () => {});
  const data = { id: "1" };

  await leavesNothing(10_000_000, () => void core.ACTION({ type: "user.created", data }));
}, limit);

test("1 million nested ACTIONs leave the heap where it was", async () => {
  const core = await quietCore();
  core.registerAction("outer", (view) => void view.ACTION({ type: "inner" }));
  core.registerAction("inner", () => {});

  await leavesNothing(1_000_000, () => void core.ACTION({ type: "outer" }));
}, limit);

test("300,000 ACTIONs to asynchronous handlers leave the heap where it was", async () => {
  const core = await quietCore();
  core.registerAction("a", async (view) => { await view.ACTION({ type: "b" }); });
  core.registerAction("b", async () => { throw 1; });

  await leavesNothing(300_000, () => core.ACTION({ type: "a" }));
}, limit);

test("a chain of 300,000 handlings, each of which starts the next and ends, leaves the heap where it was", async () => {
  const core = await quietCore();
  let begun = () => {};
  let goOn = () => {};
  core.registerAction("next", async (view) => {
    begun();
    await new Promise<void>((resolve) => void (goOn = resolve));
    void view.ACTION({ type: "next" });
  });
  void core.ACTION({ type: "next" });

  await leavesNothing(300_000, () => new Promise<void>((resolve) => {
    begun = resolve;
    goOn();
  }));
}, limit);

test("100,000 ACTIONs with a time limit, a signal, a tap and an interceptor leave the heap where it was", async () => {
  const core = await quietCore();
  const { signal } = new AbortController();
  core.tap({ settled: () => {} });
  core.intercept("a", (_core, _message, { next }) => next({ source: "b" }));
  core.registerAction("a", async (view) => void view.signal.aborted, { timeoutMs: 60_000 });

  await leavesNothing(100_000, () => core.ACTION({ type: "a" }, { timeoutMs: 60_000, signal }));
}, limit);

test("100,000 QUERYs, QUERYALLs, PERFORMs and replies leave the heap where it was", async () => {
  const core = await quietCore();
  const { signal } = new AbortController();
  core.registerQuery("a", () => undefined);
  core.registerQuery("a", async (_core, { data }) => data);
  core.registerTask("a", async (_core, { data }, { progress }) => { progress(0.5); return data; });
  core.registerAction("ask", async (_core, { data }) => (data as { readonly reply: { send(value: number): void } }).reply.send(1));

  await leavesNothing(100_000, async (data) => {
    await core.QUERY({ type: "a", data }, { signal });
    await core.QUERYALL({ type: "a", data }, { timeoutMs: 60_000 });
    await core.PERFORM({ type: "a", data }, { signal });
    const reply = core.replyChannel<number>();
    void core.ACTION({ type: "ask", data: { reply } });
    await reply.receive();
  });
}, limit);

test("1 million times register and dispose leave the heap where it was", async () => {
  const core = await quietCore();
  const { signal } = new AbortController();
  core.tap({ unsubscribed: () => {} });
  const patterns = ["a.b", "a.*", ">"];

  await leavesNothing(1_000_000, (n) => {
    const name = `handler ${n % 5_000}`;
    core.registerAction(patterns[n % 3] as string, () => {}, { name, ...n % 4 === 0 && { signal } }).dispose();
    if (n % 10 === 0) void core.ACTION({ type: "a.b" });
  });
}, limit);

test("1 million handlers that run once leave the heap where it was", async () => {
  const core = await quietCore();
  await leavesNothing(1_000_000, () => {
    core.registerAction("a", () => {}, { once: true });
    void core.ACTION({ type: "a" });
  });
}, limit);

test("1 million types that were never seen before do not make the memory of what matches them grow without end", async () => {
  const core = await quietCore();
  core.registerAction("user.*", () => {});
  core.registerQuery("user.>", (_core, { type }) => type);

  await leavesNothing(1_000_000, (n) => {
    void core.ACTION({ type: `user.${n}` });
    if (n % 10 === 0) return core.QUERY({ type: `user.${n}` });
    if (n % 100 === 1) defineMessage(`user.${n}`);
  });
}, limit);

test("Cores that nobody holds are gone from the list that devtools find them by", async () => {
  const before = listedCores().size;
  for (let n = 0; n < 3_000; n++) {
    const core = await quietCore();
    core.registerAction("a", () => {});
    await core.startup();
    await core.shutdown();
  }

  await heapBytes();
  await quietCore(); // the list is looked through when another one comes

  assert.ok(listedCores().size <= before + 10, `${listedCores().size} of them are listed`);
}, limit);

/** The list of the Cores of this process. */
function listedCores(): Set<unknown> {
  return (globalThis as { readonly [name: symbol]: Set<unknown> | undefined })[Symbol.for("core-ipc.cores")] ?? new Set();
}
