/** When a run ended, or how far its log goes. */
import type { Log } from "./log.ts";
import type { RunTrace } from "./run_trace.ts";

/**
 * Gives the last moment that a log knows of a run, in milliseconds since the run began: "now", of a recording and of a log that grows.
 * Cost: how much of other runs stands behind it.
 */
export function endOfRun(log: Log, run: RunTrace): number {
  const { dispatches, handlings, runs } = log;
  const position = runs.indexOf(run);
  let end = run.end?.at ?? 0;
  for (let dispatch = dispatches.length - 1; dispatch >= 0; dispatch--) {
    if (dispatches.run(dispatch) !== position) continue;
    end = Math.max(end, dispatches.at(dispatch));
    break;
  }
  for (let handling = handlings.length - 1; handling >= 0; handling--) {
    if (dispatches.run(handlings.dispatch(handling)) !== position) continue;
    end = Math.max(end, handlings.at(handling) + handlings.ms(handling));
    break;
  }
  for (const { added, removedAt } of run.subscriptions.values()) end = Math.max(end, added.at, removedAt ?? 0);
  for (const { at } of run.serviceRecords) end = Math.max(end, at);
  // As many decimals as a log has.
  return Math.round(end * 1000) / 1000;
}
