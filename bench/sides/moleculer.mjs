// moleculer, one broker without a transporter. An event goes to one instance of each service, so each handler is a service.
import moleculerOf from "moleculer";
import { TYPE, data } from "../workload.mjs";

async function start(services) {
  const broker = new moleculerOf.ServiceBroker({ logger: false, nodeID: "bench" });
  for (const service of services) broker.createService(service);
  await broker.start();
  return { broker, close: () => broker.stop() };
}

/** One handler or many, asynchronous or not: it is written the same. */
const awaited = async ({ handlers }) => {
  const { broker, close } = await start(handlers.map((handler, n) => ({ name: `listener${n}`, events: { [TYPE]: handler } })));
  return {
    async run(count) {
      for (let n = 0; n < count; n += 1) await broker.emit(TYPE, data);
    },
    close,
  };
};

const moleculer = {
  shape: { parameters: "ctx", data: "ctx.params" },
  sync: awaited,
  awaited,
  async types({ types, handlers }) {
    const events = Object.fromEntries(types.map((type, n) => [type, handlers[n]]));
    const { broker, close } = await start([{ name: "listener", events }]);
    let place = 0;
    return {
      async run(count) {
        for (let n = 0; n < count; n += 1) {
          await broker.emit(types[place], data);
          place = place + 1 === types.length ? 0 : place + 1;
        }
      },
      close,
    };
  },
  async request({ handlers, tally }) {
    const { broker, close } = await start([{ name: "user", actions: { created: handlers[0] } }]);
    return {
      async run(count) {
        for (let n = 0; n < count; n += 1) tally.answers += (await broker.call(TYPE, data)).weight;
      },
      close,
    };
  },
};

export const makeSides = () => ({ moleculer });
