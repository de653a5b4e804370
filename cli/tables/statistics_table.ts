/**
 * Statistics as a table:
 *
 * ```
 * 11 messages in 16.8 ms · 5 types · 1 failed · durations in ms
 *
 * TYPE             COUNT     RATE  FAILED    P50    P95    P99    MAX  SYNC   BYTES
 * user.created         3    179/s       1   1.55   6.90   6.90   6.90  12 %  1.7 kB
 * user.address         3    179/s       –   0.25   0.32   0.32   0.32 100 %  1.2 kB  over 87.5 %
 * all                  6    357/s       1   0.32   6.90   6.90   6.90  14 %  2.9 kB
 * … and 12 types more
 * ```
 *
 * What durations do not rest on in full says so at the end of its line. On a narrow terminal columns go, and the names are shortened last.
 */
import { safeText } from "../../inspector/view/safe_text.ts";
import type { Statistics, StatisticsBy, StatisticsRow, Summary } from "../../src/trace/statistics/mod.ts";
import { counted } from "../render.ts";
import { bytesText, countText, msText, percentText, rateText, shareText, spanText } from "./amounts.ts";
import { fittedTable, NOTHING, type FittedColumn, type FittedTableOptions } from "./fitted_table.ts";

/** What counts as one, and how it is called; how a group is called. */
const WORDS: Readonly<Record<StatisticsBy, readonly [one: string, group: string]>> = { type: ["message", "type"], source: ["message", "source"], handler: ["handling", "handler"], service: ["handling", "service"] };

/** Gives statistics as text, the first `top` rows of them. `recorded`: which share of what was sent the log holds. */
export function statisticsText({ by, rows, all, spanMs }: Statistics, { completeness }: Pick<Summary, "completeness">, { top, ...options }: FittedTableOptions & { readonly top: number }): string {
  const [one, group] = WORDS[by];
  const heading = [
    `${counted(all.count, one)}${spanMs > 0 ? ` in ${spanText(spanMs)}` : ""}`, counted(rows.length, group), ...(all.failed > 0 ? [`${countText(all.failed)} failed`] : []),
    ...(all.unhandled > 0 ? [`${countText(all.unhandled)} unhandled`] : []), ...(all.running > 0 ? [`${countText(all.running)} not ended`] : []),
    ...(all.skipped > 0 ? [`${countText(all.skipped)} left out`] : []), ...(completeness < 1 ? [`${shareText(completeness)} recorded`] : []), "durations in ms",
  ].join(" · ");
  if (rows.length === 0) return `${heading}\n`;
  const shown = rows.slice(0, top);
  const table = fittedTable([...shown, ...(rows.length > 1 ? [all] : [])], columnsOf(by.toUpperCase(), (row) => row === all ? "all" : row.name === undefined ? NOTHING : safeText(row.name), (row) => row === all), options);
  const more = rows.length - shown.length;
  return `${heading}\n\n${table}${more > 0 ? `… and ${counted(more, group)} more\n` : ""}`;
}

function columnsOf(heading: string, nameOf: (row: StatisticsRow) => string, isAll: (row: StatisticsRow) => boolean): FittedColumn<StatisticsRow>[] {
  return [
    { heading, text: nameOf, as: (row) => isAll(row) ? "strong" : "plain" },
    { heading: "COUNT", text: ({ count }) => countText(count) },
    { heading: "RATE", text: ({ perSecond }) => rateText(perSecond), goes: 4 },
    { heading: "FAILED", text: ({ failed }) => countText(failed), as: ({ failed }) => failed > 0 ? "bad" : "dim", goes: 9 },
    { heading: "UNHANDLED", text: ({ unhandled }) => countText(unhandled), as: ({ unhandled }) => unhandled > 0 ? "warning" : "dim", goes: 6 },
    { heading: "NOT ENDED", text: ({ running }) => countText(running), goes: 1 },
    { heading: "P50", text: ({ p50Ms }) => msText(p50Ms), goes: 8 },
    { heading: "P95", text: ({ p95Ms }) => msText(p95Ms), goes: 5 },
    { heading: "P99", text: ({ p99Ms }) => msText(p99Ms), goes: 10 },
    { heading: "MAX", text: ({ maxMs }) => msText(maxMs), goes: 7 },
    { heading: "SYNC", text: ({ syncShare }) => percentText(syncShare), goes: 3 },
    { heading: "BYTES", text: ({ bytes }) => bytesText(bytes), goes: 2 },
    { heading: "", text: ({ completeness }) => completeness < 1 ? `over ${shareText(completeness)}` : "", as: () => "warning", align: "left", goes: 11 },
  ];
}
