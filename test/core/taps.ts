import { type Dispatch, type EndedHandling, type SettledDispatch, withName } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";
import { gate, makeBus, turn, writeDown } from "./bus.ts";

const test = suite("core/taps");

test("a tap is told of each dispatch and handling, with causes from the views", async () => {
  const { core } = await makeBus();
  core.registerAction("a", async (view) => { await turn(); await view.ACTION({ type: "b" }); }, { name: "onA" });
  core.registerAction("b", () => 1, { name: "onB" });
  const lines = writeDown(core);
  lines.length = 0;

  await core.ACTION({ type: "a" });

  assert.equal(lines, [
    "dispatched 1 ACTION a handlers 1 flow 1",
    "started 1/0 onA",
    "dispatched 2 ACTION b handlers 1 cause 1/0 flow 1",
    "started 2/0 onB",
    "handled 2/0 done",
    "settled 2 done",
    "handled 1/0 done",
    "settled 1 done",
  ]);
});

test("a tap is told how each verb ends", async () => {
  const { core } = await makeBus();
  core.registerQuery("q", () => undefined, { name: "no" });
  core.registerQuery("q", () => 1, { name: "yes" });
  core.registerAction("fails", () => { throw new Error("no"); });
  core.registerTask("t", () => 1);
  const lines = writeDown(core);

  await core.QUERY({ type: "q" });
  await core.QUERYALL({ type: "q" });
  await core.QUERY({ type: "nobody" }).catch(() => {});
  await core.ACTION({ type: "fails" });
  await core.PERFORM({ type: "t" });

  assert.equal(lines.filter((line) => /^(handled|settled)/.test(line)), [
    "handled 1/0 declined", "handled 1/1 answered", "settled 1 answered",
    "handled 2/0 declined", "handled 2/1 answered", "settled 2 answered",
    "settled 3 unanswered",
    "handled 4/0 failed", "settled 4 failed",
    "settled 6 done", "handled 5/0 answered", "settled 7 done", "settled 5 answered",
  ]);
});

test("dispatch ids are counted from 1 while tapped, without holes", async () => {
  const { core } = await makeBus();
  const ids: number[] = [];
  const observer = { dispatched: (dispatch: Dispatch) => void ids.push(dispatch.id) };
  await core.ACTION({ type: "a" });
  const tap = core.tap(observer);
  await core.ACTION({ type: "a" });
  tap.dispose();
  await core.ACTION({ type: "a" });
  core.tap(observer);
  await core.ACTION({ type: "a" });

  assert.equal(ids, [1, 2]);
});

test("a tap's times: ms is from call to end, syncMs what the call itself took, on the Core's clock", async () => {
  const { core, clock } = await makeBus();
  const ended: EndedHandling[] = [];
  const settled: SettledDispatch[] = [];
  core.tap({ handled: (handling) => void ended.push(handling), settled: (dispatch) => void settled.push(dispatch) });
  const goOn = gate();
  core.registerAction("a", async () => { clock.advance(2); await goOn.promise; });
  clock.advance(100);

  const outcome = core.ACTION({ type: "a" });
  clock.advance(5);
  goOn.open();
  await outcome;

  assert.equal([ended[0]?.at, ended[0]?.ms, ended[0]?.syncMs], [100, 7, 2]);
  assert.equal([settled[0]?.at, settled[0]?.ms, settled[0]?.settledAt], [100, 7, 107]);
});

test("a tap receives the same object at the start and at the end", async () => {
  const { core } = await makeBus();
  const seen: unknown[] = [];
  core.tap({ dispatched: (d) => void seen.push(d), started: (h) => void seen.push(h), handled: (h) => void seen.push(h), settled: (d) => void seen.push(d) });
  core.registerAction("a", () => 1);

  await core.ACTION({ type: "a" });

  assert.is(seen[0], seen[3]);
  assert.is(seen[1], seen[2]);
});

test("a tap is told of what is there already before tap() returns", async () => {
  const { core } = await makeBus(withName("mail", () => ({ handleIPCEvents() {} })));
  assert.equal(writeDown(core), ["service mail registered already", "subscribed 1 mail.handleIPCEvents already"]);
});

test("a tap is told of subscriptions that come and go", async () => {
  const { core } = await makeBus();
  const lines = writeDown(core);
  core.registerAction("a", () => 1, { name: "onA" }).dispose();
  assert.equal(lines, ["subscribed 1 onA", "unsubscribed 1 onA"]);
});

test("what a handling that began before anybody watched sends has cause 0, and is no root", async () => {
  const { core } = await makeBus();
  const goOn = gate();
  core.registerAction("a", async (view) => { await goOn.promise; await view.ACTION({ type: "b" }); });
  const outcome = core.ACTION({ type: "a" });
  const lines = writeDown(core);
  lines.length = 0;

  goOn.open();
  await outcome;

  assert.equal(lines[0], "dispatched 1 ACTION b handlers 0 cause 0/- flow 0");
});

test("what a service sends with its own core while a handling runs is caused by that handling", async () => {
  const { core } = await makeBus(withName("users", (view) => ({ rename: () => view.ACTION({ type: "user.renamed" }) })));
  core.registerAction("a", () => { core.mustServiceFor<{ rename(): void }>("users").rename(); });
  const lines = writeDown(core);

  await core.ACTION({ type: "a" });

  assert.ok(lines.includes("dispatched 2 ACTION user.renamed handlers 0 cause 1/0 flow 1"));
});

