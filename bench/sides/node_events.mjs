// The runtime's own EventEmitter. It warns of many listeners unless it is told that they are meant.
import { EventEmitter } from "node:events";
import { TYPE, data } from "../workload.mjs";

const nodeEvents = {
  shape: { parameters: "data", data: "data" },
  sync({ handlers }) {
    const emitter = new EventEmitter().setMaxListeners(0);
    for (const handler of handlers) emitter.on(TYPE, handler);
    return {
      run(count) {
        for (let n = 0; n < count; n += 1) emitter.emit(TYPE, data);
      },
    };
  },
  types({ types, handlers }) {
    const emitter = new EventEmitter().setMaxListeners(0);
    for (const [n, type] of types.entries()) emitter.on(type, handlers[n]);
    let place = 0;
    return {
      run(count) {
        for (let n = 0; n < count; n += 1) {
          emitter.emit(types[place], data);
          place = place + 1 === types.length ? 0 : place + 1;
        }
      },
    };
  },
  make: () => new EventEmitter().setMaxListeners(0),
  subscribe: (emitter, type, handler) => emitter.on(type, handler),
};

export const makeSides = () => ({ "node:events": nodeEvents });
