/**
 * Counts, rates, failures and durations over a log, in one pass over its columns: no payload is parsed, nothing is made for a row. Work in
 * slices: `statisticsWork()` yields every few thousand rows.
 */
import type { Texts } from "../columns.ts";
import type { Log } from "../log.ts";
import { isOwnMessage } from "../own_messages.ts";
import type { RunTrace } from "../run_trace.ts";
import { finish } from "../slices.ts";
import { Groups } from "./groups.ts";
import { Histogram } from "./histogram.ts";
import { RunTimes, type TimeRange } from "./recorded_time.ts";
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

/** Counts at once. Cost: some 50 nanoseconds a record. */
export function statisticsOf(log: Log, options: StatisticsOptions): Statistics {
  return finish(statisticsWork(log, options));
}

/**
 * Counts in slices of less than a millisecond; what the log gets meanwhile is not counted.
 * @example
 * const { rows } = await runInSlices(statisticsWork(log, { by: "type" }), { clock });
 */
export function* statisticsWork(log: Log, options: StatisticsOptions): Generator<undefined, Statistics, undefined> {
  const { by } = options;
  const handlings = log.handlings.length;
  const dispatches = new DispatchCounting(log, options);
  yield* inSlices(log.dispatches.length, (from, to) => dispatches.count(from, to));
  const counted: Counted = { ...dispatches, spanMs: dispatches.times.togetherMs(log.runs, options.stretch) };
  if (by === "type" || by === "source") {
    yield* inSlices(handlings, (from, to) => addHandlings(log, counted, by, from, to));
    return statisticsFrom(log, options, counted, 1, by === "type" ? log.skippedTypes : NONE, (group) => group === 0 && by === "source" ? undefined : log.texts.textOf(group));
  }
  const services = by === "service" ? new ServiceNumbers(log) : undefined;
  const groups = new Groups(services?.length ?? log.texts.length);
  yield* inSlices(handlings, (from, to) => countHandlings(log, { ...counted, groups }, services, from, to));
  const ended = groups.count.reduce((sum, count) => sum + count, 0);
  const share = ended === 0 ? 1 : ended / (ended + counted.missing);
  return statisticsFrom(log, options, { ...counted, groups }, share, NONE, services === undefined ? (group) => log.texts.textOf(group) : (group) => services.nameOf(group));
}

/** Rows between two yields: well below a millisecond. Loops stand in functions of their own: engines make little of those in generators. */
const SLICE_ROWS = 4096;
const NONE: ReadonlyMap<string, number> = new Map();

function* inSlices(length: number, slice: (from: number, to: number) => void): Generator<undefined, void, undefined> {
  for (let from = 0; from < length; from += SLICE_ROWS) {
    slice(from, Math.min(length, from + SLICE_ROWS));
    yield;
  }
}

interface Counted {
  readonly groups: Groups;
  /** Which dispatches were asked for; absent: all. */
  readonly chosen: Uint8Array | undefined;
  readonly spanMs: number;
  /** How many handlings have not ended, as far as it is known. */
  readonly missing: number;
}

/** Counts dispatches: by type, by source, or all as one. */
class DispatchCounting {
  readonly groups: Groups;
  readonly chosen: Uint8Array | undefined;
  readonly times: RunTimes;
  missing = 0;
  readonly #log: Log;
  readonly #options: StatisticsOptions;
  readonly #isOwn: (type: number) => boolean;

  constructor(log: Log, options: StatisticsOptions) {
    const { by, where } = options;
    this.#log = log;
    this.#options = options;
    this.groups = new Groups(by === "type" || by === "source" ? log.texts.length : 1);
    this.chosen = where === undefined ? undefined : new Uint8Array(log.dispatches.length);
    this.times = new RunTimes(log.runs.length);
    this.#isOwn = ownTypes(log.texts);
  }

