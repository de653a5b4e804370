// When a message was sent: moments of the day, of the calendar and of the run, against runs that begin near midnight.
import { assert, suite } from "../../harness.ts";
import type { RunTrace } from "../../../src/trace/run_trace.ts";
import { parseFilter } from "../../../src/trace/filter/mod.ts";
import { logOf, tracesOf } from "../../log/log_of.ts";
import { dispatch } from "../records.ts";

const test = suite("trace/filter/moments");

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Each filter against a run that began then: what passes, by the time since the run began. */
const CASES: readonly (readonly [filter: string, startedAt: string, at: readonly number[], passing: readonly number[]])[] = [
  ["at:09:00", "2026-11-23T08:59:30Z", [29_999, 30_000, 89_999.9, 90_000], [30_000, 89_999.9]],
  ["at:09:00:05", "2026-11-23T09:00:00Z", [4_999, 5_000, 5_999, 6_000], [5_000, 5_999]],
  ["at:09:00:05.25", "2026-11-23T09:00:00Z", [5_249, 5_250, 5_259, 5_260], [5_250, 5_259]],
  ["at:02:10..02:15", "2026-11-23T02:00:00Z", [9 * MINUTE, 10 * MINUTE, 15 * MINUTE + 59_000, 16 * MINUTE], [10 * MINUTE, 15 * MINUTE + 59_000]],
  ["at:02:10..", "2026-11-23T02:00:00Z", [0, 10 * MINUTE, 48 * HOUR], [10 * MINUTE, 48 * HOUR]],
  ["at:..02:10", "2026-11-23T02:00:00Z", [0, 10 * MINUTE, 11 * MINUTE], [0, 10 * MINUTE]],
  ["at:23:50..00:10", "2026-11-23T23:00:00Z", [0, 50 * MINUTE, 70 * MINUTE, 71 * MINUTE], [50 * MINUTE, 70 * MINUTE]],
  ["at:00:10..00:20", "2026-11-23T23:00:00Z", [0, 70 * MINUTE, 80 * MINUTE, 81 * MINUTE], [70 * MINUTE, 80 * MINUTE]],
  ["at:..00:10", "2026-11-23T23:00:00Z", [0, 70 * MINUTE, 71 * MINUTE], [0, 70 * MINUTE]],
  ["at:08:00..", "2026-11-23T09:00:00Z", [0, HOUR], [0, HOUR]],
  ["at:2026-11-24", "2026-11-23T23:00:00Z", [0, HOUR, 25 * HOUR - 1, 25 * HOUR], [HOUR, 25 * HOUR - 1]],
  ["at:2026-11-24T00:00..2026-11-24T00:01", "2026-11-23T23:00:00Z", [HOUR - 1, HOUR, HOUR + 2 * MINUTE - 1, HOUR + 2 * MINUTE], [HOUR, HOUR + 2 * MINUTE - 1]],
  ["at:2026-11-24T01:00+01:00", "2026-11-23T23:00:00Z", [0, HOUR, 2 * HOUR], [HOUR]],
  ["at:+12s", "2026-11-23T23:00:00Z", [11_999, 12_000, 12_999, 13_000], [12_000, 12_999]],
  ["at:+1.5s", "", [1_499, 1_500, 1_599, 1_600], [1_500, 1_599]],
  ["at:+1s..+2s", "", [999, 1_000, 2_999, 3_000], [1_000, 2_999]],
  ["at<+1s", "", [999, 1_000], [999]],
  ["at<=+1s", "", [1_999, 2_000], [1_999]],
  ["at>+1s", "", [1_999, 2_000], [2_000]],
  ["at>=09:01", "2026-11-23T09:00:00Z", [MINUTE - 1, MINUTE], [MINUTE]],
  ["at>09:01", "2026-11-23T09:00:00Z", [MINUTE, 2 * MINUTE], [2 * MINUTE]],
  ["at:+90s..09:02", "2026-11-23T09:00:00Z", [89_999, 90_000, 3 * MINUTE - 1, 3 * MINUTE], [90_000, 3 * MINUTE - 1]],
  ["at:09:00", "", [0], []],
  ["not at:2026-11-24", "", [0], [0]],
];

for (const [filter, startedAt, at, passing] of CASES) {
  test(`"${filter}" of a run that began at ${startedAt === "" ? "nobody knows when" : startedAt} lets pass ${passing.join(", ") || "nothing"} of ${at.join(", ")}`, () => {
    const log = logOf([{ kind: "log", version: 1, run: "r", part: 1, name: "shop", startedAt }, ...at.map((one, index) => dispatch(index + 1, { at: one }))]);

    assert.equal(tracesOf(log).filter((trace) => parseFilter(filter).test(trace)).map(({ record }) => record.at), passing);
  });
}

test("at: goes by the wall clock, not by the time since the run began: a laptop sleeps", () => {
  const log = logOf([
    { kind: "log", version: 1, run: "r", part: 1, name: "shop", startedAt: "2026-11-23T09:00:00.000Z" }, dispatch(1, { at: 500 }), { kind: "clock", at: 1_000, time: "2026-11-23T11:00:01.000Z" }, dispatch(2, { at: 2_000 }),
  ]);

  assert.equal(tracesOf(log).map((trace) => parseFilter("at:11:00").test(trace)), [false, true]);
});

test("a time of the day is that of each run's own day", () => {
  const runs: readonly Pick<RunTrace["header"], "run" | "startedAt">[] = [{ run: "a", startedAt: "2026-11-23T09:00:00Z" }, { run: "b", startedAt: "2026-11-25T08:59:59Z" }];
  const log = logOf(runs.flatMap((run) => [{ kind: "log", version: 1, part: 1, name: "shop", ...run }, dispatch(1, { at: 0 }), dispatch(2, { at: 1_500 })]));
  const filter = parseFilter("at:09:00");

  assert.equal(tracesOf(log).filter((trace) => filter.test(trace)).map(({ run, record }) => [run.header.run, record.id]), [["a", 1], ["a", 2], ["b", 2]]);
});
