// Promises that no other file's tests state in their titles.
import { type Core, createCore } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { gate, makeBus, turn } from "./bus.ts";

const test = suite("core/promises");

test("an outcome's `handled` counts every handler that ran, failed ones too", async () => {
  const { core } = await makeBus();
  core.registerAction("a", () => { throw new Error("no"); });
  core.registerAction("a", async () => { await turn(); throw new Error("no"); });
  core.registerAction("a", () => new Error("no"));
  core.registerAction("a", () => 1);

  const { ok, handled, errors } = await core.ACTION({ type: "a" });

  assert.equal({ ok, handled, errors: errors.length }, { ok: false, handled: 4, errors: 3 });
});

test("a returned Error fails in every verb, and is never an answer", async () => {
  const { core } = await makeBus();
  const error = new RangeError("no");
  const gives = () => error;
  core.registerAction("a", gives);
  core.registerQuery("a", gives);
  core.registerTask("a", gives);

  assert.is((await core.ACTION({ type: "a" })).errors[0]?.cause, error);
  assert.is(await core.QUERY({ type: "a" }).catch((thrown: unknown) => thrown), error);
  const { answers, errors } = await core.QUERYALL({ type: "a" });
  assert.equal(answers, []);
  assert.is((errors[0] as Error).cause, error);
  assert.is(await core.PERFORM({ type: "a" }).catch((thrown: unknown) => thrown), error);
});

test("two dispatches that run interleaved never mix their causes", async () => {
  const { core } = await makeBus();
  const gates = [gate(), gate()];
  const seen: unknown[] = [];
  core.registerAction<number>("outer", async (view, { data }) => {
    await gates[data]?.promise;
    await view.ACTION({ type: "inner", data });
    await turn();
    await view.ACTION({ type: "inner", data });
  });
  core.tap({ dispatched: ({ message: { type, data }, cause }) => void (type === "inner" && seen.push([data, cause])) });

  const sent = [core.ACTION({ type: "outer", data: 0 }), core.ACTION({ type: "outer", data: 1 })];
  gates[1]?.open();
  gates[0]?.open();
  for (const outcome of sent) await outcome;

  assert.equal(seen, [[1, 2], [0, 1], [1, 2], [0, 1]]);
});

test("hostile names are just names: __proto__, constructor, empty segments, 64 kB", async () => {
  for (const name of ["__proto__", "constructor", "toString", "..", ".", " ", "a..b", "a\nb", "(", "x".repeat(65_536)]) {
    const { core } = await makeBus();
    const heard: string[] = [];
    core.registerAction(name, (_core, { type }) => void heard.push(type));
    core.registerAction("never.this", (_core, { type }) => void heard.push(type));
    await core.registerService(name, {});

    await core.ACTION({ type: name });

    assert.is(heard.length === 1 && heard[0] === name, true, name.slice(0, 20));
    assert.is(core.services()[0] === name, true);
  }
});

test("without withOnError() what no caller is told is one line on console.error", async () => {
  const lines: unknown[][] = [];
  const write = console.error;
  console.error = (...words: unknown[]) => void lines.push(words);
  try {
    const core = await createCore();
    core.registerAction("a", function mail() { throw new Error("no"); });
    await core.ACTION({ type: "a" });
  } finally {
    console.error = write;
  }

  assert.is(lines.length, 1);
  assert.match(lines[0]?.join(" ") ?? "", 'Cannot handle "a": mail failed: no');
});

test("a failure is told also where Error is frozen, as in SES", async () => {
  const { core } = await makeBus();
  core.registerAction("a", function onA() { throw "no"; });
  const before = Object.getOwnPropertyDescriptor(Error, "stackTraceLimit") as PropertyDescriptor;
  Object.defineProperty(Error, "stackTraceLimit", { value: before.value, writable: false });

  const outcome = await Promise.resolve().then(() => core.ACTION({ type: "a" })).finally(() => Object.defineProperty(Error, "stackTraceLimit", before));

  assert.equal(outcome.errors.map(({ message }) => message), ['Cannot handle "a": onA failed: no']);
  assert.equal(Object.getOwnPropertyDescriptor(Error, "stackTraceLimit"), before);
});

test("a handler receives the view from its handling", async () => {
  const { core } = await makeBus();
  const views: Core[] = [];
  core.registerAction("a", (view) => void views.push(view));
  core.registerAction("a", (view) => void views.push(view), { timeoutMs: 5 });
  core.tap({});

  await core.ACTION({ type: "a" });

  assert.equal(views.map((view) => [view === core, view.name, view.flowId]), [[false, "core", 1], [false, "core", 1]]);
});
