// Lints what a test writes out, and says in short what was found; shared, registers nothing.
import { lint, type Finding, type LintOptions, type LintReport, type RuleName } from "../../../src/trace/lint/mod.ts";
import type { Log } from "../../../src/trace/log.ts";
import type { SubscriptionRecord, TypeRecord } from "../../../src/trace/record.ts";
import { logOf } from "../../log/log_of.ts";
import { header } from "../records.ts";

/** Lints records of one run, or a log. */
export function linted(records: readonly object[] | Log, options: LintOptions = {}): LintReport {
  const work = lint("dispatches" in records ? records : logOf([header(), ...records]), options);
  for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}

/** What one rule finds. */
export function foundBy(rule: RuleName, records: readonly object[], options: LintOptions = {}): readonly Finding[] {
  return linted(records, { rules: [rule], ...options }).findings;
}

/** The sentences of what one rule finds, each with its severity. */
export function saidBy(rule: RuleName, records: readonly object[], options: LintOptions = {}): string[] {
  return foundBy(rule, records, options).map(({ severity, sentence }) => `${severity}: ${sentence}`);
}

/** The ids that prove a finding. */
export function idsOf(finding: Finding | undefined): (number | undefined)[] {
  return (finding?.evidence ?? []).map(({ id, subscription }) => id ?? subscription);
}

export function subscription(id: number, more: Partial<SubscriptionRecord> = {}): SubscriptionRecord {
  return { kind: "subscription", at: 0, id, verb: "ACTION", pattern: "user.created", handler: "mail.onUser", service: "mail", state: "added", ...more };
}

export function described(type: string, description = "what it means"): TypeRecord {
  return { kind: "type", at: 0, type, description };
}

/** Makes so many of something, from 1 on. */
export function times<T>(count: number, make: (nth: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at + 1));
}