test("a tap that throws is detached and reported, and harms nobody", async () => {
  const { core, errors } = await makeBus();
  const thrown = new Error("bad tap");
  let told = 0;
  core.tap({ dispatched() { told++; throw thrown; } });
  const lines = writeDown(core);

  const outcome = await core.ACTION({ type: "a" });
  await core.ACTION({ type: "a" });

  assert.is(outcome.ok, true);
  assert.is(told, 1);
  assert.equal(errors.map((error) => [error.code, error.cause]), [["tap.failed", thrown]]);
  assert.is(lines.filter((line) => line.startsWith("dispatched")).length, 2);
});

test("a tap may be detached while it is told, and the same observer may tap twice", async () => {
  const { core } = await makeBus();
  let told = 0;
  const observer = { dispatched: () => { told++; first.dispose(); } };
  const first = core.tap(observer);
  core.tap(observer);

  await core.ACTION({ type: "a" });
  await core.ACTION({ type: "a" });

  assert.is(told, 3);
});

test("flowId is the id of the flow's root on a handler's view while tapped, and undefined while nobody watches", async () => {
  const { core } = await makeBus();
  const ids: (number | undefined)[] = [core.flowId];
  core.registerAction("a", (view) => { ids.push(view.flowId); void view.ACTION({ type: "b" }); });
  core.registerAction("b", (view) => void ids.push(view.flowId));

  await core.ACTION({ type: "b" });
  writeDown(core);
  await core.ACTION({ type: "x" });
  await core.ACTION({ type: "a" });

  assert.equal(ids, [undefined, undefined, 2, 2]);
});

test("a dispatch before startup() has resolved has phase startup", async () => {
  const { core } = await makeBus();
  const phases: unknown[] = [];
  core.tap({ dispatched: (dispatch) => void phases.push([dispatch.message.type, dispatch.phase]) });

  await core.ACTION({ type: "early" });
  await core.startup();
  await core.ACTION({ type: "late" });

  assert.equal(phases, [["early", "startup"], ["service.startup", "startup"], ["late", undefined]]);
});

test("settled is told for every dispatch, with the reason where it ended otherwise", async () => {
  const { core, clock } = await makeBus();
  const settled: unknown[] = [];
  core.tap({ settled: (dispatch) => void settled.push([dispatch.message.type, dispatch.outcome, dispatch.reason]) });
  core.registerQuery("q", () => gate().promise);
  core.intercept("dropped", (_core, _message, { drop }) => drop("not allowed"));
  core.intercept("answered", (_core, _message, { answer }) => answer(1), );

  const query = core.QUERY({ type: "q" }, { timeoutMs: 5 }).catch(() => {});
  clock.advance(5);
  await query;
  await core.ACTION({ type: "dropped" });
  await core.QUERY({ type: "answered" });
  await core.ACTION({ type: "none" });
  await core.ACTION({ type: "aborted" }, { signal: AbortSignal.abort() });

  assert.equal(settled, [
    ["q", "timedOut", "no answer within 5 ms"],
    ["dropped", "dropped", "not allowed"],
    ["answered", "answeredByInterceptor", "answered by answered"],
    ["none", "done", undefined],
    ["aborted", "aborted", "it was aborted"],
  ]);
});

test("a handling that outlives its dispatch is told when it really ends", async () => {
  const { core, clock } = await makeBus();
  const goOn = gate();
  core.registerAction("a", () => goOn.promise);
  const lines = writeDown(core);

  const outcome = core.ACTION({ type: "a" }, { timeoutMs: 5 });
  clock.advance(5);
  await outcome;
  goOn.open();
  await turn();

  assert.equal(lines.slice(-2), ["settled 1 timedOut", "handled 1/0 done"]);
});

test("settled() tells how a dispatch ended that ran out of patience: its sender's, or that of one handler", async () => {
  const { core, clock } = await makeBus();
  const settled: unknown[] = [];
  core.tap({ settled: ({ message, outcome, reason }) => void settled.push([message.type, outcome, reason]) });
  core.registerAction("a", function slow() { return gate().promise; }, { timeoutMs: 5 });
  core.registerAction("b", function slow() { return gate().promise; });

  const outcomes = [core.ACTION({ type: "a" }), core.ACTION({ type: "b" }, { timeoutMs: 6 })];
  clock.advance(6);
  for (const outcome of outcomes) await outcome;

  assert.equal(settled, [["a", "timedOut", "slow is too late"], ["b", "timedOut", "no answer within 6 ms"]]);
});

test("settled tells the reason alone, whatever the type holds", async () => {
  const { core } = await makeBus();
  const reasons: unknown[] = [];
  core.tap({ settled: ({ reason }) => void reasons.push(reason) });

  await core.ACTION({ type: "order: paid" }, { signal: AbortSignal.abort() });

  assert.equal(reasons, ["it was aborted"]);
});

test("an ACTION whose handler ends as its time is up has not timed out, in its outcome as for taps", async () => {
  const { core, clock } = await makeBus();
  const ends: unknown[] = [];
  core.tap({ settled: ({ outcome }) => void ends.push(outcome) });
  core.registerAction("a", (view) => new Promise<void>((resolve) => view.signal.addEventListener("abort", () => resolve())));

  const sent = core.ACTION({ type: "a" }, { timeoutMs: 5 });
  clock.advance(5);

  assert.is((await sent).ok, true);
  assert.equal(ends, ["done"]);
});

test("a tap that is added while an event is told hears of the next ones, and not of that one", async () => {
  const { core } = await makeBus();
  const told: string[] = [];
  let isAdded = false;
  core.tap({
    dispatched({ message }) {
      told.push(`first ${message.type}`);
      if (isAdded) return;
      isAdded = true;
      core.tap({ dispatched: (dispatch) => void told.push(`second ${dispatch.message.type}`) });
    },
  });

  await core.ACTION({ type: "a" });
  await core.ACTION({ type: "b" });

  assert.equal(told, ["first a", "first b", "second b"]);
});
