/** Which dispatches of a log a filter lets pass, as work in steps: a long log is asked in slices (`slices.ts`), and asking can be given up. */
import type { Log } from "../log.ts";
import type { Filter } from "./filter.ts";

/** How many are looked at between two steps: some ten microseconds of columns, or as many payloads as take less than a slice where they are not of the largest. */
const AT_ONCE = { columns: 1_000, payloads: 10 } as const;

/**
 * Finds the dispatches that pass, in their order, from the ordinal `from` on, up to `to` without it (all of them that are there when it gets to the end).
 * Each step tells how far it has come.
 * @example
 * const found = await runInSlices(matching(log, parseFilter("type:user.*")), { clock, signal });
 */
export function* matching(log: Log, filter: Filter, from: number = 0, to: number = Infinity): Generator<number, number[]> {
  const passes = filter.over(log);
  const atOnce = AT_ONCE[filter.reads];
  const found: number[] = [];
  for (let dispatch = from; dispatch < Math.min(to, log.dispatches.length); dispatch++) {
    if (passes(dispatch)) found.push(dispatch);
    if (dispatch % atOnce === atOnce - 1) yield dispatch + 1;
  }
  return found;
}
