/**
 * Compares recorded values with what a filter says. Without quotes a filter's value means whatever is written so: `123` the number, the bigint
 * and the text; in quotes it is a text. A Date is compared with ISO texts. Objects and lists are equal to nothing.
 */
import { isTagged, tagText } from "../tagged.ts";
import type { Comparison, Literal } from "./ast.ts";
import { momentOf } from "./moments.ts";
import { jsonText } from "./payload_text.ts";

/** A recorded value, as far as it can be compared. */
type Scalar =
  | { readonly kind: "text" | "word"; readonly text: string }
  | { readonly kind: "number"; readonly number: number | bigint; readonly text: string }
  | { readonly kind: "time"; readonly ms: number; readonly text: string }
  | { readonly kind: "other" };

/** Makes the test for a comparison. */
export function valueTest(operator: Comparison, literal: Literal): (value: unknown) => boolean {
  const { text, isQuoted } = literal;
  const number = isQuoted ? undefined : numberOf(text);
  const isNaNAsked = !isQuoted && text === "NaN";
  const ms = timeOf(text);
  const isEqual = (value: unknown): boolean => {
    const scalar = scalarOf(value);
    switch (scalar.kind) {
      case "text": return scalar.text === text;
      case "word": return !isQuoted && scalar.text === text;
      case "number": return number === undefined ? isNaNAsked && scalar.text === "NaN" : compared(scalar.number, number) === 0;
      case "time": return ms === undefined ? scalar.text === text : scalar.ms === ms;
      case "other": return false;
      default: return scalar satisfies never;
    }
  };
  if (operator === "=") return isEqual;
  if (operator === "!=") return (value) => !isEqual(value);
  const isRight = orderTest(operator);
  return (value) => {
    const scalar = scalarOf(value);
    switch (scalar.kind) {
      case "text": return number === undefined && isRight(compared(scalar.text, text));
      case "number": return number !== undefined && isRight(compared(scalar.number, number));
      case "time": return ms !== undefined && isRight(compared(scalar.ms, ms));
      case "word": case "other": return false;
      default: return scalar satisfies never;
    }
  };
}

/** Whether only what reads as the literal does is equal to it: not another writing of a number, nor another moment of the same time. */
export function isEqualAsWritten({ text, isQuoted }: Literal): boolean {
  const number = isQuoted ? undefined : numberOf(text);
  return timeOf(text) === undefined && (number === undefined || String(number) === text);
}

/** Gives a value as the text that `:` looks at: a text itself, anything else as it reads, an object or list as its JSON. */
export function textOfValue(value: unknown): string {
  const scalar = scalarOf(value);
  return scalar.kind === "other" ? jsonText(value) : scalar.text;
}

/** Whether the key of a Map's entry is what a path writes. */
export function isSameKey(recorded: unknown, key: string): boolean {
  const scalar = scalarOf(recorded);
  return scalar.kind !== "other" && scalar.text === key;
}

/** Tags within tags: a boxed bigint, a text that was cut. */
const MOST_LAYERS = 4;

function scalarOf(recorded: unknown): Scalar {
  let value = recorded;
  for (let layer = 0; layer < MOST_LAYERS && isTagged(value) && (value.$core === "boxed" || (value.$core === "cut" && typeof value.value === "string")); layer++) value = value.value;
  switch (typeof value) {
    case "string": return { kind: "text", text: value };
    case "number": return { kind: "number", number: value, text: String(value) };
    case "object": return value === null ? { kind: "word", text: "null" } : isTagged(value) ? scalarOfTag(value) : { kind: "other" };
    case "boolean": case "undefined": return { kind: "word", text: String(value) };
    default: return { kind: "other" };
  }
}

function scalarOfTag(tag: { readonly $core: string; readonly value?: unknown }): Scalar {
  const { value } = tag;
  switch (tag.$core) {
    case "undefined": return { kind: "word", text: "undefined" };
    case "number": return { kind: "number", number: Number(value), text: String(value) };
    case "bigint": {
      const number = typeof value === "string" ? numberOf(value) : undefined;
      return number === undefined ? { kind: "other" } : { kind: "number", number, text: String(value) };
    }
    case "Date": return typeof value === "string" ? { kind: "time", ms: Date.parse(value), text: value } : { kind: "word", text: "Invalid Date" };
    case "URL": case "URLSearchParams": return { kind: "text", text: String(value) };
    case "RegExp": case "Error": return { kind: "text", text: tagText(tag) };
    default: return { kind: "other" };
  }
}

/** Longer ones cost by the square of their length to read. */
const MOST_DIGITS = 5_000;

/** A bigint where a number could not hold it. */
function numberOf(text: string): number | bigint | undefined {
  if (/^-?(?:\d+n?|0x[\da-fA-F]+n?)$/.test(text) && text.length <= MOST_DIGITS) {
    const digits = text.replace(/^-|n$/g, "");
    const number = Number(digits);
    const exact = Number.isSafeInteger(number) ? number : BigInt(digits);
    return text.startsWith("-") ? -exact : exact;
  }
  if (/^-?Infinity$/.test(text)) return Number(text);
  return /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Only what looks like a time is one: to `Date.parse`, "1" is a year. */
function timeOf(text: string): number | undefined {
  const moment = momentOf(text);
  return moment?.kind === "calendar" ? moment.ms : undefined;
}

/** Less, equal or more; NaN where neither. Numbers and bigints compare by what they are, exactly. */
function compared<Value extends number | bigint | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : a >= b ? 0 : Number.NaN;
}

function orderTest(operator: "<" | "<=" | ">" | ">="): (order: number) => boolean {
  switch (operator) {
    case "<": return (order) => order < 0;
    case "<=": return (order) => order <= 0;
    case ">": return (order) => order > 0;
    case ">=": return (order) => order >= 0;
    default: return operator satisfies never;
  }
}
