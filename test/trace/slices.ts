// Long work in slices: how long one takes, and how it is given up.
import { assert, suite } from "../harness.ts";
import { fakeClock } from "../../src/testing/mod.ts";
import { finish, runInSlices } from "../../src/trace/slices.ts";

const test = suite("trace/slices");

/** Work of so many steps of 3 ms each, what was done of it, and a clock whose timers run when a turn begins. */
function workOf(steps: number) {
  let now = 0;
  const timers = new Set<() => void>();
  const done: string[] = [];
  function* work(): Generator<number, string> {
    try {
      for (let step = 1; step <= steps; step++) {
        now += 3;
        done.push(String(step));
        yield step;
      }
      return "result";
    } finally {
      done.push("ended");
    }
  }
  return {
    done, work, timers,
    clock: {
      now: () => now,
      setTimer(run: () => void) {
        timers.add(run);
        return () => void timers.delete(run);
      },
    },
    turn() {
      const [run] = timers;
      timers.delete(run!);
      run!();
    },
  };
}

test("runInSlices() stops after the step that passes 8 ms, and goes on in a later turn", async () => {
  const { clock, done, work, timers, turn } = workOf(7);

  const result = runInSlices(work(), { clock });
  const slices = [[...done], timers.size];
  turn();
  slices.push([...done]);
  turn();

  assert.equal(slices, [["1", "2", "3"], 1, ["1", "2", "3", "4", "5", "6"]]);
  assert.equal([await result, done.at(-1), timers.size], ["result", "ended", 0]);
});

test("runInSlices() takes another length of a slice", async () => {
  const { clock, done, work, turn } = workOf(2);

  const result = runInSlices(work(), { clock, sliceMs: 1 });

  assert.equal(done, ["1"]);
  turn();
  turn();
  assert.is(await result, "result");
});

test("runInSlices() gives up as soon as its signal aborts, with its reason, and ends the work", async () => {
  const { clock, done, work, timers } = workOf(100);
  const stop = new AbortController();

  const result = runInSlices(work(), { clock, signal: stop.signal });
  stop.abort(new Error("another filter"));

  await assert.rejects(result, { message: "another filter" });
  assert.equal([done, timers.size], [["1", "2", "3", "ended"], 0]);
});

test("runInSlices() does no step when its signal has aborted", async () => {
  const { clock, done, work } = workOf(2);

  await assert.rejects(runInSlices(work(), { clock, signal: AbortSignal.abort(new Error("late")) }), { message: "late" });

  assert.equal(done, []);
});

test("runInSlices() gives up when a step of the work itself aborts", async () => {
  const clock = fakeClock();
  const stop = new AbortController();
  const done: string[] = [];
  function* work(): Generator<void, string> {
    try {
      stop.abort(new Error("enough"));
      yield;
      done.push("went on");
      return "result";
    } finally {
      done.push("ended");
    }
  }

  await assert.rejects(runInSlices(work(), { clock, signal: stop.signal }), { message: "enough" });

  assert.equal([done, clock.timers], [["ended"], 0]);
});

test("runInSlices() rejects with what the work throws", async () => {
  function* work(): Generator<void, string> {
    yield;
    throw new Error("broken");
  }

  await assert.rejects(runInSlices(work(), { clock: fakeClock() }), { message: "broken" });
});

test("finish() does the work at once", () => {
  assert.is(finish(workOf(100).work()), "result");
});
