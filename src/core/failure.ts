/**
 * What a user's function did instead of giving a value, as a value: so that synchronous and asynchronous ones are followed alike.
 */
import { isThenable } from "./thenable.ts";

/** What was thrown or rejected; of a handler also the Error that it returned. */
export class Failure {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/** Runs something of the user's, and goes on with what it gives, or with a `Failure`: at once, or when it comes. */
export function attempt<To>(run: () => unknown, goOn: (value: unknown) => To | Promise<To>): To | Promise<To> {
  let value: unknown;
  try {
    value = run();
    if (isThenable(value)) return Promise.resolve(value).then(goOn, (thrown) => goOn(new Failure(thrown)));
  } catch (thrown) {
    value = new Failure(thrown);
  }
  return goOn(value);
}
