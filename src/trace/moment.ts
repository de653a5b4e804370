/**
 * Moments as people write them: `02:10`, `02:10:07.5`, `2026-11-23`, `2026-11-23T02:10Z`, `+12s` (after the log began), `-30s` (before it ended). Time of day and
 * dates without a zone are UTC, as the log has them. What a moment means depends on the log; `momentMs()` says it.
 */
import type { Log } from "./log.ts";
import { wallTimeOf } from "./wall_clock.ts";

/** A moment that was read. `widthMs`: how much time its text covers: a minute for `02:10`, a second for `02:10:07`, 1 ms for what names one. */
export type Moment =
  /** A point in time, in milliseconds since 1970. */
  | { readonly kind: "wall"; readonly ms: number; readonly widthMs: number }
  /** A time of day, in milliseconds since midnight, UTC. */
  | { readonly kind: "ofDay"; readonly ms: number; readonly widthMs: number }
  /** So long after the log began. */
  | { readonly kind: "afterBegin"; readonly ms: number; readonly widthMs: number }
  /** So long before the log ended. */
  | { readonly kind: "beforeEnd"; readonly ms: number; readonly widthMs: number };

/** From when to when a log goes, by wall clock, in milliseconds since 1970; NaN where it does not say. */
export interface Span {
  /** Its first moment. */
  readonly fromMs: number;
  /** Its last one. */
  readonly toMs: number;
}

/** How a moment can be written, for messages. */
export const MOMENT_FORMS = "02:10, 02:10:07.5, 2026-11-23T02:10Z, +12s or -30s";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: MINUTE_MS, min: MINUTE_MS, h: 3_600_000, d: DAY_MS };

/** Reads a moment; undefined when the text is none. */
export function parseMoment(text: string): Moment | undefined {
  const [, sign, amount, unit = "s"] = /^([+-])(\d+(?:\.\d+)?)(ms|s|min|m|h|d)?$/.exec(text) ?? [];
  if (amount !== undefined) return { kind: sign === "+" ? "afterBegin" : "beforeEnd", ms: Number(amount) * (UNITS_MS[unit] ?? 1000), widthMs: 1 };
  const [, date, time, zone] = /^(?:(\d{4}-\d\d-\d\d)(?:[T ](?=\d)|$))?(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?$/i.exec(text) ?? [];
  if (date === undefined) {
    if (time === undefined || (zone !== undefined && zone.toUpperCase() !== "Z")) return undefined;
    const ofDay = ofDayMs(time);
    return ofDay === undefined ? undefined : { kind: "ofDay", ...ofDay };
  }
  if (zone !== undefined && time === undefined) return undefined;
  const ofDay = time === undefined ? { ms: 0, widthMs: DAY_MS } : ofDayMs(time);
  const day = Date.parse(`${date}T00:00:00Z`);
  // Date.parse takes February 30th on some engines.
  if (ofDay === undefined || Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== date) return undefined;
  return { kind: "wall", ms: day + ofDay.ms - zoneMs(zone), widthMs: ofDay.widthMs };
}

/**
 * Gives the wall clock of a moment in a log, in milliseconds since 1970. A time of day is the first such moment that the log spans; where it spans none, that
 * of the day on which it began. NaN where the log does not say when it was.
 */
export function momentMs(moment: Moment, { fromMs, toMs }: Span): number {
  switch (moment.kind) {
    case "wall": return moment.ms;
    case "afterBegin": return fromMs + moment.ms;
    case "beforeEnd": return toMs - moment.ms;
    case "ofDay": {
      const onFirstDay = Math.floor(fromMs / DAY_MS) * DAY_MS + moment.ms;
      return onFirstDay + moment.widthMs <= fromMs && onFirstDay + DAY_MS <= toMs ? onFirstDay + DAY_MS : onFirstDay;
    }
    default: return moment satisfies never;
  }
}

/** Gives from when to when a log goes. Cost: the number of its dispatches. */
export function spanOf({ runs, dispatches }: Pick<Log, "runs" | "dispatches">): Span {
  let fromMs = Infinity;
  let toMs = -Infinity;
  const take = (ms: number): void => {
    if (ms < fromMs) fromMs = ms;
    if (ms > toMs) toMs = ms;
  };
  for (const run of runs) {
    if (run.header.part === 1) take(run.startedAtMs);
    if (run.end !== undefined) take(wallTimeOf(run, run.end.at));
  }
  for (let dispatch = 0; dispatch < dispatches.length; dispatch++) {
    const run = runs[dispatches.run(dispatch)];
    if (run === undefined) continue;
    take(wallTimeOf(run, dispatches.at(dispatch)));
    take(wallTimeOf(run, dispatches.end(dispatch)));
  }
  return fromMs > toMs ? { fromMs: Number.NaN, toMs: Number.NaN } : { fromMs, toMs };
}

function ofDayMs(time: string): { ms: number; widthMs: number } | undefined {
  const [hours = "", minutes = "", seconds] = time.split(":");
  const [whole = "0", fraction] = (seconds ?? "0").split(".");
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(whole) > 59) return undefined;
  const ms = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS + Number(whole) * 1000 + Number(`0.${fraction ?? 0}`) * 1000;
  return { ms, widthMs: seconds === undefined ? MINUTE_MS : fraction === undefined ? 1000 : 1 };
}

function zoneMs(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? "") ?? [];
  const ms = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS;
  return sign === "-" ? -ms : ms;
}
