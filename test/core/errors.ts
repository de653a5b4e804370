// Every code that there is, produced once, and held against the page that tells of it.
import { readFileSync } from "node:fs";
import { codesOf, errorsPage } from "../../scripts/errors.mjs";
import { type Core, CoreError, type CoreErrorCode, createCore, defineMessage, withLimits, withName, withServiceLock } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { makeBus, type TestBus, turn } from "./bus.ts";

const test = suite("core/errors");

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

const ends = new Promise<never>(() => {});
const fails = () => { throw new Error("no"); };
const never = () => ends;
const made = (...services: [string, () => object][]) => createCore(...services.map(([name, factory]) => withName(name, factory)));

/** Sends an ACTION and gives the first of its errors. */
async function failure(core: Core, type = "a"): Promise<unknown> {
  return (await core.ACTION({ type })).errors[0];
}

/** Gives a channel that was sent in an ACTION. */
async function asked({ core }: TestBus, timeoutMs?: number) {
  const response = core.replyChannel(timeoutMs === undefined ? {} : { timeoutMs });
  await core.ACTION({ type: "a", data: { response } });
  return response;
}

/** Waits on the test's clock until time is up. */
async function afterTime<T>({ clock }: TestBus, promise: PromiseLike<T>): Promise<T> {
  await turn();
  clock.advance(10);
  return await promise;
}

/** How each comes about: rejects with it, gives it, or has it told to `onError`. The compiler asks for every code. */
const PRODUCED: { readonly [Code in CoreErrorCode]: (bus: TestBus) => unknown } = {
  "handler.failed": ({ core }) => { core.registerAction("a", fails); return failure(core); },
  "handler.timedOut": (bus) => {
    bus.core.registerAction("a", never, { timeoutMs: 10 });
    return afterTime(bus, failure(bus.core));
  },
  "handler.busy": (bus) => {
    bus.core.registerAction("a", never, { concurrency: 1 });
    void bus.core.ACTION({ type: "a" });
    void bus.core.ACTION({ type: "a" });
    return failure(bus.core);
  },
  "interceptor.failed": ({ core }) => { core.intercept("a", fails); return failure(core); },
  "tap.failed": async ({ core }) => { core.tap({ dispatched: fails }); await core.ACTION({ type: "a" }); },
  "message.invalid": ({ core }) => core.QUERY(defineMessage("a", { schema: { "~standard": { version: 1, vendor: "test", validate: () => ({ issues: [{ message: "no" }] }) } } })()),
  "dropped": ({ core }) => { core.intercept("a", (_core, _message, { drop }) => drop("no")); return core.QUERY({ type: "a" }); },
  "query.unanswered": ({ core }) => core.QUERY({ type: "a" }),
  "query.timedOut": (bus) => {
    bus.core.registerQuery("a", never);
    return afterTime(bus, bus.core.QUERY({ type: "a" }, { timeoutMs: 10 }));
  },
  "aborted": ({ core }) => core.QUERY({ type: "a" }, { signal: AbortSignal.abort() }),
  "reply.failed": async (bus) => { bus.core.registerAction("a", fails); return await (await asked(bus)).receive(); },
  "reply.unhandled": async (bus) => await (await asked(bus)).receive(),
  "reply.missing": async (bus) => { bus.core.registerAction("a", () => 1); return await (await asked(bus)).receive(); },
  "reply.timedOut": async (bus) => await afterTime(bus, (await asked(bus, 10)).receive()),
  "reply.duplicate": async (bus) => { const response = await asked(bus, 10); response.send(1); response.send(2); },
  "reply.late": async (bus) => { (await asked(bus)).send(1); },
  "next.timedOut": (bus) => afterTime(bus, bus.core.next("a", { timeoutMs: 10 })),
  "task.unhandled": ({ core }) => core.PERFORM({ type: "a" }),
  "task.cancelled": ({ core }) => {
    core.registerTask("a", never);
    const task = core.PERFORM({ type: "a" });
    task.cancel("no");
    return task;
  },
  "task.timedOut": (bus) => {
    bus.core.registerTask("a", never);
    return afterTime(bus, bus.core.PERFORM({ type: "a" }, { timeoutMs: 10 }));
  },
  "task.refused": async ({ core }) => { await core.shutdown(); return await core.PERFORM({ type: "a" }); },
  "service.unnamed": () => made(["", () => ({})]),
  "service.duplicate": () => made(["a", () => ({})], ["a", () => ({})]),
  "service.locked": () => createCore(withServiceLock(), withName("a", () => ({}))),
  "service.missing": ({ core }) => core.mustServiceFor("a"),
  "service.failed": () => made(["a", fails]),
  "startup.failed": async () => (await made(["a", () => ({ onStartup: fails })])).startup(),
  "shutdown.failed": async () => {
    const core = await made(["a", () => ({ onShutdown: fails })]);
    await core.startup();
    await core.shutdown();
  },
  "shutdown.timedOut": (bus) => {
    bus.core.registerAction("a", never);
    void bus.core.ACTION({ type: "a" });
    return afterTime(bus, bus.core.shutdown({ timeoutMs: 10 }));
  },
  "limit.depth": ({ core }) => { core.registerAction("a", (view) => void view.ACTION({ type: "a" })); return core.ACTION({ type: "a" }); },
  "limit.tasks": ({ core }) => {
    core.registerTask("a", never);
    void core.PERFORM({ type: "a" });
    return core.PERFORM({ type: "a" });
  },
  "limit.queries": ({ core }) => {
    core.registerQuery("a", never);
    void core.QUERY({ type: "a" });
    return core.QUERY({ type: "a" });
  },
  "limit.subscriptions": ({ core }) => { core.registerAction("a", never); core.registerAction("a", never); },
};

for (const [code, produce] of Object.entries(PRODUCED)) {
  test(`CoreError "${code}" comes about, and reads as errors do`, async () => {
    const bus = await makeBus(withLimits({ depth: 5, tasks: 1, queries: 1, queue: 1, subscriptions: 1 }));

    const given = await Promise.resolve(bus).then(produce).catch((error: unknown) => error);

    const error = given instanceof CoreError ? given : bus.errors[0];
    assert.is(error?.code, code);
    assert.match(error?.message ?? "", /^Cannot [a-z][^\n]*: [^\n]*[^.\n]$/);
    const documented = codesOf(read("src/core/errors.ts")).find((each) => each.code === code);
    assert.equal(documented?.detail.map(({ name }) => name).filter((name) => !Object.hasOwn(error?.detail ?? {}, name)), []);
  });
}

test("docs/errors.md tells of every code, and is what the table of errors says", () => {
  const table = read("src/core/errors.ts");
  assert.equal(codesOf(table).map(({ code }) => code), Object.keys(PRODUCED));
  assert.is(read("docs/errors.md"), errorsPage(table), "run npm run docs:errors");
});

test("docs/errors.md is not made of a table with a code that says no cause or no mend", () => {
  const table = read("src/core/errors.ts");
  assert.throws(() => errorsPage(table.replace(/ {3}\* Mend: .*\n/, "")), { message: 'Cannot read the table of errors: "handler.failed" says no cause or no mend' });
  assert.throws(() => errorsPage(table.replace("{\n  /**\n", "{\n  /*\n")), { message: "Cannot read the table of errors: 1 codes have no comment" });
});
