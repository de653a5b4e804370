/** How many messages a second came lately, from what the loop tells once a second. */

/** Seconds kept: as many as the header has bars. */
export const RATE_SECONDS = 8;

/** Messages of each of the last seconds, newest last, and the count when the last one ended. */
export interface Rate {
  readonly seconds: readonly number[];
  readonly count: number;
  readonly atMs: number;
}

/** Begins counting at `atMs` with `count` messages there already. */
export function startRate(count: number, atMs: number): Rate {
  return { seconds: [], count, atMs };
}

/** Takes the count at `atMs`; until a second has passed nothing changes. A longer pause counts as several equal seconds. */
export function countRate(rate: Rate, count: number, atMs: number): Rate {
  const passed = Math.floor((atMs - rate.atMs) / 1000);
  if (passed < 1) return rate;
  const perSecond = (count - rate.count) / passed;
  const added = Array.from({ length: Math.min(passed, RATE_SECONDS) }, () => perSecond);
  return { seconds: [...rate.seconds, ...added].slice(-RATE_SECONDS), count, atMs: rate.atMs + passed * 1000 };
}
