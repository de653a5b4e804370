// hookable. `callHook()` gives a promise only when a hook did; for hooks that wait, the parallel call is what Core does.
import { createHooks } from "hookable";
import { TYPE, data } from "../workload.mjs";

const hookable = {
  shape: { parameters: "data", data: "data" },
  sync({ handlers }) {
    const hooks = createHooks();
    for (const handler of handlers) hooks.hook(TYPE, handler);
    return {
      run(count) {
        for (let n = 0; n < count; n += 1) void hooks.callHook(TYPE, data);
      },
    };
  },
  types({ types, handlers }) {
    const hooks = createHooks();
    for (const [n, type] of types.entries()) hooks.hook(type, handlers[n]);
    let place = 0;
    return {
      run(count) {
        for (let n = 0; n < count; n += 1) {
          void hooks.callHook(types[place], data);
          place = place + 1 === types.length ? 0 : place + 1;
        }
      },
    };
  },
  awaited({ handlers }) {
    const hooks = createHooks();
    for (const handler of handlers) hooks.hook(TYPE, handler);
    return {
      async run(count) {
        for (let n = 0; n < count; n += 1) await hooks.callHookParallel(TYPE, data);
      },
    };
  },
  make: () => createHooks(),
  subscribe: (hooks, type, handler) => hooks.hook(type, handler),
};

export const makeSides = () => ({ hookable });
