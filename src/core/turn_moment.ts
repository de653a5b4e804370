/**
 * The moment of the running turn. A look at the wall clock costs more than a whole quick dispatch, so what is sent in one turn of
 * the event loop shares one: it is taken when somebody asks for it, at the latest when the turn yields.
 */
import type { Moment } from "./clock.ts";

/** How many dispatches may share one look at the clock: a loop that never yields still sees time pass, for under 1 ns a dispatch. */
const SHARED_BY = 64;

/** Makes a function that gives the moment of the turn that it is called in. */
export function makeTurnMoment(): () => Moment {
  let shared: Moment | undefined;
  let left = 0;
  const end = () => {
    if (shared) shared.ms ??= Date.now();
    shared = undefined;
  };
  return () => {
    if (!shared) {
      shared = {};
      left = SHARED_BY;
      queueMicrotask(end);
    }
    const moment = shared;
    if (--left < 1) end();
    return moment;
  };
}
