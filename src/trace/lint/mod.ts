/** Lints over the flow of messages: what they find, by which rules, and what is silenced. */
export { lint } from "./lint.ts";
export { LINT_RULES } from "./rules.ts";
export { RULE_NAMES } from "./rule_names.ts";
export { parseSilence } from "./silence.ts";
export { ruleNamed } from "./silence.ts";
export type { Bound } from "./finding.ts";
export type { Evidence } from "./finding.ts";
export type { Finding } from "./finding.ts";
export type { LintOptions } from "./lint.ts";
export type { LintReport } from "./finding.ts";
export type { LintRule } from "./rule.ts";
export type { RuleName } from "./rule_names.ts";
export type { Severity } from "./finding.ts";
export type { Silence } from "./silence.ts";
