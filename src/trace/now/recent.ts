/** Which part of a log "now" is about, and the handlings that ended in it. */
import { ROWS_AT_ONCE } from "../each_row.ts";
import type { Log } from "../log.ts";
import { endOfRun } from "../run_end.ts";
import type { RunTrace } from "../run_trace.ts";

/** What is looked at. */
export interface Recent {
  readonly log: Log;
  readonly run: RunTrace;
  /** The place of the run in the log. */
  readonly position: number;
  /** The last moment of the run, in milliseconds since it began. */
  readonly at: number;
  /** From when on something is recent, on the same clock. */
  readonly since: number;
  /** Which dispatches are looked at, by ordinal. */
  readonly passes: (dispatch: number) => boolean;
}

/** Lines are written when handlings end, so their ends only grow; what a further part repeats may stand later. */
const DISORDER_MS = 10_000;

/** Gives what is recent in a run: its last `windowMs`. */
export function recentOf(log: Log, run: RunTrace, windowMs: number, passes: (dispatch: number) => boolean): Recent {
  const at = endOfRun(log, run);
  return { log, run, position: log.runs.indexOf(run), at, since: at - windowMs, passes };
}

/** Does something with the handlings that ended recently, the newest first, a few at a step. Cost: their number. */
export function* eachRecent(recent: Recent, act: (handling: number) => void): Generator<void, void> {
  for (let to = recent.log.handlings.length; to > 0; to -= ROWS_AT_ONCE) {
    if (!recentTo(to, Math.max(0, to - ROWS_AT_ONCE), recent, act)) return;
    yield;
  }
}

/** Gives false once what stands before is older. */
function recentTo(to: number, from: number, { log: { handlings, dispatches }, position, since, passes }: Recent, act: (handling: number) => void): boolean {
  for (let handling = to - 1; handling >= from; handling--) {
    const dispatch = handlings.dispatch(handling);
    if (dispatches.run(dispatch) !== position) continue;
    const end = handlings.at(handling) + handlings.ms(handling);
    if (end < since - DISORDER_MS) return false;
    if (end >= since && passes(dispatch)) act(handling);
  }
  return true;
}
