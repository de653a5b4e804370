/**
 * What is wrong right now: what is stuck, failing, unhandled, slow, who holds the loop, what is missing. "Now" is the last moment that a log knows of its run: of
 * a recording its end. Pure; columns first, and records parsed only for what is shown.
 */
import type { Log } from "../log.ts";
import type { Capture } from "../record.ts";
import type { RunTrace } from "../run_trace.ts";
import { finish } from "../slices.ts";
import { failingOf, type FailureGroup } from "./failing.ts";
import { recentOf, type Recent } from "./recent.ts";
import { slowOf, type LoopHolder, type SlowHandler } from "./slow.ts";
import { stuckOf, type Stuck } from "./stuck.ts";
import { unhandledOf, type UnhandledType } from "./unhandled.ts";

/** What is known of a run's present. */
export interface Now {
  readonly run: RunTrace;
  /** When that is, in milliseconds since the run began. */
  readonly at: number;
  /** What counts as recent, in milliseconds. */
  readonly windowMs: number;
  /** What has not ended, the longest first. */
  readonly stuck: readonly Stuck[];
  /** How many messages have not ended; `stuck` shows at most `limit` of them. */
  readonly open: number;
  /** How many of those were sent in the last tenth of a second: some are at any time. */
  readonly young: number;
  /** What failed recently, the most frequent first. */
  readonly failing: readonly FailureGroup[];
  /** How many recent failures were not read. */
  readonly unread: number;
  /** Types that nobody handled, the most frequent first. */
  readonly unhandled: readonly UnhandledType[];
  /** The slowest handlers of late. */
  readonly slow: readonly SlowHandler[];
  /** Who held the loop of late, the longest first. */
  readonly held: readonly LoopHolder[];
  readonly missing: Missing;
}

/** What the log does not hold. */
export interface Missing {
  /** How many records were lost, in the whole log. */
  readonly lost: number;
  /** How many messages were left out on purpose. */
  readonly skipped: number;
  /** How many lines are no records. */
  readonly defects: number;
  /** What the recorder captures at the end; absent: everything. */
  readonly capture?: Exclude<Capture, "all">;
}

/** How the present is looked at. */
export interface NowOptions {
  /** What counts as recent. Absent: a minute. */
  readonly windowMs?: number;
  /** How much of each is named. Absent: 20. */
  readonly limit?: number;
  /** Which dispatches are looked at, by ordinal. Absent: all. */
  readonly passes?: (dispatch: number) => boolean;
}

const MINUTE_MS = 60_000;
const LIMIT = 20;

/** Says what is wrong in a run right now. Cost: the number of dispatches and handlings of the log, some nanoseconds each, and parsing what it shows. */
export function nowOf(log: Log, run: RunTrace, options?: NowOptions): Now {
  return finish(nowWork(log, run, options));
}

/**
 * Does the same a little at a time.
 * @example
 * await runInSlices(nowWork(log, run), { clock: systemClock, signal });
 */
export function* nowWork(log: Log, run: RunTrace, { windowMs = MINUTE_MS, limit = LIMIT, passes = () => true }: NowOptions = {}): Generator<void, Now> {
  const recent = recentOf(log, run, windowMs, passes);
  const { groups, unread } = yield* failingOf(recent);
  const stuck = yield* stuckOf(recent, limit);
  const unhandled = yield* unhandledOf(recent);
  const slow = yield* slowOf(recent, limit);
  return { run, at: recent.at, windowMs, ...stuck, failing: groups, unread, unhandled, ...slow, missing: missingOf(recent) };
}

function missingOf({ log, run }: Recent): Missing {
  const { lost, skipped, defects } = log.counts();
  const capture = run.degraded.at(-1)?.capture ?? "all";
  return { lost, skipped, defects, ...(capture === "all" ? {} : { capture }) };
}
