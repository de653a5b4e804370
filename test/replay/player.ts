import { createCore, withClock, withOnError, type Core } from "../../src/mod.ts";
import { fakeClock } from "../../src/testing/mod.ts";
import { installGate } from "../../src/replay/gate.ts";
import type { PlannedRoot, ReplayPlan } from "../../src/replay/plan.ts";
import { play } from "../../src/replay/player.ts";
import { assert, suite } from "../harness.ts";

const test = suite("replay/player");

function root(id: number, type: string, more: Partial<PlannedRoot> = {}): PlannedRoot {
  return { id, verb: "ACTION", type, timestamp: "2026-11-24T00:00:00.000Z", at: id, endedAt: id, messages: 1, ...more };
}

function planOf(roots: readonly PlannedRoot[]): ReplayPlan {
  return { run: "r", roots, left: { lifecycle: 0, startup: 0, orphans: 0 }, types: [], external: [] };
}

/** A started Core with a gate, and everything that its handlers saw. */
async function replayable(register: (core: Core, seen: unknown[]) => void): Promise<{ core: Core; gate: ReturnType<typeof installGate>; seen: unknown[]; clock: ReturnType<typeof fakeClock> }> {
  const clock = fakeClock();
  const core = await createCore(withClock(clock), withOnError(() => {}));
  const seen: unknown[] = [];
  const gate = installGate(core);
  register(core, seen);
  await core.startup();
  return { core, gate, seen, clock };
}

/** Lets a replay go on: advances the fake clock until it is over. */
async function finish<T>(replay: Promise<T>, clock: { advance(ms: number): unknown }): Promise<T> {
  let isOver = false;
  const watched = replay.finally(() => (isOver = true));
  for (let turn = 0; turn < 2000 && !isOver; turn++) {
    for (let job = 0; job < 20; job++) await Promise.resolve();
    await clock.advance(1);
  }
  return watched;
}

test("play() sends each root with its verb, source, timestamp and decoded data", async () => {
  const { core, gate, seen, clock } = await replayable((core, seen) => {
    core.registerAction("a", (_view, message) => void seen.push([message.source, message.timestamp.toISOString(), message.data]));
    core.registerQuery("q", (_view, message) => void seen.push(message.data));
  });
  const roots = [root(1, "a", { source: "web", data: { n: { $core: "bigint", value: "12" } } }), root(2, "q", { verb: "QUERY", data: 5 })];

  const { pairs } = await finish(play(core, planOf(roots), { speed: "max", settleMs: 10, clock, gate }), clock);

  assert.equal(seen, [["web", "2026-11-24T00:00:00.000Z", { n: 12n }], 5]);
  assert.equal(pairs.map(({ recorded }) => recorded), [1, 2]);
});

test("play() drops and counts the roots that the app sends itself, and lets pass what a replayed root causes", async () => {
  const { core, gate, seen, clock } = await replayable((core, seen) => {
    core.registerAction("a", (view) => void view.ACTION({ type: "b" }));
    core.registerAction("b", (_view, message) => void seen.push(message.type));
    core.registerAction("own", (_view, message) => void seen.push(message.type));
  });
  void core.ACTION({ type: "own" });

  const { droppedRoots } = await finish(play(core, planOf([root(1, "a", { messages: 2 })]), { speed: "max", settleMs: 10, clock, gate }), clock);

  assert.equal(seen, ["b"]);
  assert.is(droppedRoots, 1);
});

test("play() at full speed waits for the flows that had ended before a root was recorded, and for no others", async () => {
  const order: string[] = [];
  const { core, gate, clock } = await replayable((core) => {
    for (const type of ["a", "b", "c"]) {
      core.registerAction(type, () => {
        order.push(`${type} begins`);
        return new Promise<void>((resolve) => void clock.setTimer(() => {
          order.push(`${type} ends`);
          resolve();
        }, 5));
      });
    }
  });
  const roots = [root(1, "a", { at: 1, endedAt: 9 }), root(2, "b", { at: 2, endedAt: 20 }), root(3, "c", { at: 10, endedAt: 15 })];

  await finish(play(core, planOf(roots), { speed: "max", settleMs: 100, clock, gate }), clock);

  assert.equal(order.slice(0, 3), ["a begins", "b begins", "a ends"]);
  assert.ok(order.indexOf("c begins") > order.indexOf("a ends"));
});

test("play() at a speed keeps the recorded distances, divided by it", async () => {
  const { core, gate, seen, clock } = await replayable((core, seen) => {
    core.registerAction("a", () => void seen.push(clock.now()));
  });
  const startedAt = clock.now();

  await finish(play(core, planOf([root(1, "a", { at: 100 }), root(2, "a", { at: 300 })]), { speed: 10, settleMs: 5, clock, gate }), clock);

  assert.equal(seen.map((at) => (at as number) - startedAt), [0, 20]);
});

test("play() names the flows that did not come together in time", async () => {
  const { core, gate, clock } = await replayable((core) => {
    core.registerAction("a", () => {});
  });

  const { unsettled } = await finish(play(core, planOf([root(1, "a", { messages: 2 })]), { speed: "max", settleMs: 10, clock, gate }), clock);

  assert.equal(unsettled, [1]);
});

test("play() puts a real reply channel where one was recorded", async () => {
  const { core, gate, seen, clock } = await replayable((core, seen) => {
    core.registerAction("ask", (_view, message) => {
      const { response } = message.data as { response: { send(value: unknown): void } };
      response.send([1, 2]);
      seen.push("replied");
    });
  });

  await finish(play(core, planOf([root(1, "ask", { data: { response: { $core: "ReplyChannel" } } })]), { speed: "max", settleMs: 10, clock, gate }), clock);

  assert.equal(seen, ["replied"]);
});

test("the gate lets pass what the app sends while it starts, and the bus's own messages", async () => {
  const core = await createCore(withClock(fakeClock()), withOnError(() => {}));
  const seen: string[] = [];
  const gate = installGate(core);
  core.registerAction(">", (_view, message) => void seen.push(message.type));
  void core.ACTION({ type: "app.loaded" });

  await core.startup();
  void core.ACTION({ type: "own" });

  assert.equal(seen, ["app.loaded", "service.startup"]);
  assert.is(gate.dropped, 1);
  await assert.rejects(core.QUERY({ type: "own" }), { message: `Cannot get past replay with "own": a root of the app's own` });
});

test("play() waits for a flow that was silent for longer when it was recorded", async () => {
  const { core, gate, seen, clock } = await replayable((core, seen) => {
    core.registerAction("slow", async () => {
      await new Promise<void>((resolve) => void clock.setTimer(resolve, 500));
      seen.push("slow");
    });
  });

  const { unsettled } = await finish(play(core, planOf([root(1, "slow", { at: 1, endedAt: 501 })]), { speed: "max", settleMs: 10, clock, gate }), clock);

  assert.equal(seen, ["slow"]);
  assert.equal(unsettled, []);
});

test("play() gives a flow up that is silent for longer than it was recorded and given", async () => {
  const { core, gate, clock } = await replayable((core) => {
    core.registerAction("stuck", () => new Promise<void>(() => {}));
  });
  const startedAt = clock.now();

  const { unsettled } = await finish(play(core, planOf([root(1, "stuck", { at: 1, endedAt: 501 })]), { speed: "max", settleMs: 10, clock, gate }), clock);

  assert.equal(unsettled, [1]);
  assert.ok(clock.now() - startedAt >= 510);
});
