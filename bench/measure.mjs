// What runs on each runtime: measures one group of cases in this process, and prints what it found as one line of JSON.
//
// All cases of a group share a process, and before the first of them is measured every side has run every case of the group.
// So no side is measured in a state that no app has: the place in its code where a library calls a handler has seen many
// handlers, synchronous and asynchronous ones, one on a type and hundreds, for every library alike, and no engine compiles it
// for the one handler of the case at hand. (A library that has seen nothing else is inlined into the loop that measures it:
// 2 ns instead of 8 to 30 for the lightest.) It is so too when only some of the cases are asked for. Each side has a loop of
// its own, as each app has a line of its own that sends.
import process from "node:process";
import { compare, warmUp } from "./compare.mjs";
import { measureMemory } from "./memory.mjs";
import { clear, expected, makeHandlers, makeTally, makeTypes, whatIsMissing } from "./workload.mjs";
import * as library from "../dist/mod.js";

/** `{ kind: "time", cases: [{ title, way, handlers, size, sides: [{ name, file }] }], wanted: [title] }`, or `{ kind: "memory", sides }`. */
const job = JSON.parse(process.argv[2]);

/** Neither prints while the other measures. */
const say = (line) => process.stderr.write(`${line}\n`);

async function load({ name, file }) {
  const { makeSides } = await import(`./sides/${file}`);
  return makeSides(library)[name];
}

/** Subscribes each side of a case, and gives what `compare()` takes, with what closes them. */
async function prepare({ title, way, handlers, size, sides }) {
  const prepared = [];
  for (const { name, file } of sides) {
    const side = await load({ name, file });
    const tally = makeTally();
    const { run, close } = await side[way]({
      tally,
      handlers: makeHandlers(side.shape, handlers, size, tally),
      types: way === "types" ? makeTypes(size) : [],
      onError: () => {
        tally.errors += 1;
      },
    });
    const check = (count) => {
      const missing = whatIsMissing(tally, expected(way, size, count));
      if (missing !== undefined) throw new Error(`Cannot measure ${name} for "${title}": it made ${missing}`);
      clear(tally);
    };
    prepared.push({ name, run, check, close: close ?? (() => {}) });
  }
  return prepared;
}

async function measureTimes({ cases, wanted }) {
  for (const each of cases) {
    const sides = await prepare(each);
    for (const side of sides) await warmUp(side);
    for (const side of sides) await side.close();
  }
  const measured = [];
  for (const each of cases.filter(({ title }) => wanted.includes(title))) {
    say(`   ${each.title} …`);
    const sides = await prepare(each);
    measured.push({ title: each.title, sides: await compare(sides) });
    for (const side of sides) await side.close();
  }
  return measured;
}

const measured = job.kind === "memory" ? await measureMemory(await Promise.all(job.sides.map(async (side) => ({ name: side.name, ...await load(side) })))) : await measureTimes(job);
process.stdout.write(`\n${JSON.stringify(measured)}\n`, () => process.exit(0));
