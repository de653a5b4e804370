/** What a range of moments is in one run: times of the day are those of its day. */
import type { RunTrace } from "../run_trace.ts";
import { wallTimeOf } from "../wall_clock.ts";
import type { MomentEdge } from "./ast.ts";

const DAY_MS = 86_400_000;

/** A range of moments as it was written; where one is absent it is open. */
export interface MomentRange {
  readonly from?: MomentEdge;
  readonly to?: MomentEdge;
}

/**
 * Makes the test for what was sent at `at` in a run: from the beginning of the range, up to its end, without that. `02:10` is of the day (UTC) on which the
 * run began; a range that ends before it begins ends on the next day; one that is over before the run began is meant a day later.
 */
export function momentTest({ from, to }: MomentRange, run: Pick<RunTrace, "startedAtMs" | "clock">): (at: number) => boolean {
  const { begin, end } = edgesIn({ from, to }, run);
  const isFromElapsed = from?.moment.kind === "elapsed";
  const isToElapsed = to?.moment.kind === "elapsed";
  if ((from === undefined || isFromElapsed) && (to === undefined || isToElapsed)) return (at) => at >= begin && at < end;
  return (at) => {
    const wall = wallTimeOf(run, at);
    return (isFromElapsed ? at : wall) >= begin && (isToElapsed ? at : wall) < end;
  };
}

/** Gives the same range in a run by wall clock, in milliseconds since 1970; infinite where it is open. */
export function momentStretch({ from, to }: MomentRange, run: Pick<RunTrace, "startedAtMs" | "clock">): { readonly fromMs: number; readonly toMs: number } {
  const { begin, end } = edgesIn({ from, to }, run);
  return { fromMs: from?.moment.kind === "elapsed" ? wallTimeOf(run, begin) : begin, toMs: to?.moment.kind === "elapsed" ? wallTimeOf(run, end) : end };
}

/** Each by the clock that its moment is of. */
function edgesIn({ from, to }: { readonly from: MomentEdge | undefined; readonly to: MomentEdge | undefined }, { startedAtMs }: Pick<RunTrace, "startedAtMs">): { readonly begin: number; readonly end: number } {
  const day = Math.floor(startedAtMs / DAY_MS) * DAY_MS;
  const begin = from === undefined ? -Infinity : edgeMs(from, day);
  const end = to === undefined ? Infinity : edgeMs(to, day);
  if (to?.moment.kind !== "clock" || (from !== undefined && from.moment.kind !== "clock")) return { begin, end };
  const nextDay = end <= begin ? DAY_MS : 0;
  const later = end + nextDay <= startedAtMs ? DAY_MS : 0;
  return { begin: begin + later, end: end + nextDay + later };
}

/** On the wall clock, or since the run began. */
function edgeMs({ moment, side }: MomentEdge, day: number): number {
  const ms = moment.ms + (side === "end" ? moment.lengthMs : 0);
  return moment.kind === "clock" ? day + ms : ms;
}
