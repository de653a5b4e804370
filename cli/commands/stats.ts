/** `core stats`: counts, rates, failures and durations, by type, source, handler or service. */
import { isTerminal, terminalSize, writeErr, writeOut } from "../../src/host/process.ts";
import { STATISTICS_BY, statisticsOf, summaryOf, type Statistics, type StatisticsRow } from "../../src/trace/statistics/mod.ts";
import { askedStretch } from "../asked_stretch.ts";
import { chosenFilter } from "../chosen.ts";
import { CliError, EXIT } from "../exit.ts";
import { oneOf } from "../one_of.ts";
import { openLog } from "../open_log.ts";
import type { Common } from "../options.ts";
import { PLAIN_WIDTH } from "../render.ts";
import { wantsColor } from "../run.ts";
import { statisticsCsv, statisticsJson } from "../tables/statistics_data.ts";
import { statisticsText } from "../tables/statistics_table.ts";

/** What rows can be sorted by: the largest first, but for names, and for completeness, of which the least stands first. */
export const SORTS = ["count", "rate", "failed", "unhandled", "p50", "p95", "p99", "max", "mean", "total", "sync", "bytes", "completeness", "name"] as const;

/** Prints statistics. @throws CliError for options that it does not know */
export async function stats(word: string | undefined, appArgs: readonly string[], common: Common): Promise<number> {
  const by = oneOf("--by", common.by ?? "type", STATISTICS_BY);
  const sort = oneOf("--sort", common.sort ?? "count", SORTS);
  const top = common.top ?? Infinity;
  if (common.json === true && common.csv === true) throw new CliError("Cannot write --json and --csv at once: standard output takes one of them", { code: EXIT.usage });
  const filter = chosenFilter(common);
  const { log, appCode, close } = await openLog(word, appArgs, common);
  try {
    const counted = statisticsOf(log, { by, where: filter.isEmpty ? undefined : filter.over(log), stretch: askedStretch(common) });
    const statistics = sorted(counted, sort);
    if (common.json === true) await writeOut(statisticsJson({ ...statistics, rows: statistics.rows.slice(0, top) }, summaryOf(log)));
    else if (common.csv === true) await writeOut(statisticsCsv({ ...statistics, rows: statistics.rows.slice(0, top) }));
    else await writeOut(statisticsText(statistics, summaryOf(log), { top, width: isTerminal("stdout") ? terminalSize().columns : PLAIN_WIDTH, color: wantsColor(common.color) }));
    if (statistics.all.count === 0 && !filter.isEmpty && common.json !== true && common.csv !== true) await writeErr("No message passes the filter.\n");
    return appCode ?? EXIT.ok;
  } finally {
    await close();
  }
}

/** Gives the rows in another order; those that are equal stay as they were, and what has no such number stands last. */
export function sorted(statistics: Statistics, sort: (typeof SORTS)[number]): Statistics {
  if (sort === "name") return { ...statistics, rows: statistics.rows.toSorted((a, b) => Number(a.name === undefined) - Number(b.name === undefined) || ((a.name ?? "") < (b.name ?? "") ? -1 : 1)) };
  const of = NUMBERS[sort];
  return { ...statistics, rows: statistics.rows.toSorted((a, b) => compare(of(b) ?? -1, of(a) ?? -1)) };
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const NUMBERS: Readonly<Record<Exclude<(typeof SORTS)[number], "name">, (row: StatisticsRow) => number | undefined>> = {
  count: ({ count }) => count, rate: ({ perSecond }) => perSecond, failed: ({ failed }) => failed, unhandled: ({ unhandled }) => unhandled,
  p50: ({ p50Ms }) => p50Ms, p95: ({ p95Ms }) => p95Ms, p99: ({ p99Ms }) => p99Ms, max: ({ maxMs }) => maxMs, mean: ({ meanMs }) => meanMs, total: ({ totalMs }) => totalMs,
  sync: ({ syncShare }) => syncShare, bytes: ({ bytes }) => bytes, completeness: ({ completeness }) => 1 - completeness,
};
