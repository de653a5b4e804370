/**
 * Flows in which a type causes itself again and again, directly or by way of others, without a pause. Timers and polling pause, retries too; walks through trees and pages end sooner.
 * Memory: eight bytes a dispatch while it runs.
 */
import { LOOP_PAUSE_MS, LOOP_REPEATS, LOOP_TYPES, ROWS_A_SLICE } from "./lint_limits.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";
import { listed } from "./wording.ts";

export const loop: LintRule = {
  name: "loop",
  why: "A handler that sends, through whatever stands between, what it hears never comes to rest: it takes the thread, and ends at the limit of nested messages or never.",
  check,
};

function* check(scope: RuleScope): Work {
  const { dispatches } = scope.log;
  /** How often the dispatch's type stands above it, without a pause between. */
  const repeats = new Int32Array(dispatches.length);
  const before = new Int32Array(dispatches.length).fill(-1);
  /** The longest chain of each type, by its lowest dispatch. */
  const longest = new Map<number, number>();
  for (let at = 0; at < dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const above = sameAbove(scope, at);
    if (above < 0) continue;
    before[at] = above;
    const count = (repeats[above] ?? 0) + 1;
    repeats[at] = count;
    const type = dispatches.type(at);
    if (count >= LOOP_REPEATS && count > (repeats[longest.get(type) ?? -1] ?? 0) && scope.asks(at)) longest.set(type, at);
  }
  const told = new Set<string>();
  for (const at of [...longest.values()].toSorted((a, b) => (repeats[b] ?? 0) - (repeats[a] ?? 0) || a - b)) {
    const cycle = cycleOf(scope, at, before[at] ?? -1);
    const key = [...cycle].sort().join(" ");
    if (told.has(key)) continue;
    told.add(key);
    tell(scope, at, cycle, before, repeats[at] ?? 0);
  }
}

/** The nearest dispatch above that has the same type, if nothing paused since; -1 for none. */
function sameAbove({ log: { dispatches } }: RuleScope, dispatch: number): number {
  const type = dispatches.type(dispatch);
  let above = dispatches.cause(dispatch);
  for (let step = 0; step < LOOP_TYPES && above >= 0; step++) {
    if (dispatches.type(above) === type) return dispatches.at(dispatch) - dispatches.at(above) < LOOP_PAUSE_MS && dispatches.verb(above) === dispatches.verb(dispatch) ? above : -1;
    above = dispatches.cause(above);
  }
  return -1;
}

/** The types from one repeat to the next, in the order of their causes. */
function cycleOf(scope: RuleScope, last: number, above: number): string[] {
  const types: string[] = [];
  for (let at = scope.log.dispatches.cause(last); at >= 0 && types.length < LOOP_TYPES; at = scope.log.dispatches.cause(at)) {
    types.unshift(scope.typeOf(at));
    if (at === above) break;
  }
  return types;
}

function tell(scope: RuleScope, last: number, cycle: readonly string[], before: Int32Array, repeats: number): void {
  const type = scope.typeOf(last);
  const chain: number[] = [];
  for (let at = last; at >= 0; at = before[at] ?? -1) chain.push(at);
  chain.reverse();
  const [first = last, second = last] = chain;
  if (scope.isSilenced(first)) {
    scope.silenced += 1;
    return;
  }
  const isSame = isSamePayload(scope, chain.at(-2) ?? last, last);
  const isEndless = neverCameToRest(scope, last);
  const way = cycle.length === 1 ? "" : ` by way of ${listed(cycle.slice(1))}`;
  scope.found({
    severity: isEndless ? "error" : isSame ? "warning" : "note", about: type,
    sentence: `"${type}" causes itself${way}, ${repeats.toLocaleString("en")} times in one flow${isSame ? ", with the same payload" : ""}${isEndless ? ", and did not come to rest" : ""}`,
    evidence: [...new Set([first, second, chain.at(-2) ?? last, last])].map((dispatch) => scope.evidence({ dispatch })), evidenceCount: chain.length,
  });
}

/** Its last message was not delivered (that is how the limit of nested messages ends it), or it goes on where the log breaks off. */
function neverCameToRest({ log, facts }: RuleScope, last: number): boolean {
  const { dispatches } = log;
  if (UNDELIVERED.has(dispatches.state(last))) return true;
  const run = dispatches.run(last);
  return log.runs[run]?.end === undefined && (facts.lastAt[run] ?? 0) - dispatches.at(last) < LOOP_PAUSE_MS;
}

const UNDELIVERED: ReadonlySet<string> = new Set(["refused", "failed", "aborted", "timedOut"]);

/** Two payloads, of the longest chain only. One that says nothing tells nothing: a queue is worked through by the same word. */
function isSamePayload({ log }: RuleScope, a: number, b: number): boolean {
  const { data } = log.trace(a).record;
  return typeof data === "object" && data !== null && Object.keys(data).length > 0 && JSON.stringify(data) === JSON.stringify(log.trace(b).record.data);
}
