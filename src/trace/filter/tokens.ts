/**
 * Cuts a filter's text into parentheses, texts that stand alone and words, each with its place. A word takes what belongs to it: the
 * path into a payload, an operator and its value. What the words mean is none of this file's business.
 */
import type { Step } from "./ast.ts";
import { isPayloadRoot } from "./members.ts";
import { mistake } from "./filter_error.ts";
import { quotedAt, regExpAt } from "./texts.ts";

/** What may stand between a member and its value. */
export type Operator = ":" | "=" | "!=" | "<" | "<=" | ">" | ">=";

/** A value, and the offset of its first character. */
export type Value =
  | { readonly kind: "bare" | "quoted"; readonly text: string; readonly at: number }
  | { readonly kind: "regexp"; readonly source: string; readonly flags: string; readonly at: number };

/** What a filter consists of; `at` and `end` are offsets of its first character and of what follows its last. */
export type Token = { readonly at: number; readonly end: number } & (
  | { readonly kind: "(" }
  | { readonly kind: ")" }
  | { readonly kind: "text"; readonly value: Value }
  | { readonly kind: "word"; readonly name: string; readonly steps: readonly Step[]; readonly asked?: { readonly operator: Operator; readonly value: Value } }
);

/**
 * Cuts `text`.
 * @throws FilterError for a quote, a regular expression or a bracket that is never closed, and for an operator without a value
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, at: number): Token {
  const first = text[at];
  if (first === "(" || first === ")") return { kind: first, at, end: at + 1 };
  if (first === '"' || first === "'" || first === "/") {
    const { value, end } = valueAt(text, at, first === "/" ? ":" : "=");
    return { kind: "text", value, at, end };
  }
  return wordAt(text, at);
}

/** A name ends where an operator, a step or a parenthesis begins. */
const NAME = /(?:[^\s()"'.:=<>![\]]|!(?!=))+/y;
const OPERATOR = /!=|<=|>=|[:=<>]/y;
const BARE = /[^\s()]+/y;

function wordAt(text: string, at: number): Token {
  const name = matchAt(NAME, text, at);
  if (name === undefined) throw mistake(`"${text[at]}" at ${at + 1} stands where a condition should`, at, "write for example type:user.*");
  const afterName = at + name.length;
  const isPath = isPayloadRoot(name);
  if (!isPath && (text[afterName] === "." || text[afterName] === "[")) {
    const whole = matchAt(BARE, text, at) ?? name;
    return { kind: "word", name: whole, steps: [], at, end: at + whole.length };
  }
  const { steps, end } = isPath ? stepsAt(text, afterName) : { steps: [], end: afterName };
  const operatorAt = text[end] === ":" ? end : skipSpace(text, end);
  const operator = matchAt(OPERATOR, text, operatorAt) as Operator | undefined;
  if (operator === undefined || (operator === ":" && operatorAt > end)) return { kind: "word", name, steps, at, end: checkedEnd(text, end) };
  const afterOperator = operatorAt + operator.length;
  const { value, end: valueEnd } = valueAt(text, operator === ":" ? afterOperator : skipSpace(text, afterOperator), operator, text.slice(at, afterOperator));
  return { kind: "word", name, steps, asked: { operator, value }, at, end: valueEnd };
}

function stepsAt(text: string, start: number): { readonly steps: readonly Step[]; readonly end: number } {
  const steps: Step[] = [];
  let at = start;
  for (;;) {
    const opens = text[at];
    if (opens !== "." && opens !== "[") return { steps, end: at };
    const { step, end } = opens === "." ? nameStepAt(text, at + 1) : bracketStepAt(text, at);
    steps.push(step);
    at = end;
  }
}

interface StepEnd {
  readonly step: Step;
  readonly end: number;
}

function nameStepAt(text: string, at: number): StepEnd {
  if (text[at] === '"' || text[at] === "'") return quotedStepAt(text, at);
  const key = matchAt(NAME, text, at);
  if (key === undefined) throw mistake(`a name should stand after "." at ${at}`, at, 'write for example data.id, or data["odd name"]');
  return { step: key === "*" ? { kind: "any" } : { kind: "key", key }, end: at + key.length };
}

function bracketStepAt(text: string, open: number): StepEnd {
  const at = open + 1;
  const inside = text[at] === '"' || text[at] === "'" ? quotedStepAt(text, at) : plainStepAt(text, at);
  if (text[inside.end] !== "]") throw mistake(`"[" at ${open + 1} is never closed`, open, 'write for example data.items[0], data.items[*] or data["odd name"]');
  return { step: inside.step, end: inside.end + 1 };
}

function plainStepAt(text: string, at: number): StepEnd {
  const key = matchAt(/\d+|\*/y, text, at);
  if (key === undefined) throw mistake(`a number, "*" or a quoted name should stand after "[" at ${at}`, at, 'write for example data.items[0], data.items[*] or data["odd name"]');
  return { step: key === "*" ? { kind: "any" } : { kind: "key", key }, end: at + key.length };
}

function quotedStepAt(text: string, at: number): StepEnd {
  const { text: key, end } = quotedAt(text, at);
  return { step: { kind: "key", key }, end };
}

/** `before`: what stands before the value, for what is said where there is none. */
function valueAt(text: string, at: number, operator: Operator, before = ""): { readonly value: Value; readonly end: number } {
  const first = text[at];
  if (first === '"' || first === "'") {
    const { text: quoted, end } = quotedAt(text, at);
    return { value: { kind: "quoted", text: quoted, at }, end: checkedEnd(text, end) };
  }
  if (first === "/") {
    if (operator !== ":") throw mistake(`a regular expression stands after ":", not after "${operator}", at ${at + 1}`, at, 'quote a text that begins with "/"');
    const { source, flags, end } = regExpAt(text, at);
    return { value: { kind: "regexp", source, flags, at }, end: checkedEnd(text, end) };
  }
  const bare = matchAt(BARE, text, at);
  if (bare === undefined) throw nothingAfter(before, at, first === "(");
  if (operator !== ":" && /^[=<>~]/.test(bare)) throw mistake(`"${operator}${bare[0]}" at ${at} is no operator`, at - operator.length, "what exists: =, !=, <, <=, >, >=, and : for what fits");
  return { value: { kind: "bare", text: bare, at }, end: at + bare.length };
}

function nothingAfter(before: string, at: number, isParenthesis: boolean): Error {
  const hint = isParenthesis ? `write (${before}… or ${before}…)` : before === "type:" ? "write for example type:user.*" : 'a value follows without a space, or in quotes: "my service"';
  return mistake(`nothing stands after "${before}" at ${at + 1}`, at, hint);
}

/** What is closed ends there: two things side by side have a space between them. */
function checkedEnd(text: string, end: number): number {
  const next = text[end];
  if (next !== undefined && !/[\s()]/.test(next)) throw mistake(`"${next}" at ${end + 1} stands where a space should`, end, "two conditions side by side have a space between them");
  return end;
}

function skipSpace(text: string, at: number): number {
  return at + (matchAt(/\s+/y, text, at)?.length ?? 0);
}

function matchAt(sticky: RegExp, text: string, at: number): string | undefined {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0];
}
