/** Types without a description, in a namespace of which most types have one: there it was forgotten. */
import { isOwnMessage } from "../own_messages.ts";
import { ROWS_A_SLICE } from "./lint_limits.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";
import { grouped } from "./tally.ts";
import { counted, listed, share } from "./wording.ts";

export const noDescription: LintRule = {
  name: "no-description",
  why: "Lists of types, screens and whoever reads the code next learn from it what a message means; here they learn nothing.",
  check,
};

function* check(scope: RuleScope): Work {
  const { log } = scope;
  const namespaces = namespacesOf(scope);
  const lacking = new Map([...namespaces].flatMap(([namespace, { without }]) => without.map((name) => [name, namespace])));
  const tally = scope.tally();
  for (let at = 0; lacking.size > 0 && at < log.dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const name = scope.typeOf(at);
    if (lacking.has(name) && scope.asks(at)) tally.add(name, at);
  }
  const groups = tally.groups().filter(({ count }) => count > 0);
  scope.silenced += tally.groups().length - groups.length;
  for (const [namespace, ofIt] of grouped(groups, ({ key }) => lacking.get(key) ?? "")) {
    const names = ofIt.map(({ key }) => key);
    const described = namespaces.get(namespace)?.described ?? 0;
    scope.found({
      severity: "note", about: namespace,
      sentence: `${counted(names.length, "type")} without a description, where ${share(described, described + (namespaces.get(namespace)?.without.length ?? 0))} of "${namespace}" have one: ${listed(names)}`,
      evidence: ofIt.flatMap(({ shown }) => shown.slice(0, 1)).map((met) => scope.evidence(met)), evidenceCount: ofIt.reduce((sum, { count }) => sum + count, 0),
    });
  }
}

/** The namespaces of which most types have a description. */
function namespacesOf({ facts: { types, documented } }: RuleScope): Map<string, { described: number; without: string[] }> {
  const all = new Map<string, { described: number; without: string[] }>();
  for (const name of new Set([...documented.keys(), ...[...types.values()].map((each) => each.name)])) {
    if (isOwnMessage(name)) continue;
    const namespace = name.split(".", 1)[0] ?? "";
    const known = all.get(namespace) ?? { described: 0, without: [] };
    all.set(namespace, known);
    if ((documented.get(name) ?? "") !== "") known.described += 1;
    else known.without.push(name);
  }
  return new Map([...all].filter(([, { described, without }]) => described > without.length));
}
