/**
 * Lints the flow of messages in a log: what nobody handled, what never ended, what goes round in circles. Columns first; payloads only where a rule is
 * about them, and then so many. It runs in slices and can be stopped between any two.
 */
import type { Log } from "../log.ts";
import { factsOf } from "./facts.ts";
import type { Bound, Finding, LintReport } from "./finding.ts";
import { RuleScope, type LintRule } from "./rule.ts";
import type { RuleName } from "./rule_names.ts";
import { LINT_RULES } from "./rules.ts";
import type { Silence } from "./silence.ts";

/** What is linted, and by which rules. */
export interface LintOptions {
  /** Which rules; all unless given. */
  readonly rules?: readonly RuleName[];
  /** Which dispatches findings may be about, by ordinal; what is known of types and handlers is known from all. */
  readonly where?: (dispatch: number) => boolean;
  /** What nothing is to be said of; what that silences is counted. */
  readonly ignore?: readonly Silence[];
  /** Stops it: the next slice throws its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Lints a log. A generator that yields every few thousand rows (`undefined`) and each finding when it is made, and gives the report. Cost: under a tenth of a microsecond a dispatch
 * and rule, and the payloads that `lint_limits.ts` allows. Facts are gathered once: what the log has gained since is left for the next call.
 * @throws the reason of `signal` once it is aborted
 * @example
 * const report = finish(lint(log, { rules: ["unhandled"] }));
 */
export function* lint(log: Log, { rules, where = () => true, ignore = [], signal }: LintOptions = {}): Generator<Finding | undefined, LintReport, undefined> {
  const facts = yield* untilAborted(factsOf(log), signal);
  const findings: Finding[] = [];
  const silenced = new Map<RuleName, number>();
  const bounds: Bound[] = [];
  for (const rule of LINT_RULES) {
    if (rules !== undefined && !rules.includes(rule.name)) continue;
    const scope = new RuleScope(log, facts, where, silencing(log, rule.name, ignore));
    yield* untilAborted(rule.check(scope), signal);
    for (const draft of scope.drafts) {
      const finding = findingOf(rule, draft);
      findings.push(finding);
      yield finding;
    }
    if (scope.silenced > 0) silenced.set(rule.name, scope.silenced);
    if (scope.bound !== undefined && scope.bound.looked < scope.bound.of) bounds.push({ rule: rule.name, ...scope.bound });
  }
  return { findings: findings.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)), silenced, bounds };
}

const SEVERITIES = ["error", "warning", "note"];

function findingOf({ name, why }: LintRule, { severity, sentence, about, evidence, evidenceCount }: RuleScope["drafts"][number]): Finding {
  return { rule: name, severity, sentence, why, page: `docs/lints/${name}.md`, about, evidence, evidenceCount };
}

/** Asked of what a rule met only: few, so a filter may look at payloads. */
function silencing(log: Log, rule: RuleName, ignore: readonly Silence[]): (dispatch: number) => boolean {
  const filters = ignore.filter((each) => each.rule === rule).map(({ filter }) => ({ isAll: filter.isEmpty, test: filter.over(log) }));
  // A rule is silenced of subscriptions that handled nothing (-1) by its name alone.
  return (dispatch) => filters.some(({ isAll, test }) => isAll || (dispatch >= 0 && test(dispatch)));
}

function* untilAborted<T>(work: Generator<undefined, T, undefined>, signal: AbortSignal | undefined): Generator<undefined, T, undefined> {
  for (let step = work.next(); ; step = work.next()) {
    signal?.throwIfAborted();
    if (step.done === true) return step.value;
    yield;
  }
}
