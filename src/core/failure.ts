/**
 * What a user's function did instead of giving a value, as a value: so that synchronous and asynchronous ones are followed alike.
 */
import { isThenable } from "./thenable.ts";

/** What was thrown or rejected; of a handler also the Error that it returned. */
export class Failure {
  declare readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/** Runs something of the user's. Gives what it gives, or a `Failure`, or a promise of either; never throws or rejects. */
export function attempt(run: () => unknown): unknown {
  const failure = (thrown: unknown) => new Failure(thrown);
  try {
    const value = run();
    return isThenable(value) ? Promise.resolve(value).catch(failure) : value;
  } catch (thrown) {
    return failure(thrown);
  }
}
