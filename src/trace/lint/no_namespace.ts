/** Types without a dot. They are told together: it is a habit, not a slip. */
import { ROWS_A_SLICE } from "./lint_limits.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";
import { counted, listed } from "./wording.ts";

export const noNamespace: LintRule = {
  name: "no-namespace",
  why: "No pattern chooses such a type with its neighbours (user.* would), and a second service may mean something else by the same word.",
  check,
};

function* check(scope: RuleScope): Work {
  const { log, facts } = scope;
  const dotless = new Set([...facts.types].filter(([, { name }]) => !name.includes(".")).map(([type]) => type));
  const tally = scope.tally();
  for (let at = 0; dotless.size > 0 && at < log.dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    if (dotless.has(log.dispatches.type(at)) && scope.asks(at)) tally.add(scope.typeOf(at), at);
  }
  const groups = tally.groups().filter(({ count }) => count > 0);
  scope.silenced += tally.groups().length - groups.length;
  if (groups.length === 0) return;
  const names = groups.map(({ key }) => key);
  const all = groups.reduce((sum, { count }) => sum + count, 0);
  scope.found({
    severity: "note", about: names.join(" "), sentence: `${counted(names.length, "type")} without a namespace: ${listed(names)}`,
    evidence: groups.flatMap(({ shown }) => shown.slice(0, 1)).map((met) => scope.evidence(met)), evidenceCount: all,
  });
}
