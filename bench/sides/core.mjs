// Core, as its users write it: a message is a fresh object at each call.
import { TYPE, data, makePatterns } from "../workload.mjs";

const SHAPE = { parameters: "_core, message", data: "message.data" };

/** Goes round the types, by the place of the last one that was sent. */
function goingRound(core, types) {
  let place = 0;
  return (count) => {
    for (let n = 0; n < count; n += 1) {
      void core.ACTION({ type: types[place], data });
      place = place + 1 === types.length ? 0 : place + 1;
    }
  };
}

/** The sides of the library whose names are given: the build that npm carries, or the sources in a test. */
export function makeSides({ createCore, withOnError }) {
  /** One handler or many on one type, nobody watches. */
  const sync = async ({ handlers }, prepare) => {
    const core = await createCore();
    for (const handler of handlers) core.registerAction(TYPE, handler);
    prepare?.(core);
    return {
      run(count) {
        for (let n = 0; n < count; n += 1) void core.ACTION({ type: TYPE, data });
      },
    };
  };

  const plain = {
    shape: SHAPE,
    sync: (job) => sync(job),
    async types({ types, handlers }) {
      const core = await createCore();
      for (const [n, type] of types.entries()) core.registerAction(type, handlers[n]);
      return { run: goingRound(core, types) };
    },
    async patterns({ handlers }) {
      const core = await createCore();
      const patterns = makePatterns(handlers.length, { separator: ".", one: "*", rest: ">" });
      for (const [n, { pattern }] of patterns.entries()) core.registerAction(pattern, handlers[n]);
      return { run: goingRound(core, patterns.map(({ type }) => type)) };
    },
    async awaited({ handlers }) {
      const core = await createCore();
      for (const handler of handlers) core.registerAction(TYPE, handler);
      return {
        async run(count) {
          for (let n = 0; n < count; n += 1) await core.ACTION({ type: TYPE, data });
        },
      };
    },
    async request({ handlers, tally }) {
      const core = await createCore();
      core.registerQuery(TYPE, handlers[0]);
      return {
        async run(count) {
          for (let n = 0; n < count; n += 1) tally.answers += (await core.QUERY({ type: TYPE, data })).weight;
        },
      };
    },
    async guarded({ handlers, onError }) {
      const core = await createCore(withOnError(onError));
      for (const handler of handlers) core.registerAction(TYPE, handler);
      return {
        run(count) {
          for (let n = 0; n < count; n += 1) void core.ACTION({ type: TYPE, data });
        },
      };
    },
    make: () => createCore(),
    subscribe: (core, type, handler) => core.registerAction(type, handler),
  };

  /** The other way to ask: a channel in the payload. */
  const channel = {
    shape: { ...SHAPE, data: "message.data.query", answer: "message.data.response.send($);" },
    async request({ handlers, tally }) {
      const core = await createCore();
      core.registerAction(TYPE, handlers[0]);
      return {
        async run(count) {
          for (let n = 0; n < count; n += 1) {
            const response = core.replyChannel();
            void core.ACTION({ type: TYPE, data: { query: data, response } });
            tally.answers += (await response.receive()).weight;
          }
        },
      };
    },
  };

  const stamped = { shape: { ...SHAPE, before: "tally.at = message.timestamp.getTime();" }, sync: (job) => sync(job) };

  return { "core-ipc": plain, "core-ipc, by a channel": channel, "core-ipc, the timestamp read": stamped, ...tappedSides(SHAPE, sync) };
}

/** The last events, as a screen keeps them. */
const KEPT = 1024;

/** What one sending costs while somebody watches, by what the observer does with what it is told. */
function tappedSides(shape, sync) {
  const watchedBy = (makeObserver) => ({ shape, sync: (job) => sync(job, (core) => core.tap(makeObserver(job.tally))) });
  return {
    "core-ipc, a tap that counts": watchedBy((tally) => ({
      dispatched() {
        tally.told += 1;
      },
    })),
    "core-ipc, a tap of spans": watchedBy((tally) => ({
      started(handling) {
        tally.at = handling.at;
      },
      handled(handling) {
        tally.told += handling.ms;
      },
    })),
    "core-ipc, a tap that keeps an object an event": watchedBy((tally) => {
      const kept = Array.from({ length: KEPT }, () => undefined);
      const keep = (event) => {
        kept[tally.told % KEPT] = event;
        tally.told += 1;
      };
      return {
        dispatched: ({ id, at, message }) => keep({ kind: "dispatch", id, at, type: message.type, data: message.data }),
        handled: ({ dispatch, n, at, ms, outcome }) => keep({ kind: "handling", dispatch: dispatch.id, n, at, ms, outcome }),
      };
    }),
  };
}
