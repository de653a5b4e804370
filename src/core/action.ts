/**
 * ACTION and QUERYALL: every matching handler is called, in registration order, and all are waited for.
 */
import type { Answers } from "./core.ts";
import { Delivery } from "./delivery.ts";
import type { Ending } from "./handling.ts";
import type { CoreError } from "./errors.ts";
import { ActionOutcome, NO_ERRORS, type Outcome } from "./outcome.ts";
import { after } from "./thenable.ts";

/** An ACTION that is delivered with care. */
export class ActionDelivery extends Delivery<Outcome> {
  protected override deliver(): Outcome | Promise<Outcome> {
    for (const listener of this.bus.listeners) listener(this.message);
    return after(this.callAll(this.bus.settings.isSerial), (endings) => new ActionOutcome(this.handled, errorsOf(endings)));
  }

  protected override answered(): Outcome {
    return new ActionOutcome(0, NO_ERRORS);
  }

  protected override failed(error: CoreError): Outcome {
    return error.code === "dropped" ? new ActionOutcome(0, NO_ERRORS, error as CoreError<"dropped">) : new ActionOutcome(0, [error]);
  }
}

/** A QUERYALL. */
export class AnswersDelivery extends Delivery<Answers> {
  protected override deliver(): Answers | Promise<Answers> {
    return after(this.callAll(false), (endings) => ({
      answers: endings.filter((ending) => ending.outcome === "answered").map((ending) => ending.value),
      // All that were still open ended for one reason: it is told once.
      errors: [...new Set(errorsOf(endings))],
    }));
  }

  protected override answered(value: unknown): Answers {
    return { answers: [value], errors: NO_ERRORS };
  }

  protected override failed(error: CoreError): Answers {
    return { answers: [], errors: [error] };
  }
}

function errorsOf(endings: readonly Ending[]): CoreError[] {
  return endings.flatMap(({ error }) => error ?? []);
}
