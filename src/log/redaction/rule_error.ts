/** A redaction rule that cannot be read, with the place and what was probably meant. */
export class RuleError extends SyntaxError {
  /** The rule as it was written. */
  readonly rule: string;
  /** The offset in the rule at which reading stopped. */
  readonly at: number;
  /** What to write instead; absent where nothing is near. */
  readonly hint?: string;

  /** Makes an error about the place `at` of a rule. */
  constructor(rule: string, at: number, why: string, hint?: string) {
    super(`Cannot read redaction rule "${rule}": ${why}${hint === undefined ? "" : `; ${hint}`}`);
    this.name = "RuleError";
    this.rule = rule;
    this.at = at;
    if (hint !== undefined) this.hint = hint;
  }
}
