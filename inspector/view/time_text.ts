/** Moments and durations as text, each of a fixed shape so that a column of them can be read downwards. */
import type { TimeMode } from "../model/model.ts";

/** A moment of a record: its wall clock, and the start of its run. */
export interface Moment {
  readonly wallMs: number;
  readonly startedAtMs: number;
}

/** Gives the heading of the time column. */
export function timeHeading(mode: TimeMode): string {
  return { utc: "TIME (UTC)", local: "TIME (local)", elapsed: "ELAPSED", delta: "SINCE LAST" }[mode];
}

/** Gives `moment` in `mode`; `before` is the moment of the row above, for "delta". 12 cells, or 8 without milliseconds. */
export function timeText(mode: TimeMode, moment: Moment, before: number | undefined): string {
  switch (mode) {
    case "utc": return utcTime(moment.wallMs);
    case "local": return localTime(moment.wallMs);
    case "elapsed": return spanText(moment.wallMs - moment.startedAtMs);
    case "delta": return before === undefined ? utcTime(moment.wallMs) : spanText(moment.wallMs - before);
    default: return unknownMode(mode);
  }
}

/** `02:14:07.041` in UTC. */
export function utcTime(wallMs: number): string {
  return isDate(wallMs) ? new Date(wallMs).toISOString().slice(11, 23) : "--:--:--.---";
}

/** `2026-11-23 02:14:07Z` */
export function utcDay(wallMs: number): string {
  return isDate(wallMs) ? `${new Date(wallMs).toISOString().slice(0, 19).replace("T", " ")}Z` : "no date";
}

function localTime(wallMs: number): string {
  if (!isDate(wallMs)) return "--:--:--.---";
  const date = new Date(wallMs);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0"));
  return `${parts.join(":")}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** `+0.002`, `+75.310`, `-0.004`: seconds, since that is what the other modes end with. */
function spanText(ms: number): string {
  if (Number.isNaN(ms)) return "–";
  return `${ms < 0 ? "-" : "+"}${(Math.abs(ms) / 1000).toFixed(3)}`;
}

/** A duration of at most six cells: `3.23`, `41.7`, `1234`, `75.3 s`, `90 min`. */
export function durationText(ms: number): string {
  if (ms < 9.995) return ms.toFixed(2);
  if (ms < 99.95) return ms.toFixed(1);
  if (ms < 9999.5) return ms.toFixed(0);
  if (ms < 999_950) return `${(ms / 1000).toFixed(ms < 99_950 ? 1 : 0)} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

function isDate(ms: number): boolean {
  return Math.abs(ms) <= 8.64e15;
}

function unknownMode(mode: never): never {
  throw new TypeError(`Cannot tell time: unknown mode ${JSON.stringify(mode)}`);
}
