/** Counts, failures and durations over dispatches, exact: every duration is kept and sorted. Pure. */
import type { DispatchTrace, History } from "./history.ts";
import { isOwnMessage } from "./own_messages.ts";
import { msOf, stateOf } from "./state.ts";

/** What dispatches are grouped by. */
export type StatisticsBy = "type" | "source" | "handler" | "service";

/** One group. Durations in milliseconds; undefined where nothing in the group has ended. */
export interface StatisticsRow {
  /** What the group has in common. */
  readonly name: string;
  /** How many there are. */
  readonly count: number;
  /** How many failed. */
  readonly failed: number;
  /** How many nobody handled. */
  readonly unhandled: number;
  /** How many of them the durations below rest on: those whose end was recorded. */
  readonly measured: number;
  /** `measured` as a share of all that took some time, as far as the log knows of them: 1 for all, also where there are none. */
  readonly completeness: number;
  /** The median. */
  readonly p50: number | undefined;
  /** What 95 of a hundred do not exceed. */
  readonly p95: number | undefined;
  /** What 99 of a hundred do not exceed. */
  readonly p99: number | undefined;
  /** The longest. */
  readonly max: number | undefined;
}

/** What a whole history amounts to. */
export interface Summary {
  /** How many dispatches. */
  readonly dispatches: number;
  /** How many of them nothing caused. */
  readonly roots: number;
  /** How many types of messages. */
  readonly types: number;
  /** How many dispatches failed. */
  readonly failed: number;
  /** How many nobody handled. */
  readonly unhandled: number;
  /** How many are not over. */
  readonly running: number;
  /** How many records were lost. */
  readonly lost: number;
  /** How many lines were no records. */
  readonly defects: number;
  /** How many of the dispatches that the log knows to have been sent it holds, as a share: 1 for all. Parts that were not read count for nothing. */
  readonly completeness: number;
  /** From the first dispatch to the last end, in milliseconds; 0 for none. */
  readonly spanMs: number;
}

/**
 * Groups dispatches and gives a row for each, the largest first, then by name. By `handler` and `service` it counts
 * handlings, by the others dispatches; a dispatch without a source stands under "–". `skippedTypes` says how many of each type were left out of the log
 * (`History.skippedTypes`): it makes rows by type say how complete they are.
 * Cost: O(n log n) in the number of dispatches.
 */
export function statisticsOf(dispatches: Iterable<DispatchTrace>, by: StatisticsBy, skippedTypes: ReadonlyMap<string, number> = new Map()): StatisticsRow[] {
  const groups = new Map<string, Group>();
  const groupOf = (name: string): Group => {
    const known = groups.get(name);
    if (known !== undefined) return known;
    const made: Group = { count: 0, failed: 0, unhandled: 0, timeless: 0, durations: [] };
    groups.set(name, made);
    return made;
  };
  for (const trace of dispatches) {
    if (by === "handler" || by === "service") addHandlings(trace, by, groupOf);
    else addDispatch(trace, groupOf(by === "type" ? trace.record.type : trace.record.source ?? "–"));
  }
  return [...groups].map(([name, group]) => rowOf(name, group, by === "type" ? skippedTypes.get(name) ?? 0 : 0)).sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** Gives the totals of a history. */
export function summaryOf(history: History): Summary {
  const { dispatches, roots } = history;
  const { failed, unhandled, running, lost, defects } = history.counts();
  return {
    dispatches: dispatches.length, roots: roots.length, types: new Set(dispatches.map(({ record }) => record.type)).size,
    failed, unhandled, running, lost, defects, completeness: history.sent === 0 ? 1 : Math.min(1, dispatches.length / history.sent), spanMs: spanOf(dispatches),
  };
}

interface Group {
  count: number;
  failed: number;
  unhandled: number;
  /** Those that took no time, since nobody handled them. */
  timeless: number;
  readonly durations: number[];
}

const NOT_WELL = new Set(["failed", "timedOut", "aborted", "unanswered"]);

function addDispatch(trace: DispatchTrace, group: Group): void {
  const state = stateOf(trace);
  group.count += 1;
  if (NOT_WELL.has(state)) group.failed += 1;
  if (state === "unhandled" && !isOwnMessage(trace.record.type)) group.unhandled += 1;
  const ms = msOf(trace);
  if (state === "unhandled") group.timeless += 1;
  if (ms !== undefined) group.durations.push(ms);
}

function addHandlings(trace: DispatchTrace, by: "handler" | "service", groupOf: (name: string) => Group): void {
  for (const { handler, subscription, outcome, ms } of trace.handlings) {
    if (outcome === "spared") continue;
    const service = trace.run.subscriptions.get(subscription)?.added.service;
    const group = groupOf(by === "handler" ? handler : service ?? "–");
    group.count += 1;
    if (outcome === "failed") group.failed += 1;
    group.durations.push(ms);
  }
}

function rowOf(name: string, { count, failed, unhandled, timeless, durations }: Group, skipped: number): StatisticsRow {
  const sorted = durations.sort((a, b) => a - b);
  const measured = sorted.length;
  const all = count - timeless + skipped;
  return { name, count, failed, unhandled, measured, completeness: all === 0 ? 1 : measured / all, p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), p99: quantile(sorted, 0.99), max: sorted.at(-1) };
}

/** Nearest rank: the smallest value that at least `share` of all do not exceed. */
function quantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

function spanOf(dispatches: readonly DispatchTrace[]): number {
  let first = Infinity;
  let last = 0;
  for (const trace of dispatches) {
    first = Math.min(first, trace.record.at);
    last = Math.max(last, trace.record.at + (msOf(trace) ?? 0));
  }
  return dispatches.length === 0 ? 0 : last - first;
}
