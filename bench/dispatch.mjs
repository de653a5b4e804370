// What one dispatch costs beside nanoevents, mitt and emittery. Each side is used as its own documentation shows, sends the
// same payload, and its handlers do the same: count. Ours also makes a message with a timestamp, catches what handlers
// throw, and reports an outcome; the peers do not. Every handler's count is checked, so no side skips its work.
import Emittery from "emittery";
import mitt from "mitt";
import { createNanoEvents } from "nanoevents";
import { compare, quartiles, ratios } from "./compare.mjs";
import { createCore } from "../dist/mod.js";

const TYPE = "user.created";
const data = { id: "123", email: "user@example.com" };

let calls = 0;
let seen;

/**
 * Ten functions of their own, as ten subscribers of an app are: ten closures of one function are a case that engines inline
 * to nothing, and then the loop is measured, not the dispatch.
 */
const HANDLERS = [
  (value) => { calls += 1; seen = value; },
  (value) => { calls += 1; seen = value.id; },
  (value) => { seen = value.email; calls += 1; },
  (value) => { calls += value.id === "" ? 0 : 1; },
  (value) => { calls += value === undefined ? 0 : 1; },
  (value) => { seen = value; calls += value.email === "" ? 0 : 1; },
  (value) => { seen = [value]; calls += 1; },
  (value) => { calls += typeof value.id === "string" ? 1 : 0; },
  (value) => { seen = value.id + value.email; calls += 1; },
  (value) => { calls += "id" in value ? 1 : 0; },
];
const handleLater = async (value) => {
  seen = await value;
  calls += 1;
};

/** Handlers as our users write them, and as the peers' do: the payload comes in a message, in an event, or by itself. */
const ofMessage = (n) => {
  const handle = HANDLERS[n];
  return (_, message) => handle(message.data);
};

const ofEvent = (n) => {
  const handle = HANDLERS[n];
  return (event) => handle(event.data);
};

/** Ours first, then the peers: each subscribes `size` handlers and gives a function that emits `count` times. */
const SYNCHRONOUS = {
  "core-ipc": async (size) => {
    const core = await createCore();
    for (let n = 0; n < size; n += 1) core.registerAction(TYPE, ofMessage(n));
    return (count) => {
      for (let n = 0; n < count; n += 1) core.ACTION({ type: TYPE, data });
    };
  },
  nanoevents: (size) => {
    const emitter = createNanoEvents();
    for (let n = 0; n < size; n += 1) emitter.on(TYPE, HANDLERS[n]);
    return (count) => {
      for (let n = 0; n < count; n += 1) emitter.emit(TYPE, data);
    };
  },
  mitt: (size) => {
    const emitter = mitt();
    for (let n = 0; n < size; n += 1) emitter.on(TYPE, HANDLERS[n]);
    return (count) => {
      for (let n = 0; n < count; n += 1) emitter.emit(TYPE, data);
    };
  },
  emittery: (size) => {
    const emitter = new Emittery();
    for (let n = 0; n < size; n += 1) emitter.on(TYPE, ofEvent(n));
    return async (count) => {
      for (let n = 0; n < count; n += 1) await emitter.emit(TYPE, data);
    };
  },
};

const AWAITED = {
  "core-ipc": async (size) => {
    const core = await createCore();
    for (let n = 0; n < size; n += 1) core.registerAction(TYPE, (_, message) => handleLater(message.data));
    return async (count) => {
      for (let n = 0; n < count; n += 1) await core.ACTION({ type: TYPE, data });
    };
  },
  // nanoevents and mitt do not wait; this is what their users write.
  nanoevents: (size) => {
    const emitter = createNanoEvents();
    for (let n = 0; n < size; n += 1) emitter.on(TYPE, handleLater);
    return async (count) => {
      for (let n = 0; n < count; n += 1) await Promise.all((emitter.events[TYPE] ?? []).map((handler) => handler(data)));
    };
  },
  mitt: (size) => {
    const emitter = mitt();
    for (let n = 0; n < size; n += 1) emitter.on(TYPE, handleLater);
    return async (count) => {
      for (let n = 0; n < count; n += 1) await Promise.all((emitter.all.get(TYPE) ?? []).map((handler) => handler(data)));
    };
  },
  emittery: (size) => {
    const emitter = new Emittery();
    for (let n = 0; n < size; n += 1) emitter.on(TYPE, (event) => handleLater(event.data));
    return async (count) => {
      for (let n = 0; n < count; n += 1) await emitter.emit(TYPE, data);
    };
  },
};

const CASES = [
  { title: "1 sync handler", size: 1, sides: SYNCHRONOUS },
  { title: "10 sync handlers", size: 10, sides: SYNCHRONOUS },
  { title: "1 async handler, awaited", size: 1, sides: AWAITED },
];

async function prepare({ title, size, sides }) {
  const cases = [];
  for (const [name, subscribe] of Object.entries(sides)) {
    const run = await subscribe(size);
    calls = 0;
    await run(7);
    if (calls !== 7 * size || seen === null) throw new Error(`${name} called ${calls} handlers for ${title}, not ${7 * size}`);
    cases.push({ name, run });
  }
  return cases;
}

for (const benchmark of CASES) {
  const results = await compare(await prepare(benchmark));
  console.log(`\n${benchmark.title}`);
  for (const { name, low, median, high } of ratios(results)) {
    const ratio = `${median.toFixed(2)}×`.padStart(8);
    console.log(`  ${ratio} as fast as ${name.padEnd(10)}  ${low.toFixed(2)}–${high.toFixed(2)}`);
  }
  const figures = results.map(({ name, ns }) => {
    const { low, median, high } = quartiles(ns);
    return `${name} ${median.toFixed(0)} ns (${low.toFixed(0)}–${high.toFixed(0)})`;
  });
  console.log(`  medians, with quartiles: ${figures.join(" · ")}`);
}
