// Compares sides fairly on one machine: they run interleaved in one process, round after round, in an order that turns with
// each round, so that whatever slows the machine slows all of them. What counts is a ratio between two sides of one round;
// a single figure moves from day to day.

/** Enough for a median that a few bad rounds do not move; at least 15. */
export const ROUNDS = 21;

/** One measurement is about this long: far above the clock's grain, short enough to interleave. */
const ROUND_MS = 15;

/** Measures `sides` (`{ name, run(count), check(count) }`, the first is ours): the nanoseconds a call of each, in every round. */
export async function compare(sides) {
  const counts = [];
  for (const side of sides) counts.push(await warmUp(side));
  const results = sides.map(({ name }) => ({ name, ns: [] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let turn = 0; turn < sides.length; turn += 1) {
      const index = (turn + round) % sides.length;
      const ms = await timeMs(sides[index], counts[index]);
      results[index].ns.push((ms * 1e6) / counts[index]);
    }
  }
  return results;
}

/** Runs a side until its engine has compiled it, and finds how many calls fill one measurement. */
export async function warmUp(side) {
  let count = 8;
  for (;;) {
    const ms = await timeMs(side, count);
    if (ms >= ROUND_MS) return Math.ceil((count * ROUND_MS) / ms);
    count *= 2;
  }
}

/** Nothing is measured that is not checked: a side that skips work would win. */
async function timeMs({ run, check }, count) {
  const startedAt = performance.now();
  await run(count);
  const ms = performance.now() - startedAt;
  check(count);
  return ms;
}
