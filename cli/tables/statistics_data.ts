/** Statistics for programs: one JSON object, or CSV. docs/commands.md describes the members; they only ever grow in number. */
import type { Statistics, StatisticsRow, Summary } from "../../src/trace/statistics/mod.ts";
import { csvOf } from "./csv.ts";

/** The members of a row, in the order in which they are written. */
const MEMBERS = [
  "name", "count", "perSecond", "failed", "unhandled", "running", "skipped", "measured", "completeness", "p50Ms", "p95Ms", "p99Ms", "maxMs", "meanMs", "totalMs", "syncShare", "bytes",
] as const;

/** Gives statistics as one line of JSON. What there is none of is null. `recorded`: which share of what was sent the log holds. */
export function statisticsJson({ by, spanMs, all, rows }: Statistics, { completeness }: Pick<Summary, "completeness">): string {
  return `${JSON.stringify({ by, spanMs: rounded(spanMs), recorded: rounded(completeness), all: plain(all), rows: rows.map(plain) })}\n`;
}

/** Gives the rows as CSV. What there is none of is an empty field. */
export function statisticsCsv({ by, rows }: Statistics): string {
  return csvOf([by, ...MEMBERS.slice(1)], rows.map((row) => MEMBERS.map((member) => valueOf(row, member))));
}

function plain(row: StatisticsRow): Record<string, string | number | null> {
  return Object.fromEntries(MEMBERS.map((member) => [member, valueOf(row, member) ?? null]));
}

function valueOf(row: StatisticsRow, member: (typeof MEMBERS)[number]): string | number | undefined {
  const value = row[member];
  return typeof value === "number" ? rounded(value) : value;
}

/** Six decimals: more is noise. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
