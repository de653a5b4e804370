/** The rules by name, with what each finds, for help and lists: without the rules themselves, so that help need not load them. */

/** What each rule finds, in a few words; in the order in which they are told. */
export const RULE_NAMES = {
  unhandled: "a message that nobody handled",
  "near-miss": "a type one letter from a known one",
  unanswered: "a request never answered, or answered after its timeout",
  "never-settled": "a handling that never ended",
  loop: "a type that causes itself again and again",
  "sent-twice": "the same payload twice within moments",
  "holds-loop": "a handler that holds the event loop",
  "growing-subscriptions": "a subscription count that only grows",
  "fan-out": "one message that causes or reaches very many",
  flood: "one type at a very high rate, against the rest",
  "odd-payload": "a payload that is not plain data",
  "no-namespace": "a type without a namespace",
  "no-description": "a type without a description, where others have one",
} as const;

/** The rules by their names; each has its page `docs/lints/NAME.md`. */
export type RuleName = keyof typeof RULE_NAMES;

/** Gives all names. */
export function ruleNames(): RuleName[] {
  return Object.keys(RULE_NAMES) as RuleName[];
}
