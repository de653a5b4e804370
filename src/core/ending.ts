/** How a handling ended, as far as its dispatch is concerned. */
import type { CoreError } from "./errors.ts";
import type { HandlingOutcome } from "./tap.ts";

export interface Ending {
  readonly outcome: HandlingOutcome;
  /** The answer, or what was thrown. */
  readonly value?: unknown;
  /** What to tell of a handling that failed. */
  readonly error?: CoreError | undefined;
}

/** The ending of most handlings of the quick way. */
export const DONE: Ending = { outcome: "done" };

/** In place of a value: the handler was not called. */
export const SPARED: unique symbol = Symbol("spared");

/** The ending of a handler that nobody waits for any more, or of a message that reaches none. */
export function failed(error: CoreError): Ending {
  return { outcome: "failed", value: error, error };
}

/** Tells whether a handler took the message: then a question has its end, and so has a handler that runs once. */
export function isTaken({ outcome }: Ending): boolean {
  return outcome !== "spared" && outcome !== "declined";
}

/** The errors of those that failed, in registration order. */
export function errorsOf({ endings }: { readonly endings: readonly Ending[] }): CoreError[] {
  return endings.flatMap(({ error }) => error ?? []);
}
