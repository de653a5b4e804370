/** A value that follows the asynchronous work that is started while it is current, kept by the runtime's own async context. */
import { AsyncLocalStorage } from "node:async_hooks";

/** Carries a value along awaits, timers and callbacks. */
export interface ContextCarrier {
  /** Calls `fn` with `context` current, in it and in whatever it starts. */
  run<T>(context: unknown, fn: () => T): T;
  current(): unknown;
}

/** Makes a carrier of its own, which no other carrier's values reach. */
export function contextCarrier(): ContextCarrier {
  const storage = new AsyncLocalStorage<unknown>();
  return {
    run: (context, fn) => storage.run(context, fn),
    current: () => storage.getStore(),
  };
}
