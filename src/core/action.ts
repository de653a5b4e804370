/**
 * ACTION and QUERYALL: every matching handler is called, in registration order, and all are waited for.
 */
import type { Answers } from "./core.ts";
import { callInTurn, callTogether } from "./deliver.ts";
import type { Way } from "./delivery.ts";
import type { CoreError } from "./errors.ts";
import type { Ending } from "./ending.ts";
import { ActionOutcome, type Outcome } from "./outcome.ts";

/** An ACTION that is delivered with care. */
export const ACTION: Way<Outcome> = {
  verb: "ACTION",
  call(delivery) {
    const { bus, message } = delivery;
    for (const hear of bus.listeners) hear(message);
    return bus.isSerial ? callInTurn(delivery) : callTogether(delivery);
  },
  give({ handled }, endings) {
    return new ActionOutcome(handled, errorsOf(endings));
  },
};

export const QUERYALL: Way<Answers> = {
  verb: "QUERYALL",
  call: callTogether,
  give(_delivery, endings) {
    return {
      answers: endings.filter((ending) => ending.outcome === "answered").map((ending) => ending.value),
      // All that were still open ended for one reason: it is told once.
      errors: [...new Set(errorsOf(endings))],
    };
  },
};

/** The errors of those that failed, in registration order. */
export function errorsOf(endings: readonly Ending[]): CoreError[] {
  return endings.flatMap(({ error }) => error ?? []);
}
