import { assert, suite } from "../harness.ts";
import { gate, makeBus, turn } from "./bus.ts";
import { withLimits } from "../../src/mod.ts";

const test = suite("core/query");

test("QUERY() asks one handler after another, and the first that answers wins", async () => {
  const { core } = await makeBus();
  const asked: string[] = [];
  core.registerQuery("q", async () => { asked.push("1"); await turn(); asked.push("1 declined"); });
  core.registerQuery("q", () => { asked.push("2"); return null; });
  core.registerQuery("q", () => { asked.push("3"); return "late"; });

  assert.is(await core.QUERY({ type: "q" }), null);
  assert.equal(asked, ["1", "1 declined", "2"]);
});

test("QUERY() that nobody answers rejects with query.unanswered", async () => {
  const { core } = await makeBus();
  core.registerQuery("declined", () => undefined);

  await assert.rejects(() => core.QUERY({ type: "nobody" }), { code: "query.unanswered", message: /nobody is registered for it/ });
  await assert.rejects(() => core.QUERY({ type: "declined" }), { code: "query.unanswered", message: /none of 1 handlers/ });
});

test("QUERY() rejects with what a handler throws or returns as an Error", async () => {
  const { core } = await makeBus();
  const thrown = new RangeError("no");
  core.registerQuery("throws", () => { throw thrown; });
  core.registerQuery("returns", () => thrown);

  assert.is(await core.QUERY({ type: "throws" }).catch((error: unknown) => error), thrown);
  assert.is(await core.QUERY({ type: "returns" }).catch((error: unknown) => error), thrown);
});

test("QUERY() asks no further handler when one throws", async () => {
  const { core } = await makeBus();
  core.registerQuery("q", () => { throw new Error("no"); });
  core.registerQuery("q", () => "an answer that comes too late");

  await assert.rejects(() => core.QUERY({ type: "q" }), { message: "no" });
});

test("QUERY() past its timeoutMs rejects with query.timedOut and aborts the handler's signal", async () => {
  const { core, clock } = await makeBus();
  const signals: AbortSignal[] = [];
  core.registerQuery("q", async (view) => { signals.push(view.signal); await gate().promise; });

  const answer = core.QUERY({ type: "q" }, { timeoutMs: 400 });
  clock.advance(400);

  await assert.rejects(answer, { code: "query.timedOut", message: 'Cannot finish "q": no answer within 400 ms' });
  assert.is(signals[0]?.aborted, true);
});

test("QUERY() whose signal aborts rejects with aborted", async () => {
  const { core } = await makeBus();
  const controller = new AbortController();
  core.registerQuery("q", () => gate().promise);

  const answer = core.QUERY({ type: "q" }, { signal: controller.signal });
  controller.abort();

  await assert.rejects(answer, { code: "aborted" });
});

test("QUERYALL() asks all and gives plain answers in order, with the errors beside", async () => {
  const { core } = await makeBus();
  core.registerQuery("q", async () => { await turn(); return 1; });
  core.registerQuery("q", () => undefined);
  core.registerQuery("q", function broken() { throw new Error("no"); });
  core.registerQuery("q", () => 2);

  const { answers, errors } = await core.QUERYALL<number>({ type: "q" });

  assert.equal(answers, [1, 2]);
  assert.equal(errors.map((error) => (error as Error).message), ['Cannot handle "q": broken failed: no']);
});

test("QUERYALL() past its time resolves with what it has and query.timedOut among the errors", async () => {
  const { core, clock } = await makeBus();
  core.registerQuery("q", () => 1);
  core.registerQuery("q", () => gate().promise);

  const result = core.QUERYALL({ type: "q" }, { timeoutMs: 10 });
  clock.advance(10);
  const { answers, errors } = await result;

  assert.equal(answers, [1]);
  assert.equal(errors.map((error) => (error as { code?: string }).code), ["query.timedOut"]);
});

test("a question that has ended makes room for another, however it ended", async () => {
  const { core } = await makeBus(withLimits({ queries: 1 }));
  core.registerQuery("good", () => 1);
  core.registerQuery("bad", () => { throw new Error("no"); });

  for (let n = 0; n < 3; n++) {
    await assert.rejects(() => core.QUERY({ type: "bad" }), { message: "no" });
    assert.equal((await core.QUERYALL({ type: "good" })).answers, [1]);
    assert.is(await core.QUERY({ type: "good" }), 1);
  }
});

test("a QUERY too many is limit.queries", async () => {
  const { core } = await makeBus(withLimits({ queries: 1 }));
  const first = gate<string>();
  core.registerQuery("q", () => first.promise);

  const waiting = core.QUERY({ type: "q" });
  await assert.rejects(() => core.QUERY({ type: "q" }), { code: "limit.queries" });
  first.open("yes");

  assert.is(await waiting, "yes");
});

test("QUERY() that is over leaves no timer and no listener behind", async () => {
  const { core, clock } = await makeBus();
  const controller = new AbortController();
  let listeners = 0;
  controller.signal.addEventListener = () => void listeners++;
  controller.signal.removeEventListener = () => void listeners--;
  core.registerQuery("q", () => 1);

  await core.QUERY({ type: "q" }, { timeoutMs: 400, signal: controller.signal });

  assert.equal([clock.timers, listeners], [0, 0]);
});

test("QUERY() past its time rejects with query.timedOut also when its handler stops at once without an answer", async () => {
  const { core, clock } = await makeBus();
  const ends: unknown[] = [];
  core.tap({ settled: ({ outcome }) => void ends.push(outcome) });
  core.registerQuery("q", (view) => new Promise((resolve) => view.signal.addEventListener("abort", () => resolve(undefined))));

  const asked = core.QUERY({ type: "q" }, { timeoutMs: 5 });
  clock.advance(5);

  await assert.rejects(asked, { code: "query.timedOut" });
  assert.equal(ends, ["timedOut"]);
});

test("QUERY() that an interceptor holds past its time rejects with query.timedOut", async () => {
  const { core, clock } = await makeBus();
  const goOn = gate();
  core.intercept("q", async (_core, _message, { next }) => { await goOn.promise; await next(); });
  core.registerQuery("q", () => assert.unreachable());

  const asked = core.QUERY({ type: "q" }, { timeoutMs: 5 });
  clock.advance(5);
  goOn.open();

  await assert.rejects(asked, { code: "query.timedOut" });
});

test("QUERYALL() that is refused asks nobody and gives the reason among its errors", async () => {
  const { core } = await makeBus();
  core.registerQuery("q", () => assert.unreachable());

  const { answers, errors } = await core.QUERYALL({ type: "q" }, { signal: AbortSignal.abort() });

  assert.equal(answers, []);
  assert.equal(errors.map((error) => (error as { code?: string }).code), ["aborted"]);
});
