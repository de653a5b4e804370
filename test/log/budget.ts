// A recorder within a budget: what it costs, step by step what it leaves out, and that nothing is left out without a word.
import { Budget, CAPTURES } from "../../src/log/budget.ts";
import { CostMeter, SAMPLE_EVERY } from "../../src/log/cost_meter.ts";
import { PayloadEncoder } from "../../src/log/payload_encoder.ts";
import type { RecorderOptions } from "../../src/log/recorder_options.ts";
import { assert, suite } from "../harness.ts";
import { logOfText, recordedCore } from "./recorded.ts";

const test = suite("log/budget");

/** A clock that goes on by hand, for what recording costs. */
function costClock() {
  const clock = { ms: 0 };
  return { clock, cost: () => clock.ms };
}

/** A Core whose recorder takes `spent.ms` of the thread for each write. */
async function budgeted(share: number | undefined, more: Partial<RecorderOptions> = {}) {
  const { clock: costs, cost } = costClock();
  const spent = { ms: 0 };
  const recorded = await recordedCore({ cost, ...(share === undefined ? {} : { budget: share }), ...more });
  const { core, recorder, clock, sink } = recorded;
  const write = sink.write.bind(sink);
  sink.write = (batch) => {
    costs.ms += spent.ms;
    write(batch);
  };
  core.registerAction("root", (view) => void view.ACTION({ type: "caused", data: { n: 2 } }));
  core.registerQuery("asked", () => ({ answer: 1 }));
  /** A second in which one write costs `ms`. */
  const second = async (ms: number): Promise<void> => {
    spent.ms = ms;
    void core.ACTION({ type: "root", data: { n: 1 } });
    await core.QUERY({ type: "asked" });
    recorder.flush();
    clock.advance(1_000);
  };
  return { ...recorded, second, costs };
}

const LEFT_OUT = { $core: "cut", reason: "over budget" };

test("Recorder over its budget leaves out answers, then caused payloads, then all payloads, then dispatches, a step a second, and says so", async () => {
  const { second, lines, recorder, sink } = await budgeted(0.02);

  for (let n = 0; n < 6; n += 1) await second(30);
  recorder.close();

  assert.equal(lines("degraded").map(({ at, capture, cost, budget, reason }) => [at, capture, cost, budget, reason]), [
    [1_000, "noAnswers", 0.03, 0.02, "over budget"], [2_000, "noCausedPayloads", 0.03, 0.02, "over budget"],
    [3_000, "noPayloads", 0.03, 0.02, "over budget"], [4_000, "counts", 0.03, 0.02, "over budget"],
  ]);
  const sent = sink.lines("dispatch");
  assert.equal(sent.filter(({ type }) => type === "root").map(({ data }) => data), [{ n: 1 }, { n: 1 }, { n: 1 }, LEFT_OUT]);
  assert.equal(sent.filter(({ type }) => type === "caused").map(({ data }) => data), [{ n: 2 }, { n: 2 }, LEFT_OUT, LEFT_OUT]);
  assert.equal(sink.lines("handling").filter(({ outcome }) => outcome === "answered").map(({ answer }) => answer), [{ answer: 1 }, LEFT_OUT, LEFT_OUT, LEFT_OUT]);
  assert.equal(sink.lines("skipped").map(({ from, to, count, types, reason }) => [from, to, count, types, reason]), [
    [13, 15, 3, { root: 1, caused: 1, asked: 1 }, "over budget"], [16, 18, 3, { root: 1, caused: 1, asked: 1 }, "over budget"],
  ]);
  const log = logOfText(sink.text);
  assert.equal([log.counts().lost, log.counts().running, log.strays, log.runs[0]?.disagreement], [0, 0, 0, undefined]);
  assert.equal([log.runs[0]?.end?.skipped, log.runs[0]?.end?.cut], [6, 6]);
});

