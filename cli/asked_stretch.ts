/** The stretch of time that `--from` and `--to` ask for, in each run: for what is said of a time, not of messages. Which messages, `chosenFilter()` says. */
import { momentsFrom } from "../src/trace/filter/moments.ts";
import { momentStretch } from "../src/trace/filter/run_moments.ts";
import type { RunTrace } from "../src/trace/run_trace.ts";
import type { TimeRange } from "../src/trace/statistics/mod.ts";
import type { Chosen } from "./chosen.ts";

/** Gives it by wall clock, as the filter's `at:` has it; undefined where neither is given. Both were read by `chosenFilter()` before. */
export function askedStretch({ from, to }: Chosen): ((run: RunTrace) => TimeRange) | undefined {
  if (from === undefined && to === undefined) return undefined;
  const moments = momentsFrom(":", { kind: "bare", text: `${from ?? ""}..${to ?? ""}`, at: 0 });
  return (run) => momentStretch(moments, run);
}
