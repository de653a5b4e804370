/**
 * Work made of system calls, written once and done in either way: at once, or off the thread with the calls one after
 * another. A generator yields each call; who drives it decides how the call is made.
 */

/** One thing asked of the system, in both ways in which it can be asked. */
export interface Call<T> {
  readonly now: () => T;
  readonly later: () => Promise<T>;
}

/** Work that gives a `T`. */
export type Steps<T> = Generator<Call<unknown>, T, unknown>;

/** Asks, and gives the answer: `const size = yield* ask(sizeOf(file))`. @throws what the call throws. */
export function* ask<T>(call: Call<T>): Steps<T> {
  return (yield call) as T;
}

/** Does the whole work before it returns. @throws what the work throws. */
export function doNow<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) {
    let answer: unknown;
    try {
      answer = step.value.now();
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(answer);
  }
  return step.value;
}

/** What `doLater()` gives for work that was abandoned. */
export const ABANDONED: unique symbol = Symbol("abandoned");

/**
 * Does the work off the thread. Once `isAbandoned` says so it never goes on: the call that is under way ends unheard, no
 * further one is made, and `ABANDONED` is given when it has ended. Rejects with what the work throws.
 */
export async function doLater<T>(steps: Steps<T>, isAbandoned: () => boolean): Promise<T | typeof ABANDONED> {
  let step = steps.next();
  while (step.done !== true) {
    const answer = await attempt(step.value);
    if (isAbandoned()) return ABANDONED;
    step = "error" in answer ? steps.throw(answer.error) : steps.next(answer.value);
  }
  return step.value;
}

async function attempt(call: Call<unknown>): Promise<{ readonly value: unknown } | { readonly error: unknown }> {
  try {
    return { value: await call.later() };
  } catch (error) {
    return { error };
  }
}
