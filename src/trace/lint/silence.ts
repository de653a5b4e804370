/**
 * What is to be silent: `unhandled type:metrics.>` is a rule, and a filter for the messages that it is to say nothing of; a rule alone is silent of
 * all. Written the same in the inspector and after `core lint --ignore`.
 */
import { nearestWord, parseFilter, type Filter } from "../filter/mod.ts";
import { ruleNames, type RuleName } from "./rule_names.ts";

/** One rule that is silent of some messages. */
export interface Silence {
  /** The rule that says nothing. */
  readonly rule: RuleName;
  /** Of which messages. */
  readonly filter: Filter;
}

/**
 * Reads what is to be silent.
 * @throws RangeError when it does not begin with a rule's name; FilterError when the rest is no filter
 * @example
 * parseSilence("unhandled type:metrics.>").rule; // "unhandled"
 */
export function parseSilence(text: string): Silence {
  const [, word = "", filter = ""] = /^\s*(\S*)\s*([^]*)$/.exec(text) ?? [];
  return { rule: ruleNamed(word), filter: parseFilter(filter.trim()) };
}

/**
 * Finds a rule by its name.
 * @throws RangeError that names the nearest one
 */
export function ruleNamed(word: string): RuleName {
  const names = ruleNames();
  const rule = names.find((name) => name === word);
  if (rule !== undefined) return rule;
  const near = nearestWord(word, names);
  throw new RangeError(`Cannot find the rule "${word}": ${near === undefined ? `there are ${names.join(", ")}` : `did you mean "${near}"?`}`);
}
