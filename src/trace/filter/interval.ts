/** Numbers as a filter writes them: durations with their units, ids, and ranges of both. */
import type { Interval, NumberMember } from "./ast.ts";
import { mistake } from "./filter_error.ts";
import type { Operator, Value } from "./tokens.ts";

const UNITS_MS: Readonly<Record<string, number>> = { "": 1, us: 0.001, "µs": 0.001, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Reads what stands after a member whose values are numbers: `>5`, `>=1.2s`, `:40`, `:40..50`, `:40..`.
 * @throws FilterError for what is no such number, and for a range that ends before it begins
 */
export function intervalFrom(member: NumberMember | "flow", operator: Operator, value: Value): Interval {
  const { at } = value;
  if (value.kind === "regexp") throw mistake(`"${member}" takes a number, no regular expression, at ${at + 1}`, at);
  const { text } = value;
  const [from, to] = operator === ":" && member !== "flow" ? rangeIn(text) : [text];
  if (to === undefined) return around(operator, numberFrom(member, from, at), at, member);
  if (from === "" && to === "") throw mistake(`"${text}" at ${at + 1} has neither a beginning nor an end`, at, `write for example ${member}:5..10`);
  const low = from === "" ? -Infinity : numberFrom(member, from, at);
  const high = to === "" ? Infinity : numberFrom(member, to, at + from.length + 2);
  if (low > high) throw mistake(`"${text}" at ${at + 1} ends before it begins`, at, `write ${member}:${to}..${from}`);
  return { from: low, hasFrom: true, to: high, hasTo: true };
}

/** Cuts `FROM..TO` in two; gives one part for what is no range. */
export function rangeIn(text: string): readonly [from: string, to?: string] {
  const dots = text.indexOf("..");
  return dots < 0 ? [text] : [text.slice(0, dots), text.slice(dots + 2)];
}

function around(operator: Operator, number: number, at: number, member: string): Interval {
  switch (operator) {
    case ":": case "=": return { from: number, hasFrom: true, to: number, hasTo: true };
    case ">": return { from: number, hasFrom: false, to: Infinity, hasTo: true };
    case ">=": return { from: number, hasFrom: true, to: Infinity, hasTo: true };
    case "<": return { from: -Infinity, hasFrom: true, to: number, hasTo: false };
    case "<=": return { from: -Infinity, hasFrom: true, to: number, hasTo: true };
    case "!=": throw mistake(`"${member}" is not asked with "!=", at ${at + 1}`, at, `write not ${member}=${number}`);
    default: return operator satisfies never;
  }
}

function numberFrom(member: NumberMember | "flow", text: string, at: number): number {
  return member === "ms" ? durationFrom(text, at) : idFrom(member, text, at);
}

function durationFrom(text: string, at: number): number {
  const ms = durationOf(text);
  if (ms === undefined) throw mistake(`"${text}" at ${at + 1} is no duration`, at, "write for example ms>5, ms>500us, ms>1.2s or ms:5..10");
  return ms;
}

/** Reads a duration, in milliseconds where no unit is said; undefined for what is none. */
export function durationOf(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?|\.\d+)([a-zµ]*)$/.exec(text) ?? [];
  const factor = Object.hasOwn(UNITS_MS, unit) ? UNITS_MS[unit] : undefined;
  if (digits === undefined || factor === undefined) return undefined;
  // A thousandth by division: 500 * 0.001 is not what 0.5 is for every number.
  return factor < 1 ? Number(digits) / 1_000 : Number(digits) * factor;
}

function idFrom(member: string, text: string, at: number): number {
  const [, digits] = /^#?(\d+)$/.exec(text) ?? [];
  const id = Number(digits);
  if (!Number.isSafeInteger(id)) throw mistake(`"${text}" at ${at + 1} is no id of a message`, at, `write for example ${member}:42`);
  return id;
}

/** Whether a number lies in an interval; NaN lies in none. */
export function isWithin({ from, hasFrom, to, hasTo }: Interval, number: number): boolean {
  return (hasFrom ? number >= from : number > from) && (hasTo ? number <= to : number < to);
}
