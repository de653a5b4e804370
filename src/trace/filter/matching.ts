/** Which dispatches of a log a filter lets pass, as work in steps: a long log is asked in slices (`slices.ts`), and asking can be given up. */
import type { Log } from "../log.ts";
import type { Filter } from "./filter.ts";

/** Looked at between two steps. Over columns that is far below a millisecond; where payloads are parsed, some milliseconds. */
const AT_ONCE = 1_000;

/**
 * Finds the dispatches that pass, in their order, from the ordinal `from` on, up to `to` without it (all of them that are there when it gets to the end).
 * Each step tells how far it has come.
 * @example
 * const found = await runInSlices(matching(log, parseFilter("type:user.*")), { clock, signal });
 */
export function* matching(log: Log, filter: Filter, from = 0, to = Infinity): Generator<number, number[]> {
  const passes = filter.over(log);
  const found: number[] = [];
  for (let dispatch = from; dispatch < Math.min(to, log.dispatches.length); dispatch++) {
    if (passes(dispatch)) found.push(dispatch);
    if (dispatch % AT_ONCE === AT_ONCE - 1) yield dispatch + 1;
  }
  return found;
}
