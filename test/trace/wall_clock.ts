// The wall clock of a run, out of its clock records.
import { WallClock, wallTimeOf } from "../../src/trace/wall_clock.ts";
import { assert, suite } from "../harness.ts";
import { logOf } from "../log/log_of.ts";
import { header } from "./records.ts";

const test = suite("trace/wall_clock");

const START = Date.parse("2026-11-24T00:00:00.000Z");
const at = (ms: number): string => new Date(START + ms).toISOString();

test("wallTimeOf() counts from the header where there is no clock record, and is NaN where that says nothing", () => {
  assert.is(wallTimeOf(logOf([header()]).runs[0]!, 1_234), START + 1_234);
  assert.ok(Number.isNaN(new WallClock(Number.NaN).timeOf(5)));
});

test("wallTimeOf() follows the last clock record before the moment", () => {
  const [run] = logOf([header(), { kind: "clock", at: 1_000, time: at(7_201_000) }, { kind: "clock", at: 5_000, time: at(5_000) }]).runs;

  assert.equal([999, 1_000, 4_999, 5_000, 90_000].map((ms) => wallTimeOf(run!, ms) - START), [999, 7_201_000, 7_204_999, 5_000, 90_000]);
});

test("wallTimeOf() takes clock records in whatever order their lines stand, and none without a time", () => {
  const [run] = logOf([header(), { kind: "clock", at: 5_000, time: at(9_000) }, { kind: "clock", at: 1_000, time: at(3_000) }, { kind: "clock", at: 2_000, time: "soon" }]).runs;

  assert.equal([0, 1_000, 4_999, 5_000].map((ms) => wallTimeOf(run!, ms) - START), [0, 3_000, 6_999, 9_000]);
});

test("wallTimeOf() does not jitter by the grain of clocks", () => {
  const [run] = logOf([header(), { kind: "clock", at: 10_000, time: at(10_001) }, { kind: "clock", at: 20_000, time: at(19_998) }]).runs;

  assert.equal([10_000, 20_000].map((ms) => wallTimeOf(run!, ms) - START), [10_000, 20_000]);
});
