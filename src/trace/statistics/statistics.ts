/**
 * Counts, rates, failures and durations over a log, in one pass over its columns: no payload is parsed, nothing is made for a row. Work in
 * slices: `statisticsWork()` yields every few thousand rows.
 */
import type { Log } from "../log.ts";
import type { RunTrace } from "../run_trace.ts";
import { finish } from "../slices.ts";
import { DispatchCounting, SLICE_ROWS } from "./dispatch_counting.ts";
import { Groups } from "./groups.ts";
import { HandlingCounting } from "./handling_counting.ts";
import { Histogram } from "./histogram.ts";
import type { TimeRange } from "./recorded_time.ts";
import { ServiceNumbers } from "./service_numbers.ts";

/** What can be grouped by. By `type` and `source` dispatches are counted, by `handler` and `service` handlings. */
export const STATISTICS_BY = ["type", "source", "handler", "service"] as const;

/** What is grouped by. */
export type StatisticsBy = (typeof STATISTICS_BY)[number];

/** What is counted. */
export interface StatisticsOptions {
  /** What dispatches or handlings are grouped by. */
  readonly by: StatisticsBy;
  /** Only these dispatches, and their handlings. */
  readonly where?: ((dispatch: number) => boolean) | undefined;
  /** Which stretch of a run was asked for: rates are over what of it was recorded. Which messages, only `where` says. Absent: all of it. */
  readonly stretch?: ((run: RunTrace) => TimeRange) | undefined;
}

/** One group. Durations are in milliseconds, and undefined where nothing in the group has ended. */
export interface StatisticsRow {
  /** What the group has in common; undefined for what has no source, or whose handler belongs to no service. */
  readonly name: string | undefined;
  /** How many there are: dispatches, or handlings that have ended. A handling that was spared is none. */
  readonly count: number;
  /** How many for each second that was recorded (`Statistics.spanMs`); undefined where that is no time. */
  readonly perSecond: number | undefined;
  /** How many failed. Of dispatches those that timed out, were aborted or found no answer, too: the sender did not get what it asked for. */
  readonly failed: number;
  /** How many nobody handled, but for the bus's own messages. 0 by handler and service. */
  readonly unhandled: number;
  /** How many have not ended, as far as the log says. 0 by handler and service. */
  readonly running: number;
  /** How many of the type were left out of the log, as far as it says: they are not in `count`. 0 unless by type. */
  readonly skipped: number;
  /** How many durations stand behind the quantiles. */
  readonly measured: number;
  /**
   * `measured` as a share of all that took some time: 1 for all, also where there are none. Against it count those that have not ended (by handler and service:
   * the same share for each row), those of the type that were left out, and the row's share of the dispatches that the log does not hold and whose type it does not say.
   */
  readonly completeness: number;
  /** The median, by nearest rank: at most half a percent off. */
  readonly p50Ms: number | undefined;
  /** What 95 of a hundred do not exceed. */
  readonly p95Ms: number | undefined;
  /** What 99 of a hundred do not exceed. */
  readonly p99Ms: number | undefined;
  /** The longest. Exact. */
  readonly maxMs: number | undefined;
  /** The arithmetic mean. Exact. */
  readonly meanMs: number | undefined;
  /** All durations together. Exact. */
  readonly totalMs: number;
  /** How much of the time of handlings held the thread, as a share; undefined where handlings took no time. */
  readonly syncShare: number | undefined;
  /** What the records take in the log, with the ends of their lines: by type and source the `dispatch` record and its `handling` records, else the `handling` records. */
  readonly bytes: number;
  /** The durations, for any other quantile. */
  readonly durations: Histogram;
}

/** What was counted. */
export interface Statistics {
  /** What was grouped by. */
  readonly by: StatisticsBy;
  /** The largest first, then by name, what has none last. */
  readonly rows: readonly StatisticsRow[];
  /** All of them together; it has no name. */
  readonly all: StatisticsRow;
  /** How long was recorded of what was asked for, in milliseconds: from the first message to the last end of each run; what runs had at the same time counts once. */
  readonly spanMs: number;
}

/**
 * Counts what a log holds, at once. Cost: some tens of nanoseconds a record, and a few kilobytes for each group.
 * @example
 * for (const { name, count, p99Ms } of statisticsOf(log, { by: "handler" }).rows) console.log(name, count, p99Ms);
 */
export function statisticsOf(log: Log, options: StatisticsOptions): Statistics {
  return finish(statisticsWork(log, options));
}

/**
 * Counts in slices of less than a millisecond; what the log gets meanwhile is not counted.
 * @example
 * const { rows } = await runInSlices(statisticsWork(log, { by: "type" }), { clock });
 */
