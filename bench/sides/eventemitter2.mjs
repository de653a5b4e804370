// eventemitter2. It looks for wildcards only when it is told to, and it waits with `emitAsync`.
import EventEmitter2 from "eventemitter2";
import { TYPE, data, makePatterns } from "../workload.mjs";

const eventemitter2 = {
  shape: { parameters: "data", data: "data" },
  sync({ handlers }) {
    const emitter = new EventEmitter2({ maxListeners: 0 });
    for (const handler of handlers) emitter.on(TYPE, handler);
    return {
      run(count) {
        for (let n = 0; n < count; n += 1) emitter.emit(TYPE, data);
      },
    };
  },
  types({ types, handlers }) {
    const emitter = new EventEmitter2({ maxListeners: 0 });
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
  awaited({ handlers }) {
    const emitter = new EventEmitter2({ maxListeners: 0 });
    for (const handler of handlers) emitter.on(TYPE, handler);
    return {
      async run(count) {
        for (let n = 0; n < count; n += 1) await emitter.emitAsync(TYPE, data);
      },
    };
  },
  patterns({ handlers }) {
    const emitter = new EventEmitter2({ wildcard: true, delimiter: ".", maxListeners: 0 });
    const patterns = makePatterns(handlers.length, { separator: ".", one: "*", rest: "**" });
    for (const [n, { pattern }] of patterns.entries()) emitter.on(pattern, handlers[n]);
    const types = patterns.map(({ type }) => type);
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
  make: () => new EventEmitter2({ maxListeners: 0 }),
  subscribe: (emitter, type, handler) => emitter.on(type, handler),
};

export const makeSides = () => ({ eventemitter2 });
