/**
 * Subscriptions of one handler and pattern that come again and again, and never go. Cost: the number of subscriptions, which are in memory; for those that are told of, one pass over the handlings.
 */
import type { RunTrace, SubscriptionTrace } from "../run_trace.ts";
import type { Evidence } from "./finding.ts";
import { ONE_MOMENT_MS, ROWS_A_SLICE, SUBSCRIPTIONS_ALIVE, SUBSCRIPTION_MOMENTS } from "./lint_limits.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";
import { grouped } from "./tally.ts";
import { counted } from "./wording.ts";

export const growingSubscriptions: LintRule = {
  name: "growing-subscriptions",
  why: "Each message runs the handler once more than before, so work is done many times, and memory grows until the app ends.",
  check,
};

function* check(scope: RuleScope): Work {
  for (const [position, run] of scope.log.runs.entries()) {
    yield;
    for (const [handler, group] of growingIn(run)) {
      const [first] = group;
      if (first === undefined) continue;
      const handled = yield* handledBy(scope, position, new Set(group.map(({ added }) => added.id)));
      if (handled >= 0 && !scope.asks(handled)) continue;
      if (scope.isSilenced(handled)) {
        scope.silenced += 1;
        continue;
      }
      const shown = [...group.slice(0, 2), ...group.slice(-2)].map(({ added }): Evidence => ({
        run: position, at: added.at, subscription: added.id, text: `${added.handler} for ${added.pattern}${added.site === undefined ? "" : `, at ${added.site}`}`,
      }));
      scope.found({
        severity: "warning", about: handler, sentence: `"${handler}" is subscribed to "${first.added.pattern}" ${counted(group.length, "time")}, and never removed`,
        evidence: [...shown, ...(handled >= 0 ? [scope.evidence({ dispatch: handled, text: `${scope.typeOf(handled)}, the last one that they handled` })] : [])], evidenceCount: group.length,
      });
    }
  }
}

/** Those of one verb, pattern and handler, where all are alive, and they came at many moments. */
function growingIn({ subscriptions }: RunTrace): Map<string, SubscriptionTrace[]> {
  const groups = grouped([...subscriptions.values()], ({ added }) => `${added.verb} ${added.pattern} ${nameOf(added.handler)}`);
  return new Map([...groups.values()].filter(isGrowing).map((group) => [nameOf(group[0]?.added.handler ?? ""), group]));
}

/** Two handlers of one name have an ordinal each: `mailer.onMail#2`. */
function nameOf(handler: string): string {
  return handler.replace(/#\d+$/, "");
}

function isGrowing(group: readonly SubscriptionTrace[]): boolean {
  if (group.length < SUBSCRIPTIONS_ALIVE || group.some(({ removedAt }) => removedAt !== undefined)) return false;
  let moments = 0;
  let last = -Infinity;
  for (const { added } of group) {
    if (added.snapshot === true) continue;
    if (added.at - last >= ONE_MOMENT_MS) moments += 1;
    last = added.at;
  }
  return moments >= SUBSCRIPTION_MOMENTS;
}

/** The last dispatch of a run that one of these subscriptions handled; -1 for none. */
function* handledBy({ log: { dispatches, handlings } }: RuleScope, run: number, ids: ReadonlySet<number>): Generator<undefined, number, undefined> {
  for (let at = handlings.length - 1; at >= 0; at--) {
    if (at % ROWS_A_SLICE === 0) yield;
    if (ids.has(handlings.subscription(at)) && dispatches.run(handlings.dispatch(at)) === run) return handlings.dispatch(at);
  }
  return -1;
}