export function* statisticsWork(log: Log, options: StatisticsOptions): Generator<undefined, Statistics, undefined> {
  const { by, where, stretch } = options;
  const length = log.handlings.length;
  const dispatches = new DispatchCounting(log, by === "type" || by === "source" ? by : undefined, where);
  yield* inSlices(log.dispatches.length, dispatches);
  const spanMs = dispatches.times.togetherMs(log.runs, stretch);
  if (by === "type" || by === "source") {
    yield* inSlices(length, new HandlingCounting(log, by, dispatches.groups, dispatches.chosen));
    const nameOf = (group: number): string | undefined => group === 0 && by === "source" ? undefined : log.texts.textOf(group);
    return statisticsFrom(log, options, { groups: dispatches.groups, spanMs, endedShare: 1, skippedTypes: by === "type" ? log.skippedTypes : new Map(), nameOf });
  }
  const services = new ServiceNumbers(log);
  const groups = new Groups(by === "handler" ? log.texts.length : services.length);
  yield* inSlices(length, new HandlingCounting(log, by === "handler" ? by : services, groups, dispatches.chosen));
  const ended = groups.count.reduce((sum, count) => sum + count, 0);
  const nameOf = (group: number): string | undefined => by === "handler" ? log.texts.textOf(group) : services.nameOf(group);
  return statisticsFrom(log, options, { groups, spanMs, endedShare: ended === 0 ? 1 : ended / (ended + dispatches.missing), skippedTypes: new Map(), nameOf });
}

function* inSlices(length: number, counting: { count(from: number, to: number): void }): Generator<undefined, void, undefined> {
  for (let from = 0; from < length; from += SLICE_ROWS) {
    counting.count(from, Math.min(length, from + SLICE_ROWS));
    yield;
  }
}

interface Counted {
  readonly groups: Groups;
  readonly spanMs: number;
  /** Which share of the handlings that were to be has ended. */
  readonly endedShare: number;
  readonly skippedTypes: ReadonlyMap<string, number>;
  readonly nameOf: (group: number) => string | undefined;
}

function statisticsFrom(log: Log, { by, where }: StatisticsOptions, { groups, spanMs, endedShare, skippedTypes, nameOf }: Counted): Statistics {
  const told = [...skippedTypes.values()].reduce((sum, count) => sum + count, 0);
  const unnamed = Math.max(0, log.sent - log.dispatches.length - told);
  const held = endedShare * (log.sent > 0 ? 1 - Math.min(1, unnamed / log.sent) : 1);
  const rows: StatisticsRow[] = [];
  const left = new Map(skippedTypes);
  for (let group = 0; group < groups.count.length; group++) {
    if (groups.count[group] === 0) continue;
    const name = nameOf(group);
    rows.push(rowOf(groups, group, name, left.get(name ?? "") ?? 0, held, spanMs));
    left.delete(name ?? "");
  }
  // What was left out altogether was nevertheless sent; whether it is what was asked for, nobody can tell.
  if (where === undefined) for (const [name, skipped] of left) rows.push(rowOf(new Groups(1), 0, name, skipped, held, spanMs));
  rows.sort((a, b) => b.count - a.count || Number(a.name === undefined) - Number(b.name === undefined) || ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
  const skipped = rows.reduce((sum, row) => sum + row.skipped, 0);
  return { by, rows, all: rowOf(groups.together(), 0, undefined, skipped, held, spanMs), spanMs };
}

function rowOf(groups: Groups, group: number, name: string | undefined, skipped: number, held: number, spanMs: number): StatisticsRow {
  const durations = groups.durations[group] ?? new Histogram();
  const count = groups.count[group]!;
  const handlingMs = groups.handlingMs[group]!;
  const all = count - groups.timeless[group]! + skipped;
  return {
    name, count, perSecond: spanMs > 0 ? count * 1000 / spanMs : undefined, failed: groups.failed[group]!, unhandled: groups.unhandled[group]!, running: groups.running[group]!, skipped,
    measured: durations.count, completeness: all > 0 ? Math.min(1, durations.count / all) * held : 1,
    p50Ms: quantileOf(durations, 0.5), p95Ms: quantileOf(durations, 0.95), p99Ms: quantileOf(durations, 0.99), maxMs: durations.count > 0 ? toMicros(durations.max) : undefined,
    meanMs: durations.mean === undefined ? undefined : toMicros(durations.mean), totalMs: toMicros(durations.sum), syncShare: handlingMs > 0 ? Math.min(1, groups.syncMs[group]! / handlingMs) : undefined, bytes: groups.bytes[group]!, durations,
  };
}

function quantileOf(durations: Histogram, share: number): number | undefined {
  const ms = durations.quantile(share);
  return ms === undefined ? undefined : toMicros(ms);
}

/** The grain of a log: what is finer comes from adding and taking away. */
function toMicros(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
