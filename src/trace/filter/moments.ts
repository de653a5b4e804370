/**
 * Moments as a filter writes them: `02:10`, `2026-11-23T02:10Z`, `+12s`. Each is as long as it was written closely: a minute, a second, a
 * day. So a range holds all of its last moment, and one alone is a range by itself.
 */
import type { Moment, MomentEdge } from "./ast.ts";
import { mistake } from "./filter_error.ts";
import { durationOf, rangeIn } from "./interval.ts";
import type { Operator, Value } from "./tokens.ts";

/** A range of moments; where one is absent it is open. */
interface Moments {
  readonly from?: MomentEdge;
  readonly to?: MomentEdge;
}

/**
 * Reads what stands after `at`: a moment, a range, or a comparison.
 * @throws FilterError for what is no moment, and for a range that ends before it begins
 */
export function momentsFrom(operator: Operator, value: Value): Moments {
  const { at } = value;
  if (value.kind === "regexp") throw mistake(`"at" takes a time, no regular expression, at ${at + 1}`, at, WRITE);
  const [first, second] = operator === ":" ? rangeIn(value.text) : [value.text];
  if (second === undefined) return around(operator, momentFrom(first, at), at);
  if (first === "" && second === "") throw mistake(`"${value.text}" at ${at + 1} has neither a beginning nor an end`, at, WRITE);
  const from = first === "" ? undefined : momentFrom(first, at);
  const to = second === "" ? undefined : momentFrom(second, at + first.length + 2);
  if (from !== undefined && to?.kind === from.kind && from.kind !== "clock" && to.ms + to.lengthMs <= from.ms) throw mistake(`"${value.text}" at ${at + 1} ends before it begins`, at);
  return { ...(from === undefined ? {} : { from: beginOf(from) }), ...(to === undefined ? {} : { to: endOf(to) }) };
}

const WRITE = "write for example at:02:10..02:15, at:2026-11-23T02:10.. or at:..+12s";

const beginOf = (moment: Moment): MomentEdge => ({ moment, side: "begin" });
const endOf = (moment: Moment): MomentEdge => ({ moment, side: "end" });

function around(operator: Operator, moment: Moment, at: number): Moments {
  switch (operator) {
    case ":": case "=": return { from: beginOf(moment), to: endOf(moment) };
    case ">=": return { from: beginOf(moment) };
    case ">": return { from: endOf(moment) };
    case "<": return { to: beginOf(moment) };
    case "<=": return { to: endOf(moment) };
    case "!=": throw mistake(`"at" is not asked with "!=", at ${at + 1}`, at, "write not at:02:10");
    default: return operator satisfies never;
  }
}

function momentFrom(text: string, at: number): Moment {
  const moment = momentOf(text);
  if (moment === undefined) throw mistake(`"${text}" at ${at + 1} is no time`, at, WRITE);
  return moment;
}

/** Reads a moment; undefined for what is none. */
export function momentOf(text: string): Moment | undefined {
  return text.startsWith("+") ? elapsedOf(text.slice(1)) : CLOCK.test(text) ? clockOf(text) : calendarOf(text);
}

const CLOCK = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?$/;

function elapsedOf(text: string): Moment | undefined {
  const ms = durationOf(text);
  if (ms === undefined) return undefined;
  const [, decimals = "", unit = ""] = /^\d*(?:\.(\d+))?([a-zµ]*)$/.exec(text) ?? [];
  return { kind: "elapsed", ms, lengthMs: durationOf(`1${unit}`)! / 10 ** decimals.length };
}

function clockOf(text: string): Moment | undefined {
  const ms = Date.parse(`1970-01-01T${text}Z`);
  return Number.isNaN(ms) || text.startsWith("24") ? undefined : { kind: "clock", ms, lengthMs: lengthOf(CLOCK.exec(text)!.slice(3)) };
}

const CALENDAR = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::(\d\d)(?:\.(\d{1,3}))?)?)(Z|[+-]\d\d:\d\d)?)?$/;
const DAY_MS = 86_400_000;

function calendarOf(text: string): Moment | undefined {
  const [, day, time, seconds, decimals, zone = "Z"] = CALENDAR.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  const ms = Date.parse(time === undefined ? day : `${day}T${time}${zone}`);
  return Number.isNaN(ms) ? undefined : { kind: "calendar", ms, lengthMs: time === undefined ? DAY_MS : lengthOf([seconds, decimals]) };
}

/** `Date.parse` takes the 31st of February for a day in March on some runtimes. */
function isDay(day: string): boolean {
  const ms = Date.parse(day);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day);
}

function lengthOf([seconds, decimals]: readonly (string | undefined)[]): number {
  return seconds === undefined ? 60_000 : 1_000 / 10 ** (decimals?.length ?? 0);
}
