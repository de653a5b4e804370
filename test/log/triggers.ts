// What makes a flight recorder write: conditions read from text, met by what happens, told in few records.
import { parseConditions } from "../../src/log/triggers.ts";
import { assert, suite } from "../harness.ts";
import { recordedCore } from "./recorded.ts";

const test = suite("log/triggers");

/** A recorded Core with these conditions; `met` holds what was told besides the log. */
async function watching(...texts: string[]) {
  const met: string[] = [];
  const recorded = await recordedCore({ triggers: parseConditions(texts), onTrigger: (on) => void met.push(on) });
  return { ...recorded, met, triggers: () => recorded.sink.lines("trigger").map(({ at, on, dispatch, n, count }) => [at, on, dispatch, n, count]) };
}

test("parseConditions() reads errors, slow handlings, signals and filters", () => {
  const conditions = parseConditions(["error", "slow>500ms", "slow > 2s", "slow>1.5s", "signal", "type:payment.failed"]);

  assert.equal(conditions.map((condition) => [condition.kind, condition.text, "ms" in condition ? condition.ms : undefined]), [
    ["error", "error", undefined], ["slow", "slow>500ms", 500], ["slow", "slow > 2s", 2_000], ["slow", "slow>1.5s", 1_500], ["signal", "signal", undefined],
    ["filter", "type:payment.failed", undefined],
  ]);
});

const WRONG: readonly [text: string, message: RegExp][] = [
  ["", /^Cannot read trigger "": it is empty; write error, slow>500ms, signal, or a filter such as type:payment\.failed$/],
  ["slow", /^Cannot read trigger "slow": a time in ms or s must stand after "slow>"; write for example slow>500ms or slow>2s$/],
  ["slow>0ms", /^Cannot read trigger "slow>0ms": a time/],
  ["slow>5m", /^Cannot read trigger "slow>5m": a time/],
  ["errors", /^Cannot read trigger "errors": it is neither error, slow>500ms nor signal, and no filter \(Cannot read filter: unknown member "errors" at 1; did you mean "error"\?\); write error/],
  ["typ:payment.*", /^Cannot read trigger "typ:payment\.\*": .*did you mean "type:"\?/],
];
for (const [text, message] of WRONG) {
  test(`parseConditions() says of ${JSON.stringify(text)} what is wrong with it`, () => {
    assert.throws(() => parseConditions([text]), { name: "SyntaxError", message });
  });
}

test("error is met by a handling that fails, with its record before the trigger's, written at once", async () => {
  const { core, sink, met, triggers } = await watching("error");
  core.registerAction("bad", () => {});
  core.registerAction("bad", () => { throw new Error("no"); });

  void core.ACTION({ type: "bad" });

  assert.equal([triggers(), met], [[[0, "error", 1, 1, undefined]], ["error"]]);
  assert.equal(sink.lines().slice(-2).map(({ kind, outcome }) => [kind, outcome]), [["handling", "failed"], ["trigger", undefined]]);
});

test("error is met by a dispatch that runs out of time", async () => {
  const { core, clock, triggers } = await watching("error");
  core.registerAction("slow", () => new Promise(() => {}));

  const outcome = core.ACTION({ type: "slow" }, { timeoutMs: 50 });
  clock.advance(50);
  await outcome;

  assert.equal(triggers().map(([, on, dispatch]) => [on, dispatch]), [["error", 1]]);
});

test("slow is met while the handling is still stuck, once", async () => {
  const { core, clock, triggers } = await watching("slow>500ms");
  let end = (): void => {};
  core.registerAction("stuck", () => new Promise<void>((resolve) => (end = resolve)));
  const outcome = core.ACTION({ type: "stuck" });

  clock.advance(499);
  const before = triggers();
  clock.advance(1);
  const during = triggers();
  clock.advance(5_000);
  end();
  await outcome;

  assert.equal([before, during, triggers()], [[], [[500, "slow>500ms", 1, 0, undefined]], [[500, "slow>500ms", 1, 0, undefined]]]);
});

test("slow is met by a handling that held the thread, when it ends", async () => {
  const { core, clock, triggers } = await watching("slow>500ms");
  const ms = { taken: 501 };
  core.registerAction("busy", () => {
    // The thread is held: no timer runs meanwhile.
    const now = clock.now() + ms.taken;
    Object.defineProperty(clock, "now", { value: () => now, configurable: true });
  });

  void core.ACTION({ type: "busy" });

  assert.equal(triggers().map(([, on, dispatch, n]) => [on, dispatch, n]), [["slow>500ms", 1, 0]]);
});

test("slow is not met by a handling within its bound", async () => {
  const { core, clock, triggers } = await watching("slow>500ms");
  let end = (): void => {};
  core.registerAction("quick", () => new Promise<void>((resolve) => (end = resolve)));

  const outcome = core.ACTION({ type: "quick" });
  clock.advance(499);
  end();
  await outcome;
  clock.advance(1_000);

  assert.equal(triggers(), []);
});

test("a filter is met by what is sent", async () => {
  const { core, triggers } = await watching("type:payment.failed");

  void core.ACTION({ type: "payment.done" });
  void core.ACTION({ type: "payment.failed" });

  assert.equal(triggers(), [[0, "type:payment.failed", 2, undefined, undefined]]);
});

test("trigger() tells of a signal, which no dispatch gave", async () => {
  const { recorder, sink, met } = await watching("signal");

  recorder.trigger("signal");

  assert.equal([sink.lines("trigger"), met], [[{ kind: "trigger", at: 0, on: "signal" }], ["signal"]]);
});

test("a storm of triggers is told in one record a second, with their number, and each of them goes on", async () => {
  const { core, clock, met, triggers } = await watching("error");
  core.registerAction("bad", () => { throw new Error("no"); });

  for (let n = 0; n < 30; n += 1) {
    void core.ACTION({ type: "bad" });
    clock.advance(100);
  }
  clock.advance(1_000);

  assert.is(met.length, 30);
  assert.equal(triggers().map(([, , , , count]) => count), [undefined, 9, 10, 10]);
});

test("a trigger is met by what the log leaves out, too", async () => {
  const met: string[] = [];
  const { core, sink } = await recordedCore({ triggers: parseConditions(["error"]), onTrigger: (on) => void met.push(on), only: { text: "none", test: () => false } });
  core.registerAction("bad", () => { throw new Error("no"); });

  void core.ACTION({ type: "bad" });

  assert.equal([met, sink.lines("trigger").map(({ dispatch }) => dispatch)], [["error"], [1]]);
});