test("Recorder goes back a step after five windows under half its budget, and judges a quiet time by its windows", async () => {
  const { second, lines, clock, core } = await budgeted(0.02);
  await second(30);
  await second(30);

  for (let n = 0; n < 6; n += 1) await second(5);
  clock.advance(60_000);
  void core.ACTION({ type: "later" });

  assert.equal(lines("degraded").map(({ at, capture, reason }) => [at, capture, reason]), [
    [1_000, "noAnswers", "over budget"], [2_000, "noCausedPayloads", "over budget"], [7_000, "noAnswers", "under half the budget"], [68_000, "all", "under half the budget"],
  ]);
});

test("Recorder tells what it skipped when its second is over, though nothing follows", async () => {
  const { second, core, clock, recorder, sink } = await budgeted(0.02);
  for (let n = 0; n < 4; n += 1) await second(30);
  void core.ACTION({ type: "root" });
  recorder.flush();
  const before = sink.lines("skipped").length;

  clock.advance(1_000);
  recorder.flush();

  assert.equal([before, sink.lines("skipped").length], [0, 1]);
});

test("Recorder still writes how what is in the log ended when it only counts, and errors with it", async () => {
  const { second, core, lines } = await budgeted(0.02);
  let fail = (_error: Error): void => {};
  core.registerAction("long", () => new Promise((_resolve, reject) => (fail = reject)));
  const outcome = core.ACTION({ type: "long" });
  for (let n = 0; n < 5; n += 1) await second(30);

  fail(new Error("no route"));
  await outcome;

  const { type, error } = lines("handling").at(-1)!;
  assert.equal([type, (error as Error).message], ["long", "no route"]);
});

test("Recorder without a budget leaves out nothing, whatever it costs, and says at the end what it cost", async () => {
  const { second, sink, recorder } = await budgeted(undefined);

  for (let n = 0; n < 6; n += 1) await second(300);
  recorder.close();

  assert.equal([sink.lines("degraded"), sink.lines("skipped")], [[], []]);
  const { costMs, cost } = sink.lines("end")[0]!;
  assert.equal([costMs, cost], [1_800, 0.3]);
});

test("Recorder with a budget that nothing fits in takes every step on a real clock", async () => {
  const { second, lines, core } = await budgeted(1e-9, { cost: () => performance.now() });

  for (let n = 0; n < 6; n += 1) {
    for (let more = 0; more < 100; more += 1) void core.ACTION({ type: "root", data: { n: more } });
    await second(0);
  }

  assert.equal(lines("degraded").map(({ capture }) => capture), ["noAnswers", "noCausedPayloads", "noPayloads", "counts"]);
});

test("Recorder lets its encoder know of messages whose payload is left out: what it remembers of them may be secret", async () => {
  const seen: string[] = [];
  class Remembering extends PayloadEncoder {
    override data(): string {
      return "0";
    }

    override seen({ type }: { readonly type: string }): void {
      seen.push(type);
    }
  }
  const { second } = await budgeted(0.02, { encoder: new Remembering() });

  for (let n = 0; n < 5; n += 1) await second(30);

  // Second by second: all is encoded, then still all but answers, then roots only, then nothing is, then nothing is written.
  assert.equal(seen, ["caused", "root", "caused", "root", "caused", "asked"]);
});

test("Recorder refuses a budget that is no share", async () => {
  await assert.rejects(async () => {
    await recordedCore({ budget: 2 });
  }, { name: "RangeError", message: "Cannot record within a budget of 2: it is not a share between 0 and 1" });
});

test("Recorder counts what encoding costs, of which it times a part only", async () => {
  const { clock: costs, cost } = costClock();
  class Slow extends PayloadEncoder {
    override data(): string {
      costs.ms += 1;
      return "1";
    }
  }
  const { core, clock, recorder, sink } = await recordedCore({ cost, encoder: new Slow() });

  for (let n = 0; n < 310; n += 1) void core.ACTION({ type: "a", data: n });
  clock.advance(10_000);
  recorder.close();

  const costMs = Number(sink.lines("end")[0]?.["costMs"]);
  assert.ok(costMs > 270 && costMs < 350, `310 ms were taken, ${costMs} ms are told`);
});

