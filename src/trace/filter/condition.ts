/** What one condition means: a member, how it is asked, and the value, each looked at so closely that no slip gives an empty list. */
import { parsePattern } from "../../mod.ts";
import type { ConditionNode, Fits, NameMember, PayloadRoot } from "./ast.ts";
import { mistake } from "./filter_error.ts";
import { intervalFrom } from "./interval.ts";
import { FILTER_MEMBERS, isNameMember, isNumberMember, isPayloadRoot, isStateWord, memberForms, OUTCOMES, VERBS } from "./members.ts";
import { momentsFrom } from "./moments.ts";
import { nearestWord } from "./nearest.ts";
import type { Token, Value } from "./tokens.ts";

type Word = Extract<Token, { kind: "word" }>;

/**
 * Gives the condition that a token writes.
 * @throws FilterError for what no filter can ask, with the nearest thing that one can
 */
export function conditionFrom(token: Extract<Token, { kind: "word" | "text" }>): ConditionNode {
  const { at } = token;
  if (token.kind === "text") return { kind: "text", fits: fitsFrom(token.value, "words", "a text"), at };
  const { name, asked } = token;
  if (isPayloadRoot(name)) return payloadFrom(name, token);
  if (isStateWord(name)) {
    if (asked !== undefined) throw mistake(`"${name}" at ${at + 1} stands alone and takes no value`, at, `write ${name}`);
    return { kind: "state", word: name, at };
  }
  if (!FILTER_MEMBERS.some((member) => member.name === name)) throw unknownMember(token);
  if (asked === undefined) throw mistake(`nothing stands after "${name}" at ${token.end + 1}`, token.end, `write for example ${exampleOf(name)}`);
  const { operator, value } = asked;
  if (isNumberMember(name)) return { kind: "number", member: name, within: intervalFrom(name, operator, value), at };
  if (name === "at") return { kind: "moment", ...momentsFrom(operator, value), at };
  if (operator !== ":") throw mistake(`"${name}" at ${at + 1} is asked with ":", not with "${operator}"`, at, `write for example ${exampleOf(name)}`);
  if (isNameMember(name)) return { kind: "name", member: name, fits: nameFrom(name, value), at };
  switch (name) {
    case "verb": return { kind: "verb", verb: wordFrom("verb", value, VERBS), at };
    case "outcome": return { kind: "outcome", outcome: wordFrom("outcome", value, OUTCOMES), at };
    default: return { kind: "flow", id: intervalFrom("flow", operator, value).from, at };
  }
}

function payloadFrom(root: PayloadRoot, { steps, asked, at }: Word): ConditionNode {
  if (asked === undefined) return { kind: "payload", root, steps, at };
  const { operator, value } = asked;
  if (operator === ":") return { kind: "payload", root, steps, check: { kind: "fits", fits: fitsFrom(value, "glob", "a value") }, at };
  if (root === "error" && steps.length === 0) throw mistake(`an error as a whole is asked with ":", not with "${operator}", at ${at + 1}`, at, 'write for example error:TypeError or error.message="no"');
  if (value.kind === "regexp") throw mistake(`a regular expression stands after ":", not after "${operator}", at ${value.at + 1}`, value.at);
  return { kind: "payload", root, steps, check: { kind: "compare", operator, literal: { isQuoted: value.kind === "quoted", text: value.text } }, at };
}

function nameFrom(member: NameMember, value: Value): Fits {
  if (member !== "type" || value.kind === "regexp") return fitsFrom(value, "glob", member);
  try {
    parsePattern(value.text);
  } catch (error) {
    if (value.text === "") throw nothingQuoted(value, member);
    throw mistake(`${(error as Error).message.replace(/^Cannot use /, "")} (at ${value.at + 1})`, value.at);
  }
  return { kind: "pattern", text: value.text };
}

function fitsFrom(value: Value, kind: "glob" | "words", member: string): Fits {
  if (value.kind === "regexp") return { kind: "regexp", source: value.source, flags: value.flags };
  if (value.text === "" && member !== "a value") throw nothingQuoted(value, member);
  return { kind, text: value.text };
}

function nothingQuoted({ at }: Value, member: string): Error {
  return mistake(`nothing stands between the quotes at ${at + 1}`, at, `${member} that is asked for has characters`);
}

/** One of a few words, in any case of letters. */
function wordFrom<Known extends string>(member: string, value: Value, known: readonly Known[]): Known {
  const exists = `what exists: ${known.join(", ")}`;
  if (value.kind === "regexp") throw mistake(`"${member}" takes a word, no regular expression, at ${value.at + 1}`, value.at, exists);
  const { text, at } = value;
  const right = known.find((word) => word.toLowerCase() === text.toLowerCase());
  if (right !== undefined) return right;
  const words = text.split(/[,|]/);
  if (words.length > 1) throw mistake(`"${text}" at ${at + 1} is no ${member}`, at, `write (${words.map((word) => `${member}:${word}`).join(" or ")})`);
  const near = nearestWord(text, known);
  throw mistake(`unknown ${member} "${text}" at ${at + 1}`, at, near === undefined ? exists : `did you mean "${near}"?`);
}

/** What other languages say, and what it is called here. */
const ELSEWHERE: Readonly<Record<string, string>> = { "&&": "and", "&": "and", "||": "or", "|": "or", "!": "not", ",": "or" };

function unknownMember({ name, asked, at }: Word): Error {
  const quoted = JSON.stringify(name);
  const hereIs = ELSEWHERE[name];
  if (hereIs !== undefined) return mistake(`${quoted} at ${at + 1} is no word`, at, `write "${hereIs}"`);
  if (/^[“”„‘’«»]/.test(name)) return mistake(`${quoted} at ${at + 1} begins with no quote`, at, `write straight ones: "…" or '…'`);
  const [, sign, rest = name] = /^([!-]?)(.*)$/s.exec(name) ?? [];
  const first = /^[^.[\]:=<>!]*/.exec(rest)![0];
  const near = nearestForm(first, asked?.operator ?? rest.slice(first.length, first.length + 1));
  if (sign !== "" && near !== undefined) return mistake(`${quoted} at ${at + 1} is no word`, at, `write "not ${near}"`);
  if (near !== undefined) return mistake(`unknown member ${JSON.stringify(first)} at ${at + 1}`, at, `did you mean "${near}"?`);
  if (asked === undefined) return mistake(`${quoted} is no condition at ${at + 1}`, at, `write type:${name} for messages of this type, or ${quoted} in quotes for a text in payloads`);
  return mistake(`unknown member ${quoted} at ${at + 1}`, at, `what exists: ${memberForms().join(", ")}, and, or, not, ( )`);
}

/** `next` is what was written after the word: an operator, or what begins a path. */
function nearestForm(word: string, next: string): string | undefined {
  const near = nearestWord(word, FILTER_MEMBERS.map(({ name }) => name).filter((name) => name !== ""));
  if (near === undefined || isPayloadRoot(near)) return near === undefined ? undefined : `${near}${next}`;
  return memberForms().find((form) => form.replace(/:$/, "") === near);
}

function exampleOf(name: string): string {
  return FILTER_MEMBERS.find((member) => member.name === name)?.examples[0]?.[0] ?? name;
}

