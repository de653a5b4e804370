/**
 * One type at a very high rate, second after second, that leaves all others a small share. A log of one type alone, and one that was recorded under a filter, have nothing to compare it with.
 */
import { FLOOD_A_SECOND, FLOOD_SECONDS, FLOOD_SHARE, ROWS_A_SLICE } from "./lint_limits.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";

export const flood: LintRule = {
  name: "flood",
  why: "All other messages wait in between, recordings consist of it, and hardly anybody needs each single one: throttle it, or send several as one.",
  check,
};

/** One second of a run, and the row of flooded seconds before it. */
interface Second {
  second: number;
  total: number;
  readonly counts: Map<number, number>;
  type: number;
  row: number;
  /** Of the row: the first dispatch, how many, the highest rate. */
  from: number;
  sum: number;
  peak: number;
  last: number;
  before: number;
}

function* check(scope: RuleScope): Work {
  const { log, facts } = scope;
  const { dispatches } = log;
  if (facts.types.size < 2) return;
  const runs = log.runs.map(({ header }): Second | undefined => header.only === undefined ? { second: -1, total: 0, counts: new Map(), type: 0, row: 0, from: -1, sum: 0, peak: 0, last: -1, before: -1 } : undefined);
  const worst = new Map<number, Second>();
  const end = (second: Second): void => {
    endSecond(second);
    if (second.row >= FLOOD_SECONDS && second.sum > (worst.get(second.type)?.sum ?? 0)) worst.set(second.type, { ...second });
  };
  for (let at = 0; at < dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const run = runs[dispatches.run(at)];
    if (run === undefined || !scope.asks(at)) continue;
    const second = Math.floor(dispatches.at(at) / 1_000);
    if (second > run.second) {
      end(run);
      if (second > run.second + 1) run.row = 0;
      Object.assign(run, { second, total: 0, before: at });
      run.counts.clear();
    }
    run.total += 1;
    run.last = at;
    const type = dispatches.type(at);
    run.counts.set(type, (run.counts.get(type) ?? 0) + 1);
  }
  for (const run of runs) if (run !== undefined) end(run);
  for (const [type, row] of worst) tell(scope, type, row);
}

/** Says of the second that is over whether it goes on with a row of flooded ones, begins one, or ends it. */
function endSecond(second: Second): void {
  let type = 0;
  let count = 0;
  for (const [each, of] of second.counts) if (of > count) [type, count] = [each, of];
  if (count < FLOOD_A_SECOND || count < FLOOD_SHARE * second.total) {
    second.row = 0;
    return;
  }
  if (second.row === 0 || second.type !== type) Object.assign(second, { row: 0, type, from: second.before, sum: 0, peak: 0 });
  second.row += 1;
  second.sum += count;
  second.peak = Math.max(second.peak, count);
}

function tell(scope: RuleScope, type: number, { row, from, sum, peak, last }: Second): void {
  const { dispatches, texts } = scope.log;
  const shown: number[] = [];
  for (const begin of [from, last]) {
    for (let at = begin; at >= 0 && at < dispatches.length; at += begin === from ? 1 : -1) {
      if (dispatches.type(at) !== type) continue;
      shown.push(at);
      break;
    }
  }
  if (shown.every(scope.isSilenced)) {
    scope.silenced += 1;
    return;
  }
  const name = texts.textOf(type);
  scope.found({
    severity: "warning", about: name, sentence: `${sum.toLocaleString("en")} "${name}" in ${row} s, up to ${peak.toLocaleString("en")} in one: at least ${FLOOD_SHARE * 100} % of all messages in each of them`,
    evidence: shown.map((dispatch) => scope.evidence({ dispatch })), evidenceCount: sum,
  });
}
