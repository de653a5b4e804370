/**
 * A type, or a pattern without a wildcard, that is one letter from a known one: it was sent, or is listened for, and nothing else in the log knows it. Known is what is documented, what somebody
 * subscribed to by name, or what is sent far more often. What differs by design is left alone: short words, digits, `send` and `sent`, plurals.
 */
import { editsBetween } from "../filter/nearest.ts";
import { isOwnMessage } from "../own_messages.ts";
import type { SubscriptionTrace } from "../run_trace.ts";
import type { TypeFacts } from "./facts.ts";
import type { Evidence } from "./finding.ts";
import { FAR_MORE_FREQUENT, NAMES_COMPARED, ROWS_A_SLICE, SHORTEST_MISSPELT } from "./lint_limits.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";
import { counted } from "./wording.ts";

export const nearMiss: LintRule = {
  name: "near-miss",
  why: "A misspelt type is no error anywhere: the message is sent, the handler is registered, and the two never meet.",
  check,
};

/** Comparing a name takes some ten microseconds. */
const NAMES_A_SLICE = 100;

function* check(scope: RuleScope): Work {
  const { facts, log } = scope;
  const names = new Map([...facts.types.values()].map((each) => [each.name, each]));
  const isNamed = (name: string): boolean => facts.documented.has(name) || facts.literals.has(name) || isOwnMessage(name);
  const all = [...new Set([...facts.documented.keys(), ...facts.literals.keys(), ...names.keys()])];
  scope.bound = { what: "type", looked: Math.min(all.length, NAMES_COMPARED), of: all.length };
  const known = new Neighbours();
  for (const [at, name] of all.slice(0, NAMES_COMPARED).entries()) {
    if (at % NAMES_A_SLICE === 0) yield;
    known.add(name);
  }
  const tally = scope.tally();
  const near = new Map<string, string>();
  let compared = 0;
  for (const { name, count } of names.values()) {
    if (++compared % NAMES_A_SLICE === 0) yield;
    if (isNamed(name)) continue;
    const right = known.of(name).find((other) => isNamed(other) || isFarMoreFrequent(names.get(other), count));
    if (right !== undefined) near.set(name, right);
  }
  for (let at = 0; near.size > 0 && at < log.dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const name = scope.typeOf(at);
    if (near.has(name) && scope.asks(at)) tally.add(name, at);
  }
  scope.foundIn(tally, ({ key, count, shown }) => {
    const right = near.get(key) ?? "";
    const listener = names.has(right) ? undefined : facts.literals.get(right);
    const instead = listener === undefined ? `one letter from "${right}"` : `"${listener.added.handler}" listens for "${right}", which is never sent`;
    const proofs = listener === undefined ? [] : [subscribed(scope, listener)];
    return {
      severity: "warning", about: key, sentence: `${counted(count, "message")} "${key}", which nothing is registered for by name: ${instead}`,
      evidence: [...proofs, ...shown.map((met) => scope.evidence(met))], evidenceCount: count + proofs.length,
    };
  });
  tellPatterns(scope, names, known, isNamed);
}

/** Patterns that no message ever met, beside a type that was sent and is named elsewhere; of one that is not, the type itself is told. */
function tellPatterns(scope: RuleScope, names: ReadonlyMap<string, TypeFacts>, known: Neighbours, isNamed: (name: string) => boolean): void {
  const { facts } = scope;
  for (const [pattern, listener] of facts.literals) {
    if (names.has(pattern) || facts.documented.has(pattern)) continue;
    const right = known.of(pattern).find((other) => names.has(other) && isNamed(other));
    const first = right === undefined ? undefined : names.get(right)?.first;
    if (right === undefined || first === undefined || !scope.asks(first)) continue;
    if (scope.isSilenced(first)) {
      scope.silenced += 1;
      continue;
    }
    scope.found({
      severity: "warning", about: pattern, sentence: `"${listener.added.handler}" listens for "${pattern}", which is never sent: one letter from "${right}"`,
      evidence: [subscribed(scope, listener), scope.evidence({ dispatch: first })], evidenceCount: 1 + (names.get(right)?.count ?? 0),
    });
  }
}

function subscribed({ log }: RuleScope, { added }: SubscriptionTrace): Evidence {
  const run = log.runs.findIndex(({ subscriptions }) => subscriptions.get(added.id)?.added === added);
  return { run, at: added.at, subscription: added.id, text: `${added.handler} listens for ${added.pattern}` };
}

function isFarMoreFrequent(other: TypeFacts | undefined, count: number): boolean {
  return other !== undefined && other.count >= Math.max(FAR_MORE_FREQUENT, FAR_MORE_FREQUENT * count);
}

/**
 * Finds names one edit away without comparing all with all: two such names are alike once each lost at most one character (the symmetric deletions of Garbe's SymSpell, 2012).
 * Cost: the length of each name, squared, in characters.
 */
class Neighbours {
  readonly #byLess = new Map<string, Set<string>>();

  add(name: string): void {
    for (const less of lessOf(name)) {
      const alike = this.#byLess.get(less);
      if (alike === undefined) this.#byLess.set(less, new Set([name]));
      else alike.add(name);
    }
  }

  /** The names that a slip would make of this one. */
  of(name: string): string[] {
    const found = new Set(lessOf(name).flatMap((less) => [...this.#byLess.get(less) ?? []]));
    return [...found].filter((other) => other !== name && editsBetween(name, other) === 1 && isSlip(name, other));
  }
}

/** A longer name is no word that a person spelled. */
const LONGEST = 100;

function lessOf(name: string): string[] {
  return name.length > LONGEST ? [] : [name, ...Array.from(name, (_, at) => name.slice(0, at) + name.slice(at + 1))];
}

/** Names that differ so by design are no slips. */
function isSlip(a: string, b: string): boolean {
  const mine = a.split(".");
  const others = b.split(".");
  if (mine.length !== others.length) return false;
  const at = mine.findIndex((part, index) => part !== others[index]);
  const [part = "", other = ""] = [mine[at], others[at]];
  if (Math.min(part.length, other.length) < SHORTEST_MISSPELT) return false;
  if (part.replaceAll(/\d/g, "") === other.replaceAll(/\d/g, "") || part.replaceAll(/\d/g, "0") === other.replaceAll(/\d/g, "0")) return false;
  return !isInflection(part, other);
}

/** `close` and `closed`, `issue` and `issues`, `send` and `sent`. */
function isInflection(a: string, b: string): boolean {
  const [short = "", long = ""] = [a, b].sort((one, other) => one.length - other.length);
  if (long === `${short}d` || long === `${short}s` || long === `${short}r`) return true;
  return short.length === long.length && short.slice(0, -1) === long.slice(0, -1) && /[dt]$/.test(short) && /[dt]$/.test(long);
}
