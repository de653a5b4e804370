/** Handlers that are slow now, held against what is usual for them, and those that hold the loop. */
import { eachRow } from "../each_row.ts";
import { eachRecent, type Recent } from "./recent.ts";

/** How long the recent handlings of one handler took. */
export interface SlowHandler {
  readonly handler: string;
  /** How many ended recently. */
  readonly count: number;
  /** What 95 of a hundred of them did not exceed, in milliseconds. */
  readonly p95: number;
  readonly max: number;
  /** The id of the message whose handling took the longest. */
  readonly example: number;
  /** What 95 of a hundred did not exceed before, to 1 %; absent where fewer than twenty ended before. */
  readonly usualP95?: number;
}

/** A handler that held the thread for so long that everything else waited. */
export interface LoopHolder {
  readonly handler: string;
  /** How often it did, recently. */
  readonly count: number;
  /** How long in all, in milliseconds. */
  readonly totalMs: number;
  readonly max: number;
  /** The id of the message at which it did so the longest. */
  readonly example: number;
}

/** From here on a person feels it, and other messages wait: three frames of a screen. */
export const HELD_MS = 50;
/** What took less is not slow, whatever took less still. */
const SLOW_MS = 1;
/** Of fewer nothing is usual. */
const USUAL_FROM = 20;
/** A step of the histogram: its middle is within 1 % of all that is in it. */
const STEP = Math.log(1.02);

/** Gives the slowest handlers of late, by their 95th percentile, and who held the loop. Cost: the recent handlings, and for what is usual all of them. */
export function* slowOf(recent: Recent, limit: number): Generator<void, { readonly slow: readonly SlowHandler[]; readonly held: readonly LoopHolder[] }> {
  const { log: { handlings, dispatches, texts } } = recent;
  const times = new Map<number, { durations: number[]; max: number; at: number }>();
  const holders = new Map<number, { count: number; totalMs: number; max: number; at: number }>();
  yield* eachRecent(recent, (handling) => {
    if (handlings.outcome(handling) === "spared") return;
    const handler = handlings.handler(handling);
    const ms = handlings.ms(handling);
    const known = times.get(handler) ?? { durations: [], max: -1, at: handling };
    known.durations.push(ms);
    if (ms > known.max) Object.assign(known, { max: ms, at: handling });
    times.set(handler, known);
    const sync = handlings.syncMs(handling);
    if (sync < HELD_MS) return;
    const held = holders.get(handler) ?? { count: 0, totalMs: 0, max: -1, at: handling };
    held.count += 1;
    held.totalMs += sync;
    if (sync > held.max) Object.assign(held, { max: sync, at: handling });
    holders.set(handler, held);
  });
  const idOf = (handling: number): number => dispatches.id(handlings.dispatch(handling));
  const slowest = [...times].map(([handler, { durations, max, at }]) => ({ handler, count: durations.length, p95: nearestRank(durations, 0.95), max, example: idOf(at) }))
    .filter(({ p95 }) => p95 >= SLOW_MS).sort((a, b) => b.p95 - a.p95).slice(0, limit);
  const usual = yield* usualOf(recent, new Set(slowest.map(({ handler }) => handler)));
  return {
    slow: slowest.map(({ handler, ...took }) => ({ handler: texts.textOf(handler), ...took, ...(usual.has(handler) ? { usualP95: usual.get(handler) as number } : {}) })),
    held: [...holders].map(([handler, { count, totalMs, max, at }]) => ({ handler: texts.textOf(handler), count, totalMs, max, example: idOf(at) })).sort((a, b) => b.totalMs - a.totalMs).slice(0, limit),
  };
}

/** The 95th percentiles of handlings that ended before, for handlers that have enough of them. */
function* usualOf({ log: { handlings, dispatches }, position, since }: Recent, handlers: ReadonlySet<number>): Generator<void, Map<number, number>> {
  const histograms = new Map<number, { count: number; steps: Map<number, number> }>();
  if (handlers.size === 0) return new Map();
  yield* eachRow(handlings.length, (handling) => {
    const handler = handlings.handler(handling);
    if (!handlers.has(handler) || handlings.outcome(handling) === "spared" || dispatches.run(handlings.dispatch(handling)) !== position) return;
    const ms = handlings.ms(handling);
    if (handlings.at(handling) + ms >= since) return;
    const known = histograms.get(handler) ?? { count: 0, steps: new Map<number, number>() };
    const step = Math.floor(Math.log(Math.max(ms, 0.001)) / STEP);
    known.count += 1;
    known.steps.set(step, (known.steps.get(step) ?? 0) + 1);
    histograms.set(handler, known);
  });
  return new Map([...histograms].flatMap(([handler, { count, steps }]) => count < USUAL_FROM ? [] : [[handler, stepAt(steps, Math.ceil(count * 0.95))] as const]));
}

/** The middle of the step in which the `rank`-th value is. */
function stepAt(steps: ReadonlyMap<number, number>, rank: number): number {
  let seen = 0;
  for (const [step, count] of [...steps].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= rank) return Math.exp((step + 0.5) * STEP);
  }
  return 0;
}

function nearestRank(values: number[], share: number): number {
  values.sort((a, b) => a - b);
  return values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0;
}
