/**
 * Whether a subscription ended with its only run, as one with `once` does. Records do not hold the option; they hold what it does: the bus disposes such a
 * subscription in the moment its first run ends, so the line of its end stands right before the line of that handling.
 */
import type { Log } from "../log.ts";
import type { RunTrace, SubscriptionTrace } from "../run_trace.ts";

/** What the recorder may say of itself between the two lines. */
const LINES_BETWEEN = 3;

/** Gives the id of the message whose handling spent a subscription; undefined where it ended otherwise. Cost: the handlings during its life. */
export function spentBy(log: Log, run: RunTrace, { added: { id }, line, removedLine }: SubscriptionTrace): number | undefined {
  if (removedLine === undefined) return undefined;
  const { handlings, dispatches, runs } = log;
  const position = runs.indexOf(run);
  const last = firstAfter(log, removedLine);
  const isIts = (handling: number): boolean => handlings.subscription(handling) === id && dispatches.run(handlings.dispatch(handling)) === position;
  const isTaken = (handling: number): boolean => handlings.outcome(handling) !== "declined" && handlings.outcome(handling) !== "spared";
  if (last >= handlings.length || handlings.line(last) > removedLine + 1 + LINES_BETWEEN || !isIts(last) || !isTaken(last)) return undefined;
  for (let handling = last - 1; handling >= 0 && handlings.line(handling) > line; handling--) if (isIts(handling) && isTaken(handling)) return undefined;
  return dispatches.id(handlings.dispatch(last));
}

/** The first handling whose record stands behind a line. */
function firstAfter({ handlings }: Log, line: number): number {
  let low = 0;
  let high = handlings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (handlings.line(middle) > line) high = middle;
    else low = middle + 1;
  }
  return low;
}
