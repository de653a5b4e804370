/**
 * The moment of the running turn. A look at the wall clock costs more than a whole quick dispatch, so what is sent in one turn of
 * the event loop shares one: it is taken when somebody asks for it, at the latest when the turn yields.
 */
import type { Moment } from "./clock.ts";

/** How many dispatches may share one look at the clock: a loop that never yields still sees time pass, for under 1 ns a dispatch. */
const SHARED_BY = 64;

class TurnMoment implements Moment {
  left: number = SHARED_BY;
  #ms: number | undefined;

  get ms(): number {
    return this.#ms ??= Date.now();
  }
}

/** Makes a function that gives the moment of the turn that it is called in. */
export function makeTurnMoment(): () => Moment {
  let shared: TurnMoment | undefined;
  const end = () => {
    void shared?.ms;
    shared = undefined;
  };
  return () => {
    const moment = shared ?? (queueMicrotask(end), shared = new TurnMoment());
    if (--moment.left < 1) end();
    return moment;
  };
}
