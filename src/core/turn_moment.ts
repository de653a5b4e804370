/**
 * The moment of the running turn, in milliseconds of the wall clock. A look at that clock costs more than a whole quick dispatch, so
 * what is sent in one turn of the event loop shares one look, which is taken when the first is sent.
 */

/** How many dispatches may share one look at the clock: a loop that never yields still sees time pass, for under 1 ns a dispatch. */
const SHARED_BY = 64;

/** Makes a function that gives the moment of the turn that it is called in. */
export function makeTurnMoment(): () => number {
  let ms = 0;
  let left = 0;
  return () => {
    if (--left < 0) {
      ms = Date.now();
      left = SHARED_BY - 1;
      queueMicrotask(() => left = 0);
    }
    return ms;
  };
}
