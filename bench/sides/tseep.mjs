// tseep, which writes the code of each event anew whenever its listeners change.
import { EventEmitter } from "tseep";
import { TYPE, data } from "../workload.mjs";

const tseep = {
  shape: { parameters: "data", data: "data" },
  sync({ handlers }) {
    const emitter = new EventEmitter();
    for (const handler of handlers) emitter.on(TYPE, handler);
    return {
      run(count) {
        for (let n = 0; n < count; n += 1) emitter.emit(TYPE, data);
      },
    };
  },
  types({ types, handlers }) {
    const emitter = new EventEmitter();
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
  make: () => new EventEmitter(),
  subscribe: (emitter, type, handler) => emitter.on(type, handler),
};

export const makeSides = () => ({ tseep });
