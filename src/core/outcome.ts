/**
 * How an ACTION went: a value, never an exception. It comes without a promise when nothing was asynchronous.
 */
import { type CoreError, oneOf } from "./errors.ts";

/** How an ACTION went. Those of dispatches that went well are shared, and frozen. */
export interface Outcome {
  /** No handler failed, and the message was not dropped or refused. Also true when nobody handles it. */
  readonly ok: boolean;
  /** How many handlers ran, failed ones too. */
  readonly handled: number;
  /** One for each handler that failed, in registration order, or the one error that kept the message from them. */
  readonly errors: readonly CoreError[];
  /** Why an interceptor dropped the message; present only then. */
  readonly dropped?: string;
  /** Gives the outcome itself when it is `ok`; else throws the one error, or an `AggregateError` of them. */
  throwIfFailed(): Outcome;
}

/** The only implementation of `Outcome`. */
export class ActionOutcome implements Outcome {
  declare readonly ok: boolean;
  declare readonly handled: number;
  declare readonly errors: readonly CoreError[];
  declare readonly dropped?: string;
  readonly #errors: readonly CoreError[];

  /** @param errors may be the one error of a message that was dropped, which is not among the outcome's. */
  constructor(handled: number, errors: readonly CoreError[]) {
    const [first] = errors as CoreError<"dropped">[];
    this.ok = !first;
    this.handled = handled;
    this.errors = this.#errors = errors;
    if (first?.code === "dropped") {
      this.dropped = first.detail.reason;
      this.errors = [];
    }
  }

  throwIfFailed(): this {
    if (this.ok) return this;
    throw oneOf(this.#errors);
  }
}
