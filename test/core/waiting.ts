import { assert, suite } from "../harness.ts";
import { makeBus, turn } from "./bus.ts";

const test = suite("core/waiting");

test("next() gives the next ACTION that matches and that `where` says yes to", async () => {
  const { core } = await makeBus();
  const next = core.next<number>("n.*", { where: (message) => message.data > 1 });

  await core.ACTION({ type: "other", data: 5 });
  await core.ACTION({ type: "n.a", data: 1 });
  await core.ACTION({ type: "n.b", data: 2 });

  assert.is((await next).data, 2);
});

test("next() rejects with next.timedOut, aborted, or what `where` throws", async () => {
  const { core, clock } = await makeBus();
  const controller = new AbortController();
  const late = assert.rejects(() => core.next("a", { timeoutMs: 10 }), { code: "next.timedOut" });
  const aborted = assert.rejects(() => core.next("a", { signal: controller.signal }), { code: "aborted" });
  const thrown = assert.rejects(() => core.next("b", { where() { throw new Error("no"); } }), { message: "no" });

  clock.advance(10);
  controller.abort();
  await core.ACTION({ type: "b" });

  await Promise.all([late, aborted, thrown]);
  assert.is(clock.timers, 0);
});

test("next() and messages() count as no handler", async () => {
  const { core } = await makeBus();
  const next = core.next("a");
  core.messages("a");

  assert.is((await core.ACTION({ type: "a" })).handled, 0);
  assert.is((await next).type, "a");
});

test("messages() iterates over the ACTIONs that match, until its signal aborts", async () => {
  const { core } = await makeBus();
  const controller = new AbortController();
  const stream = core.messages<number>("n.*", { signal: controller.signal });
  await core.ACTION({ type: "n.a", data: 1 });
  const seen: number[] = [];
  const reading = (async () => { for await (const message of stream) seen.push(message.data); })();

  await turn();
  await core.ACTION({ type: "n.b", data: 2 });
  await core.ACTION({ type: "other", data: 3 });
  await turn();
  controller.abort();
  await reading;

  assert.equal(seen, [1, 2]);
});

test("messages() that is full loses its oldest and counts them in .lost", async () => {
  const { core } = await makeBus();
  const stream = core.messages<number>("n", { size: 2 });

  for (const data of [1, 2, 3, 4]) await core.ACTION({ type: "n", data });

  assert.is(stream.lost, 2);
  assert.is((await stream.next()).value?.data, 3);
});

test("messages() ends when its reader leaves the loop", async () => {
  const { core } = await makeBus();
  const stream = core.messages("n");
  await core.ACTION({ type: "n" });

  for await (const _message of stream) break;
  await core.ACTION({ type: "n" });

  assert.equal(await stream.next(), { value: undefined, done: true });
});

test("messages() refuses a size that is none", async () => {
  const { core } = await makeBus();
  assert.throws(() => core.messages("n", { size: 0 }), { name: "RangeError" });
});
