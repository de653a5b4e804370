/** How far a dispatch has come, from the tables: the same as `stateOf()` of `trace/state.ts` says of its records. States are places in `STATES`. */
import { OUTCOME_CODES } from "../scan/scanner.ts";
import { type DispatchTable, RUNNING, STATES } from "./dispatch_table.ts";
import type { HandlingTable } from "./handling_table.ts";

const DONE = STATES.indexOf("done");
const ANSWERED = STATES.indexOf("answered");
const UNANSWERED = STATES.indexOf("unanswered");
const FAILED = STATES.indexOf("failed");
/** The place of `unhandled`. */
export const UNHANDLED: number = STATES.indexOf("unhandled");

const ANSWERED_OUTCOME = OUTCOME_CODES.indexOf("answered");
const FAILED_OUTCOME = OUTCOME_CODES.indexOf("failed");

/** Gives the state of a dispatch. Cost: the number of its handlings, once all are in. */
export function stateFrom(dispatches: DispatchTable, handlings: HandlingTable, dispatch: number): number {
  const settled = dispatches.settledAs(dispatch);
  if (settled !== undefined) return STATES.indexOf(settled);
  const arrived = dispatches.arrived(dispatch);
  const expected = dispatches.handlers(dispatch);
  if (arrived === 0) return expected === 0 ? UNHANDLED : RUNNING;
  const areAllIn = expected !== -1 && arrived >= expected;
  const verb = dispatches.verb(dispatch);
  switch (verb) {
    case "ACTION":
      if (!areAllIn) return RUNNING;
      return has(FAILED_OUTCOME, handlings, dispatches.lastHandling(dispatch)) ? FAILED : DONE;
    case "QUERYALL":
      if (!areAllIn) return RUNNING;
      if (has(FAILED_OUTCOME, handlings, dispatches.lastHandling(dispatch))) return FAILED;
      return has(ANSWERED_OUTCOME, handlings, dispatches.lastHandling(dispatch)) ? ANSWERED : DONE;
    case "QUERY": return firstOf(handlings, dispatches.lastHandling(dispatch), isDecisive) ?? (areAllIn ? UNANSWERED : RUNNING);
    case "PERFORM": return firstOf(handlings, dispatches.lastHandling(dispatch), () => true) ?? RUNNING;
    default: return verb satisfies never;
  }
}

function has(outcome: number, handlings: HandlingTable, last: number): boolean {
  for (let at = last; at !== -1; at = handlings.before(at)) if (handlings.outcomeCode(at) === outcome) return true;
  return false;
}

function isDecisive(outcome: number): boolean {
  return outcome === FAILED_OUTCOME || outcome === ANSWERED_OUTCOME;
}

/** What the first handling that counts, by its number and then by its line, makes of the dispatch. */
function firstOf(handlings: HandlingTable, last: number, counts: (outcome: number) => boolean): number | undefined {
  let first = -1;
  for (let at = last; at !== -1; at = handlings.before(at)) {
    if (counts(handlings.outcomeCode(at)) && (first === -1 || handlings.n(at) <= handlings.n(first))) first = at;
  }
  if (first === -1) return undefined;
  const outcome = handlings.outcomeCode(first);
  return outcome === FAILED_OUTCOME ? FAILED : outcome === ANSWERED_OUTCOME ? ANSWERED : DONE;
}
