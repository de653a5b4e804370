/**
 * Reads a redaction rule. Five forms, told apart by how they begin:
 *
 * ```
 * /card/number        a JSON Pointer (RFC 6901) into payloads; a segment `*` is any segment
 * pin, key:pin        a key, at any depth, in any case, with or without "-" and "_"
 * detect:email        what looks like an e-mail address; or detect:card, detect:token
 * type:payment.*      a filter: the whole payloads of the messages that it chooses
 * (data, message) => what may leave
 * ```
 */
import type { RedactionRule } from "../../mod.ts";
import { FilterError, FILTER_MEMBERS, nearestWord, parseFilter, type Filter } from "../../trace/filter/mod.ts";
import { tokensOf } from "../../trace/filter/tokens.ts";
import { DETECTOR_NAMES, type DetectorName } from "./detectors.ts";
import { readPointer } from "./pointer.ts";
import { RuleError } from "./rule_error.ts";

export type { RedactedMessage, RedactionRule } from "../../mod.ts";

/** Gives what of a payload may leave; must not change what it is given. */
export type Redactor = Exclude<RedactionRule, string>;

/** A rule that was read; `name` is how a log's header names it. */
export type ReadRule =
  | { readonly kind: "path"; readonly name: string; readonly segments: readonly string[] }
  | { readonly kind: "key"; readonly name: string; readonly key: string }
  | { readonly kind: "detector"; readonly name: string; readonly detector: DetectorName }
  | { readonly kind: "filter"; readonly name: string; readonly filter: Filter }
  | { readonly kind: "custom"; readonly name: string; readonly redactor: Redactor };

/** What a filter can ask in a rule: what all payloads of a message have in common, of all that filters can ask. */
const ASKED_IN_RULES: readonly string[] = ["type", "source", "verb"];

/** What may stand before a colon and is no filter. */
const PREFIXES: readonly string[] = ["key", "detect"];

const FORMS = "write for example /card/number, key:pin, detect:email or type:payment.*";

/**
 * Reads one rule; also to check the text of a `--redact`.
 * @throws RuleError (a SyntaxError) that names the rule, the place and what to try.
 * @throws TypeError when it is neither a text nor a function.
 * @example
 * readRule("detect:email"); // { kind: "detector", name: "detect:email", detector: "email" }
 */
export function readRule(rule: RedactionRule): ReadRule {
  if (typeof rule === "function") return { kind: "custom", name: "custom", redactor: rule };
  if (typeof rule !== "string") throw new TypeError(`Cannot use redaction rule "${shown(rule)}": it is neither a text nor a function; ${FORMS}`);
  if (rule.trim() === "") throw new RuleError(rule, 0, "it is empty", FORMS);
  if (rule.startsWith("/")) return { kind: "path", name: rule, segments: readPointer(rule) };
  if (rule.startsWith("key:")) return readKey(rule, 4);
  if (rule.startsWith("detect:")) return readDetector(rule);
  if (/[\s():]/.test(rule)) return readFilter(rule);
  return readBareWord(rule);
}

function readKey(rule: string, at: number): ReadRule {
  const key = rule.slice(at);
  if (key.trim() === "") throw new RuleError(rule, at, `nothing stands after "key:" at ${at + 1}`, "write for example key:pin");
  return { kind: "key", name: `key:${key}`, key };
}

function readDetector(rule: string): ReadRule {
  const at = "detect:".length;
  const word = rule.slice(at);
  const detector = DETECTOR_NAMES.find((name) => name === word);
  if (detector !== undefined) return { kind: "detector", name: rule, detector };
  const near = nearestWord(word, DETECTOR_NAMES);
  throw new RuleError(rule, at, word === "" ? `nothing stands after "detect:" at ${at + 1}` : `unknown detector "${word}" at ${at + 1}`,
    near === undefined ? `what exists: ${DETECTOR_NAMES.join(", ")}` : `did you mean "detect:${near}"?`);
}

/** A word alone is a key. What is written like a path of another language is refused: it would never match. */
function readBareWord(rule: string): ReadRule {
  const odd = /[.*>#$[\]/=<]/.exec(rule);
  if (odd === null) return readKey(rule, 0);
  if (/[<>=]/.test(rule)) throw notForRules(rule, /^[^<>=!]*/.exec(rule)![0], 0);
  const steps = rule.split(/[.#$[\]/]+/).filter((step) => step !== "");
  throw new RuleError(rule, odd.index, `"${odd[0]}" at ${odd.index + 1} stands in no key's name`, `did you mean /${steps.join("/")}, key:${rule} or type:${rule}?`);
}

function readFilter(rule: string): ReadRule {
  try {
    for (const token of tokensOf(rule)) if (token.kind === "word" && token.asked !== undefined) checkPrefix(rule, token.name, token.at);
    const filter = parseFilter(rule);
    const other = filter.asked.find(({ member }) => !ASKED_IN_RULES.includes(member));
    if (other !== undefined) throw notForRules(rule, other.member, other.at);
    return { kind: "filter", name: rule, filter };
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const why = error.message.replace(/^Cannot read filter: /, "");
    const hint = error.hint;
    throw new RuleError(rule, error.at, hint === undefined ? why : why.slice(0, -`; ${hint}`.length), hint);
  }
}

/** What begins another form of a rule, or nearly so, is none of a filter's members. */
function checkPrefix(rule: string, word: string, at: number): void {
  if (FILTER_MEMBERS.some(({ name }) => name === word)) return;
  const near = nearestWord(word, PREFIXES);
  if (near === undefined) return;
  throw new RuleError(rule, at, `unknown word "${word}" at ${at + 1}`, near === word ? `"${near}:" stands alone in its rule` : `did you mean "${near}:"?`);
}

function notForRules(rule: string, word: string, at: number): RuleError {
  return new RuleError(rule, at, `"${word}" at ${at + 1} is nothing that a rule can ask for`, `what is: ${ASKED_IN_RULES.map((name) => `${name}:`).join(", ")}; ${FORMS}`);
}

function shown(value: unknown): string {
  return typeof value === "object" && value !== null || typeof value === "function" ? typeof value : String(value);
}
