/**
 * ACTION and QUERYALL: every matching handler is called, in registration order, and all are waited for.
 */
import type { Answers } from "./core.ts";
import { Delivery } from "./delivery.ts";
import { type Ending, handlerFailed } from "./handling.ts";
import type { Dispatcher } from "./dispatcher.ts";
import type { CoreError } from "./errors.ts";
import { ActionOutcome, NO_ERRORS, type Outcome } from "./outcome.ts";
import { Place } from "./place.ts";
import type { Registered } from "./subscription.ts";
import { after } from "./thenable.ts";

/** The handlers of one ACTION of the quick way that have not finished. */
export class OpenAction {
  readonly #bus: Dispatcher;
  /** Errors in registration order; the slot of a handler that has not failed stays empty. */
  readonly #slots: (CoreError | undefined)[];
  #open = 0;
  #handled = 0;
  #resolve: ((outcome: Outcome) => void) | undefined;

  constructor(bus: Dispatcher, errors: readonly CoreError[] = NO_ERRORS) {
    this.#bus = bus;
    this.#slots = [...errors];
  }

  add(place: Place, result: PromiseLike<unknown>): void {
    const { type } = place;
    const subscription = place.subscription as Registered;
    if (subscription.spare === place) subscription.spare = new Place(this.#bus, subscription.home.service, subscription);
    const slot = this.#slots.push(undefined) - 1;
    this.#open++;
    this.#bus.open.add(place);
    const end = (hasFailed: boolean, value: unknown) => {
      this.#bus.close(place);
      if (hasFailed) this.#bus.report(this.#slots[slot] = handlerFailed(subscription, type, value));
      this.#open--;
      this.#settle();
    };
    Promise.resolve(result).then((value) => end(value instanceof Error, value), (thrown) => end(true, thrown));
  }

  /** A later handler failed without being asynchronous: its error keeps its turn. */
  failed(error: CoreError): void {
    this.#slots.push(error);
  }

  finish(handled: number): Promise<Outcome> {
    this.#handled = handled;
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#settle();
    });
  }

  #settle(): void {
    if (this.#open > 0 || this.#resolve === undefined) return;
    this.#resolve(new ActionOutcome(this.#handled, this.#slots.filter((error) => error !== undefined)));
  }
}

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
    if (error.code === "dropped") return new ActionOutcome(0, NO_ERRORS, error as CoreError<"dropped">);
    this.bus.report(error);
    return new ActionOutcome(0, [error]);
  }

  protected override ended({ error }: Ending): void {
    if (error !== undefined) this.bus.report(error);
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