  count(from: number, to: number): void {
    const { groups, chosen, times } = this;
    const { dispatches } = this.#log;
    const { by, where } = this.#options;
    for (let dispatch = from; dispatch < to; dispatch++) {
      const at = dispatches.at(dispatch);
      const end = dispatches.end(dispatch);
      times.take(dispatches.run(dispatch), at, end);
      if (chosen !== undefined) {
        if (where?.(dispatch) === false) continue;
        chosen[dispatch] = 1;
      }
      const group = by === "type" ? dispatches.type(dispatch) : by === "source" ? dispatches.source(dispatch) : 0;
      groups.count[group]! += 1;
      groups.bytes[group]! += dispatches.bytes(dispatch);
      switch (dispatches.state(dispatch)) {
        case "done":
          groups.took(group, end - at);
          break;
        case "failed": case "unanswered":
          groups.failed[group]! += 1;
          groups.took(group, end - at);
          break;
        case "timedOut": case "aborted":
          groups.failed[group]! += 1;
          groups.took(group, dispatches.ms(dispatch));
          break;
        case "unhandled":
          groups.timeless[group]! += 1;
          if (!this.#isOwn(dispatches.type(dispatch))) groups.unhandled[group]! += 1;
          break;
        case "running":
          groups.running[group]! += 1;
          this.missing += missingHandlings(this.#log, dispatch);
          break;
        default:
          groups.took(group, dispatches.ms(dispatch));
      }
    }
  }
}

/** Of a message that has not ended: an ACTION and a QUERYALL wait for all of their handlings, the others for one. */
function missingHandlings({ dispatches, handlings }: Log, dispatch: number): number {
  const verb = dispatches.verb(dispatch);
  if (verb === "QUERY" || verb === "PERFORM") return 1;
  let missing = dispatches.handlers(dispatch);
  for (let handling = dispatches.lastHandling(dispatch); handling !== -1; handling = handlings.before(handling)) missing -= 1;
  return Math.max(1, missing);
}

/** What the handlings of dispatches held and what their records take. */
function addHandlings({ dispatches, handlings }: Log, { groups, chosen }: Counted, by: "type" | "source", from: number, to: number): void {
  for (let handling = from; handling < to; handling++) {
    const dispatch = handlings.dispatch(handling);
    if (chosen !== undefined && chosen[dispatch] === 0) continue;
    const group = by === "type" ? dispatches.type(dispatch) : dispatches.source(dispatch);
    groups.bytes[group]! += handlings.bytes(handling);
    if (handlings.outcome(handling) !== "spared") groups.held(group, handlings.ms(handling), handlings.syncMs(handling));
  }
}

/** Handlings by their handlers, or by the services that these belong to. */
function countHandlings({ dispatches, handlings }: Log, { groups, chosen }: Counted, services: ServiceNumbers | undefined, from: number, to: number): void {
  for (let handling = from; handling < to; handling++) {
    const dispatch = handlings.dispatch(handling);
    if (chosen !== undefined && chosen[dispatch] === 0) continue;
    const outcome = handlings.outcome(handling);
    if (outcome === "spared") continue;
    const group = services === undefined ? handlings.handler(handling) : services.of(dispatches.run(dispatch), handlings.subscription(handling));
    const ms = handlings.ms(handling);
    groups.count[group]! += 1;
    if (outcome === "failed") groups.failed[group]! += 1;
    groups.bytes[group]! += handlings.bytes(handling);
    groups.took(group, ms);
    groups.held(group, ms, handlings.syncMs(handling));
  }
}

function statisticsFrom(
  log: Log, { by, where }: StatisticsOptions, { groups, spanMs }: Counted, endedShare: number, skippedTypes: ReadonlyMap<string, number>, nameOf: (group: number) => string | undefined,
): Statistics {
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

/** Tells which types are the bus's own; each text is looked at once. */
function ownTypes(texts: Texts): (type: number) => boolean {
  const known = new Int8Array(texts.length);
  return (type) => (known[type] ||= isOwnMessage(texts.textOf(type)) ? 1 : -1) === 1;
}
