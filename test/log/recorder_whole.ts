// Whatever happens to a recorder and its sinks, drawn at random: each log accounts for every message, holds none twice, and ends with true totals.
import fc from "fast-check";
import type { RecorderOptions } from "../../src/log/recorder_options.ts";
import { Ring } from "../../src/log/ring.ts";
import { parseConditions } from "../../src/log/triggers.ts";
import { assert, suite } from "../harness.ts";
import { logOfText, linesOf, MemorySink, recordedCore } from "./recorded.ts";

const test = suite("log/recorder_whole");

/** What may happen. */
const STEPS = ["send", "caused", "bad", "other", "begin", "end", "flush", "second", "minute", "part", "full", "free", "late", "costly", "cheap"] as const;
type Step = (typeof STEPS)[number];

interface Stage {
  readonly file: MemorySink;
  act(step: Step): Promise<void>;
  close(): void;
}

/** A recorded Core to which steps happen. */
async function stageOf(more: Partial<RecorderOptions>, file: MemorySink, makeRing?: (now: () => number) => Ring): Promise<Stage> {
  const costs = { ms: 0, each: 0 };
  const { core, clock, recorder, sink } = await recordedCore((fake) => {
    const ring = makeRing?.(() => fake.now());
    return {
      keepsOpen: true, cost: () => costs.ms, sink: ring ?? file, ...more,
      ...(ring === undefined ? {} : { triggers: parseConditions(["error"]), onTrigger: () => ring.release() }),
    };
  });
  void sink;
  const write = file.write.bind(file);
  file.write = (batch) => {
    costs.ms += costs.each;
    write(batch);
  };
  const open: (() => void)[] = [];
  core.registerAction("caused", (view) => void view.ACTION({ type: "send", data: 1 }));
  core.registerAction("bad", () => { throw new Error("no"); });
  core.registerAction("begin", () => new Promise<void>((resolve) => open.push(resolve)));
  return {
    file,
    async act(step) {
      switch (step) {
        case "send": case "caused": case "bad": case "other": case "begin": return void core.ACTION({ type: step });
        case "end":
          open.shift()?.();
          return new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));
        case "flush": return recorder.flush();
        case "second": return clock.advance(1_000);
        case "minute": return clock.advance(60_000);
        case "part": return void (file.wantsPart = true);
        case "full": return void (file.isFull = true);
        case "free": return void (file.isFull = false);
        case "late": return file.loseLast();
        case "costly": return void (costs.each = 500);
        case "cheap": return void (costs.each = 0);
        default: return step satisfies never;
      }
    },
    close() {
      file.isFull = false;
      clock.advance(2_000);
      recorder.close();
    },
  };
}

const programs = fc.array(fc.constantFrom(...STEPS), { maxLength: 80 });

/** Holds a log against what every log promises. */
function holds(text: string): void {
  const lines = linesOf(text);
  const ids = lines.filter(({ kind, snapshot }) => kind === "dispatch" && snapshot !== true).map(({ id }) => id);
  assert.is(new Set(ids).size, ids.length, "a message stands twice");
  const log = logOfText(text);
  const [run] = log.runs;
  assert.equal(log.unaccounted(), []);
  assert.is(log.strays, 0);
  assert.is(run?.disagreement, undefined);
  assert.ok(run?.end !== undefined, "there is no end");
  assert.is(log.runs.length, 1);
  if (lines.some(({ kind }) => kind === "gap")) return;
  const skipped = lines.reduce((sum, { kind, count }) => sum + (kind === "skipped" ? Number(count) : 0), 0);
  assert.equal([run?.end?.skipped, run?.end?.dispatches, run?.end?.lost], [skipped, log.dispatches.length + skipped, 0]);
}

/** Runs drawn programs; a failure prints its seed and the shortest one. */
async function always(make: () => Promise<Stage>): Promise<void> {
  await fc.assert(fc.asyncProperty(programs, async (steps) => {
    const stage = await make();
    for (const step of steps) await stage.act(step);
    stage.close();
    if (stage.file.text !== "") holds(stage.file.text);
  }), { numRuns: 150, seed: 20_261_128 });
}

const only = { text: "not other", test: ({ message }: { message: { type: string } }) => message.type !== "other" };

test("a log in a file is whole", () => always(() => stageOf({}, new MemorySink())));

test("a log in a file with a budget and a filter is whole", () => always(() => stageOf({ budget: 0.05, only }, new MemorySink())));

test("a flight recorder's file is whole", () => {
  return always(async () => {
    const file = new MemorySink();
    return stageOf({}, file, (now) => new Ring({ ringMs: 6_000, afterMs: 1_500, now, destination: () => file }));
  });
});

test("a flight recorder's file is whole with a small memory, a budget and a filter", () => {
  return always(async () => {
    const file = new MemorySink();
    return stageOf({ budget: 0.05, only }, file, (now) => new Ring({ ringMs: 6_000, ringBytes: 6_000, afterMs: 1_500, now, destination: () => file }));
  });
});

test("what a later watcher of a flight recorder is given is whole", () => {
  return always(async () => {
    const watcher = new MemorySink();
    return stageOf({}, watcher, (now) => {
      const ring = new Ring({ ringMs: 6_000, now, destination: () => new MemorySink() });
      ring.attach(watcher);
      return ring;
    });
  });
});
