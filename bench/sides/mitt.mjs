// mitt. It does not wait, nor catch what a handler throws: what its users write for that is in `awaited` and in `guarded`.
import mittOf from "mitt";
import { TYPE, data } from "../workload.mjs";

const mitt = {
  shape: { parameters: "data", data: "data" },
  sync({ handlers }) {
    const emitter = mittOf();
    for (const handler of handlers) emitter.on(TYPE, handler);
    return {
      run(count) {
        for (let n = 0; n < count; n += 1) emitter.emit(TYPE, data);
      },
    };
  },
  types({ types, handlers }) {
    const emitter = mittOf();
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
    const emitter = mittOf();
    for (const handler of handlers) emitter.on(TYPE, handler);
    return {
      async run(count) {
        for (let n = 0; n < count; n += 1) await Promise.all((emitter.all.get(TYPE) ?? []).map((handler) => handler(data)));
      },
    };
  },
  guarded({ handlers, onError }) {
    const emitter = mittOf();
    for (const handler of handlers) {
      emitter.on(TYPE, (value) => {
        try {
          handler(value);
        } catch (error) {
          onError(error);
        }
      });
    }
    return {
      run(count) {
        for (let n = 0; n < count; n += 1) emitter.emit(TYPE, data);
      },
    };
  },
  make: () => mittOf(),
  subscribe: (emitter, type, handler) => emitter.on(type, handler),
};

export const makeSides = () => ({ mitt });
