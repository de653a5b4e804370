// How many bytes the heap grows by, for each subscription and for each bus, once all garbage is gone. Handlers and names exist
// before: what is counted is what a library makes of them. Whatever was measured stays alive to the end of the process, or what
// an engine frees late would be taken off the next one's bill.
import process from "node:process";

/** So many that what the engine does beside is lost among them. */
const SUBSCRIPTIONS = 10_000;
const BUSES = 1000;

/** Odd, so that the median is one of them; in the first, a library may make what it makes once. */
const ROUNDS = 3;

async function settledHeap() {
  for (let turn = 0; turn < 2; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (globalThis.Bun) globalThis.Bun.gc(true);
    else globalThis.gc();
  }
  return process.memoryUsage().heapUsed;
}

const makeHandlers = () => Array.from({ length: SUBSCRIPTIONS }, (_, n) => (value) => value === n);
const makeTypes = () => Array.from({ length: SUBSCRIPTIONS }, (_, n) => `service${n}.created`);

/** What is measured of each side: its title, how many are made, and what makes them all. */
const MEASURES = [
  ["a subscription, all to one type", SUBSCRIPTIONS, async ({ make, subscribe }, { handlers }) => {
    const bus = await make();
    return [bus, handlers.map((handler) => subscribe(bus, "user.created", handler))];
  }],
  ["a subscription, each to a type of its own", SUBSCRIPTIONS, async ({ make, subscribe }, { handlers, types }) => {
    const bus = await make();
    return [bus, handlers.map((handler, n) => subscribe(bus, types[n], handler))];
  }],
  ["a bus without subscriptions", BUSES, async ({ make }) => {
    const buses = [];
    for (let n = 0; n < BUSES; n += 1) buses.push(await make());
    return buses;
  }],
];

/** Gives, for each measure and side, the bytes of every round. */
export async function measureMemory(sides) {
  const given = { handlers: makeHandlers(), types: makeTypes() };
  const held = [];
  const measured = [];
  for (const [title, count, makeAll] of MEASURES) {
    const results = sides.map(({ name }) => ({ name, bytes: [] }));
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [index, side] of sides.entries()) {
        const before = await settledHeap();
        held.push(await makeAll(side, given));
        results[index].bytes.push((await settledHeap() - before) / count);
      }
    }
    measured.push({ title, sides: results });
  }
  if (held.length !== MEASURES.length * ROUNDS * sides.length) throw new Error(`Cannot measure memory: ${held.length} makings are held`);
  return measured;
}
