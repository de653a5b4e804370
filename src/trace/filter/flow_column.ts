/** Whether a dispatch belongs to the flow of another, over columns: causes are followed up to the first dispatch of which that is known. */
import type { Log } from "../log.ts";
import { NO, type Verdict, YES } from "./verdict.ts";

const UNKNOWN = 0;
const OUTSIDE = 1;
const INSIDE = 2;

/**
 * Makes the test for the flows, one of each run, that the dispatch with this id belongs to. Cost: each dispatch is looked at once, as long as the log does not grow; one
 * byte of memory for each.
 */
export function flowColumn(log: Log, id: number): (dispatch: number) => Verdict {
  const { dispatches } = log;
  let version = -1;
  let roots: readonly number[] = [];
  let table = new Uint8Array(0);
  const begin = (): void => {
    version = log.version;
    const now = log.runs.map((run) => log.indexOf(id, run)).filter((dispatch) => dispatch >= 0).map((dispatch) => rootOf(log, dispatch));
    const isSame = now.length === roots.length && now.every((root, at) => root === roots[at]);
    // What was outside may be inside once the log holds the dispatch itself.
    if (!isSame) table.fill(UNKNOWN);
    roots = now;
    if (table.length < dispatches.length) {
      const longer = new Uint8Array(Math.max(dispatches.length, table.length * 2));
      longer.set(table);
      table = longer;
    }
    for (const root of roots) table[root] = INSIDE;
  };
  return (dispatch) => {
    if (log.version !== version) begin();
    let known = UNKNOWN;
    let at = dispatch;
    while ((known = table[at] ?? OUTSIDE) === UNKNOWN) {
      const cause = dispatches.cause(at);
      if (cause < 0) {
        known = OUTSIDE;
        break;
      }
      at = cause;
    }
    for (let on = dispatch; on >= 0 && table[on] === UNKNOWN; on = dispatches.cause(on)) table[on] = known;
    return known === INSIDE ? YES : NO;
  };
}

function rootOf({ dispatches }: Log, dispatch: number): number {
  let root = dispatch;
  for (let cause = dispatches.cause(root); cause >= 0; cause = dispatches.cause(root)) root = cause;
  return root;
}
