/** Text for standard output: the rows of `tail`, and the summary after them. */
import { columnsFor, type Columns } from "../inspector/view/columns.ts";
import { paintRow, paletteFor } from "../inspector/view/paint.ts";
import { formatRow, headingRow } from "../inspector/view/row.ts";
import { isTerminal, terminalSize } from "../src/host/process.ts";
import type { LogEntry } from "../src/trace/dispatch_trace.ts";
import type { Log } from "../src/trace/log.ts";
import { statisticsOf, summaryOf } from "../src/trace/statistics/mod.ts";
import { safeText } from "../inspector/view/safe_text.ts";

/** As wide as a terminal is, or as wide as the screen was drawn for. */
export const PLAIN_WIDTH = 120;

/** Formats entries for one command. */
export class Rows {
  readonly #columns: Columns;
  readonly #color: boolean;

  constructor(color: boolean) {
    this.#columns = columnsFor(isTerminal("stdout") ? terminalSize().columns : PLAIN_WIDTH, 5);
    this.#color = color;
  }

  heading(): string {
    return this.#painted(headingRow(this.#columns, "utc"));
  }

  entry(entry: LogEntry): string {
    return this.#painted(formatRow(entry, this.#columns, { time: "utc" }));
  }

  #painted(row: ReturnType<typeof headingRow>): string {
    return `${(this.#color ? paintRow(row, paletteFor(true)) : row.map(({ text }) => text).join("")).trimEnd()}\n`;
  }
}

/**
 * The summary that stands after the rows:
 *
 * ```
 * 60 messages · 12 types · 4 failed · 2 unhandled · 7.1 s
 *
 * TYPE                     COUNT  FAILED  UNHANDLED     P50     P95     MAX
 * github.push                  8       0          0    0.41    0.90    0.90
 * github.issues                8       0          0    0.41    0.90    0.90  over 87.5 %
 * ```
 *
 * What durations do not rest on in full says so: they are those of handlings whose end was recorded.
 */
export function summaryText(log: Log): string {
  const { dispatches, types, failed, unhandled, running, lost, defects, completeness, spanMs } = summaryOf(log);
  const parts = [
    counted(dispatches, "message"), counted(types, "type"), `${failed} failed`, `${unhandled} unhandled`,
    ...(running > 0 ? [`${running} not ended`] : []), ...(lost > 0 ? [`${lost} lost`] : []), ...(defects > 0 ? [counted(defects, "defect")] : []),
    ...(completeness < 1 ? [`${shareText(completeness)} recorded`] : []),
    spanMs >= 1000 ? `${(spanMs / 1000).toFixed(1)} s` : `${Math.round(spanMs)} ms`,
  ];
  const rows = statisticsOf(log, { by: "type" }).rows.map((row) => [
    safeText(row.name ?? "–"), String(row.count), String(row.failed), String(row.unhandled), msText(row.p50Ms), msText(row.p95Ms), msText(row.maxMs), row.completeness < 1 ? `over ${shareText(row.completeness)}` : "",
  ]);
  return `\n${parts.join(" · ")}\n${rows.length === 0 ? "" : `\n${table([["TYPE", "COUNT", "FAILED", "UNHANDLED", "P50", "P95", "MAX", ""], ...rows])}`}`;
}

/** A share in percent, rounded down: what is not whole is never called whole. */
function shareText(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

/** Says "1 message", "2 messages". */
export function counted(amount: number, noun: string): string {
  return `${amount.toLocaleString("en")} ${noun}${amount === 1 ? "" : "s"}`;
}

/** Lines up cells: the first column to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  return rows.map((row) => `${row.map((cell, at) => at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart((widths[at] ?? 0) + 2)).join("").trimEnd()}\n`).join("");
}

function msText(ms: number | undefined): string {
  return ms === undefined ? "–" : ms.toFixed(2);
}
