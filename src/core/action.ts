/**
 * ACTION and QUERYALL: every matching handler is called, in registration order, and all are waited for.
 */
import type { Answers } from "./core.ts";
import type { Way } from "./delivery.ts";
import { errorsOf } from "./ending.ts";
import { ActionOutcome, type Outcome } from "./outcome.ts";

/** An ACTION that is delivered with care. */
export const ACTION: Way<Outcome> = {
  verb: "ACTION",
  give: (delivery) => new ActionOutcome(delivery.handled, errorsOf(delivery)),
};

export const QUERYALL: Way<Answers> = {
  verb: "QUERYALL",
  give: (delivery) => ({
    answers: delivery.endings.flatMap(({ outcome, value }) => outcome === "answered" ? [value] : []),
    // All that were still open ended for one reason: it is told once.
    errors: [...new Set(errorsOf(delivery))],
  }),
};
