// Compares cases fairly on one machine: they run interleaved in one process, round after round, in an order that turns with
// each round, so that whatever slows the machine slows all of them. What counts is a ratio between two cases of one round;
// a single figure moves from day to day.

/** Enough for a median that a few bad rounds do not move; at least 15. */
const ROUNDS = 21;

/** One measurement is about this long: far above the clock's grain, short enough to interleave. */
const ROUND_MS = 12;

/**
 * Measures `cases` (`{ name, run(count): void | Promise<void> }`, the first is ours) and gives, for each, its nanoseconds a
 * call in every round.
 */
export async function compare(cases) {
  const counts = [];
  for (const { run } of cases) counts.push(await countFor(run));
  const results = cases.map(({ name }) => ({ name, ns: [] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let turn = 0; turn < cases.length; turn += 1) {
      const index = (turn + round) % cases.length;
      results[index].ns.push((await timeMs(cases[index].run, counts[index])) * 1e6 / counts[index]);
    }
  }
  return results;
}

async function timeMs(run, count) {
  const startedAt = performance.now();
  await run(count);
  return performance.now() - startedAt;
}

/** Warms a case up, and finds how many calls fill one measurement. */
async function countFor(run) {
  let count = 1000;
  for (;;) {
    const ms = await timeMs(run, count);
    if (ms >= ROUND_MS) return Math.ceil((count * ROUND_MS) / ms);
    count *= 2;
  }
}

/** The middle value, and the values that a quarter of the others are below and above. */
export function quartiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.round((sorted.length - 1) * share)];
  return { low: at(0.25), median: at(0.5), high: at(0.75) };
}

/** How many times faster the first result is than each other, by round: above 1 we are faster. */
export function ratios([ours, ...peers]) {
  return peers.map(({ name, ns }) => ({ name, ...quartiles(ns.map((value, round) => value / ours.ns[round])) }));
}
