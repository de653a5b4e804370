/** The rules that are in force, sorted by what they decide. They only ever grow. */
import type { Verb } from "../../mod.ts";
import { passes } from "../passes.ts";
import type { PathNode } from "../guard.ts";
import { isSecretKey, spelledPlainly } from "../secrets.ts";
import type { Filter } from "../../trace/filter/mod.ts";
import { DETECTOR_NAMES, type DetectorName } from "./detectors.ts";
import { pathTree } from "./path_tree.ts";
import { readPointer } from "./pointer.ts";
import { readRule, type ReadRule, type Redactor, type RedactionRule } from "./rule.ts";

/** Whom a filter is asked about. */
interface Sent {
  readonly type: string;
  readonly verb: Verb;
  readonly source?: string | undefined;
}

/** All rules of one log. */
export class Rules {
  readonly #paths: readonly (readonly string[])[];
  readonly #filters: readonly Filter[];
  /** What is redacted beside the default keys, as a log's header names it. */
  readonly names: readonly string[];
  /** In a fixed order. */
  readonly detectors: readonly DetectorName[];
  /** In the order in which they were given: each gets what the one before gave. */
  readonly redactors: readonly Redactor[];
  /** Where secrets stand in payloads. */
  readonly paths: PathNode | undefined;
  readonly #keys: ReadonlySet<string>;

  /** @throws RuleError or TypeError for the first that cannot be read. */
  constructor(rules: readonly RedactionRule[]) {
    const read = rules.map(readRule);
    this.names = [...new Set(read.map(({ name }) => name))];
    this.detectors = DETECTOR_NAMES.filter((name) => allOf(read, "detector").some(({ detector }) => detector === name));
    this.redactors = allOf(read, "custom").map(({ redactor }) => redactor);
    this.#keys = new Set(allOf(read, "key").map(({ key }) => spelledPlainly(key)));
    this.#filters = allOf(read, "filter").map(({ filter }) => filter);
    this.#paths = allOf(read, "path").map(({ segments }) => segments);
    this.paths = this.pathsWith([]);
  }

  /** Whether what stands under a key is secret, by default or by a rule. */
  hidesKey(key: string): boolean {
    return isSecretKey(key) || (this.#keys.size > 0 && this.#keys.has(spelledPlainly(key)));
  }

  /** Whether a filter chooses the whole payloads of a message. Cost: one test for each filter. */
  withholds({ type, verb, source }: Sent): boolean {
    // A filter is made of what is known when a message is sent: `readRule` sees to that.
    return this.#filters.some((filter) => passes(filter, { verb, message: { type, source } }));
  }

  /** The paths of the rules, and further ones that something else asks to be withheld. @throws RuleError for a pointer that cannot be read. */
  pathsWith(more: readonly { readonly pointer: string; readonly by: string }[]): PathNode | undefined {
    return pathTree([...this.#paths.map((segments) => ({ segments, by: "path" })), ...more.map(({ pointer, by }) => ({ segments: readPointer(pointer), by }))]);
  }
}

function allOf<Kind extends ReadRule["kind"]>(rules: readonly ReadRule[], kind: Kind): readonly Extract<ReadRule, { kind: Kind }>[] {
  return rules.filter((rule): rule is Extract<ReadRule, { kind: Kind }> => rule.kind === kind);
}
