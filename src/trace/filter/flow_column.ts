/** Whether a dispatch belongs to the flow of another, over columns: causes are followed up to the first dispatch of which that is known. */
import type { DispatchColumns } from "../columns.ts";
import type { Log } from "../log.ts";
import { NO, type Verdict, YES } from "./verdict.ts";

const UNKNOWN = 0;
const OUTSIDE = 1;
const INSIDE = 2;

/**
 * Makes the test for the flows, of each run, that a dispatch with this id belongs to. Cost: each dispatch is looked at twice, and again only where the log
 * comes to hold the one that is asked for; a byte of memory for each.
 */
export function flowColumn({ dispatches }: Log, id: number): (dispatch: number) => Verdict {
  const roots = new Set<number>();
  let lookedTo = 0;
  let table = new Uint8Array(0);
  const look = (): void => {
    const { length } = dispatches;
    if (table.length < length) {
      const longer = new Uint8Array(Math.max(length, table.length * 2));
      longer.set(table);
      table = longer;
    }
    for (; lookedTo < length; lookedTo++) {
      if (dispatches.id(lookedTo) !== id) continue;
      const root = rootOf(dispatches, lookedTo);
      // What was outside before may be inside now.
      if (!roots.has(root)) table.fill(UNKNOWN);
      roots.add(root);
      for (const each of roots) table[each] = INSIDE;
    }
  };
  return (dispatch) => {
    if (lookedTo < dispatches.length) look();
    let known = table[dispatch] ?? OUTSIDE;
    if (known === UNKNOWN) {
      let on = dispatch;
      while (known === UNKNOWN) {
        on = dispatches.cause(on);
        known = on < 0 ? OUTSIDE : table[on] ?? OUTSIDE;
      }
      for (on = dispatch; on >= 0 && table[on] === UNKNOWN; on = dispatches.cause(on)) table[on] = known;
    }
    return known === INSIDE ? YES : NO;
  };
}

function rootOf(dispatches: DispatchColumns, dispatch: number): number {
  let root = dispatch;
  for (let cause = dispatches.cause(root); cause >= 0; cause = dispatches.cause(root)) root = cause;
  return root;
}