test("Budget steps down at once, up after five calm windows, and stays where it is between", () => {
  const budget = new Budget(0.1);
  const captures = (...costs: number[]): string[] => costs.map((cost) => (budget.windowEnded(cost), budget.capture));

  assert.equal(captures(0.1, 0.11, 0.2, 0.06, 0.04, 0.04, 0.04, 0.04, 0.06), ["all", "noAnswers", "noCausedPayloads", ...Array.from({ length: 6 }, () => "noCausedPayloads")]);
  assert.equal(captures(0.04, 0.04, 0.04, 0.04, 0.04), ["noCausedPayloads", "noCausedPayloads", "noCausedPayloads", "noCausedPayloads", "noAnswers"]);
  assert.equal(captures(1, 1, 1, 1), ["noCausedPayloads", "noPayloads", "counts", "counts"]);
  assert.is(CAPTURES.at(-1), "counts");
});

/** A meter under calls that take `ms` and make `characters`. */
function metered() {
  const { clock, cost } = costClock();
  let made = 0;
  let looks = 0;
  const meter = new CostMeter({
    clock: () => {
      looks += 1;
      return cost();
    },
    characters: () => made,
  });
  const call = (ms: number, characters: number): void => {
    const began = meter.begin();
    clock.ms += ms;
    made += characters;
    if (began >= 0) meter.end(began);
  };
  return { meter, call, clock, looks: () => looks };
}

test("CostMeter looks at its clock twice in 31 calls, and gives what all of them took", () => {
  const { meter, call, looks } = metered();

  for (let n = 0; n < SAMPLE_EVERY * 20; n += 1) call(0.5, 100);

  assert.is(looks(), 40);
  assert.ok(Math.abs(meter.totalMs() - 310) < 0.001, String(meter.totalMs()));
});

test("CostMeter knows long records by what they made, though none of them was timed", () => {
  const { meter, call } = metered();

  for (let n = 1; n <= SAMPLE_EVERY * 20; n += 1) {
    const isLong = n % SAMPLE_EVERY === 1;
    call(isLong ? 10 : 0.01, isLong ? 99_936 : 36);
  }

  const true_ = 20 * 10 + 600 * 0.01;
  assert.ok(Math.abs(meter.totalMs() - true_) < true_ * 0.1, `${true_} ms were taken, ${meter.totalMs()} ms are told`);
});

test("CostMeter takes a pause that hits a timed call for one pause, not for 31", () => {
  const { meter, call } = metered();
  for (let n = 0; n < SAMPLE_EVERY * 50; n += 1) call(0.01, 100);
  const before = meter.totalMs();

  for (let n = 0; n < SAMPLE_EVERY - 1; n += 1) call(0.01, 100);
  call(50, 100);

  const after = meter.totalMs() - before;
  assert.ok(after > 50 && after < 60, `50.3 ms were taken, ${after} ms are told`);
});

test("CostMeter counts a write within a timed call once", () => {
  const { meter, clock } = metered();

  for (let n = 0; n < SAMPLE_EVERY; n += 1) {
    const began = meter.begin();
    if (n === SAMPLE_EVERY - 1) meter.writing(() => void (clock.ms += 100));
    clock.ms += 1;
    if (began >= 0) meter.end(began);
  }

  assert.is(meter.totalMs(), 131);
});

test("CostMeter gives each window what it cost", () => {
  const { meter, call, clock } = metered();

  for (let n = 0; n < SAMPLE_EVERY * 2; n += 1) call(1, 100);
  meter.writing(() => void (clock.ms += 7));
  const first = meter.window();
  const second = meter.window();

  assert.equal([Math.round(first), Math.round(second), Math.round(meter.totalMs())], [69, 0, 69]);
});
