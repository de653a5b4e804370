// emittery. It is asynchronous always: without `await` its users would not know that the handlers ran.
import Emittery from "emittery";
import { TYPE, data } from "../workload.mjs";

/** One handler or many, asynchronous or not: it is written the same. */
const awaited = ({ handlers }) => {
  const emitter = new Emittery();
  for (const handler of handlers) emitter.on(TYPE, handler);
  return {
    async run(count) {
      for (let n = 0; n < count; n += 1) await emitter.emit(TYPE, data);
    },
  };
};

const emittery = {
  shape: { parameters: "event", data: "event.data" },
  sync: awaited,
  awaited,
  types({ types, handlers }) {
    const emitter = new Emittery();
    for (const [n, type] of types.entries()) emitter.on(type, handlers[n]);
    let place = 0;
    return {
      async run(count) {
        for (let n = 0; n < count; n += 1) {
          await emitter.emit(types[place], data);
          place = place + 1 === types.length ? 0 : place + 1;
        }
      },
    };
  },
  make: () => new Emittery(),
  subscribe: (emitter, type, handler) => emitter.on(type, handler),
};

export const makeSides = () => ({ emittery });
