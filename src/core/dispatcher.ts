/**
 * The quick way of an ACTION to its handlers. One that nobody watches, intercepts, checks or times is delivered here in one loop;
 * every other dispatch is a `Delivery`, which does the same with care.
 *
 * What a dispatch costs is what it allocates and how often it leaves this loop. So a handler at a root borrows the place that
 * its subscription keeps, until it turns out to be asynchronous; and one outcome of a type serves all dispatches that went well.
 */
import { ACTION } from "./action.ts";
import type { Bus } from "./bus.ts";
import type { SendOptions } from "./core.ts";
import { deliver } from "./deliver.ts";
import { DEFINITION, type WithDefinition } from "./definition.ts";
import type { CoreError } from "./errors.ts";
import { Failure } from "./failure.ts";
import { SPARED } from "./ending.ts";
import { leave, leaveLater } from "./handling.ts";
import { makeMessage, type MessageInput, type SentMessage } from "./message.ts";
import { ActionOutcome, type Outcome } from "./outcome.ts";
import { openPlacesOf, Place } from "./place.ts";
import type { Matched } from "./registry.ts";
import type { Registered } from "./subscription.ts";
import { isThenable } from "./thenable.ts";

/** Sends an ACTION. */
export function action(sender: Place, input: MessageInput, options?: SendOptions): Outcome | Promise<Outcome> {
  const { bus } = sender;
  const matched = bus.match("ACTION", input);
  const open = openPlacesOf(sender);
  if (bus.careful + bus.channels > 0 || options !== undefined || !matched.isPlain || (input as WithDefinition)[DEFINITION] !== undefined || open.length >= bus.limits.depth) {
    return deliver(ACTION, sender, input, options);
  }
  return callAll(bus, matched, makeMessage(input, sender, bus.turnMoment()), open[0]);
}

/** No promise and no closure unless a handler gives a promise: one look at each handler's value. */
function callAll(bus: Bus, { subscriptions, done }: Matched, message: SentMessage, parent: Place | undefined): Outcome | Promise<Outcome> {
  const outer = bus.current;
  const { length } = subscriptions;
  let gathering: Gathering | undefined;
  let n = 0;
  if (!parent) bus.type = message.type;
  while (n < length) {
    try {
      for (; n < length; n++) {
        const subscription = subscriptions[n] as Registered;
        const place = bus.current = parent ? nested(subscription, parent, message) : subscription.spare;
        const { handler } = subscription;
        const value = handler(place.view, message);
        if (value !== undefined) (gathering ??= new Gathering(length)).add(n, place, message, value);
        else if (place.isOpen) place.isOpen = false;
      }
    } catch (thrown) {
      (gathering ??= new Gathering(length)).add(n++, bus.current as Place, message, new Failure(thrown));
    }
  }
  bus.current = outer;
  return gathering ? gathering.outcome() : done;
}

/** The place of a handler that runs inside another one. */
function nested(subscription: Registered, parent: Place, { type }: SentMessage): Place {
  const place = new Place(subscription.home, subscription, parent);
  place.type = type;
  place.isOpen = true;
  return place;
}

/** What the quick way takes note of when a handler gave more than nothing: who failed, and whom it waits for. */
class Gathering {
  /** By the handlers' numbers. */
  readonly #errors: CoreError[] = [];
  #open = 0;
  #handled: number;
  #resolve: ((outcome: Outcome | Promise<Outcome>) => void) | undefined;

  constructor(handlers: number) {
    this.#handled = handlers;
  }

  /** Takes what the n-th handler gave. */
  add(n: number, place: Place, { type }: SentMessage, value: unknown): void {
    const end = (given: unknown) => {
      const { error } = leave(place, given);
      if (error) this.#errors[n] = error;
    };
    place.type = type;
    if (value === SPARED) this.#handled--;
    if (!isThenable(value)) return end(value);
    const subscription = place.subscription as Registered;
    place.isOpen = true;
    // An asynchronous handling keeps its place for itself.
    if (subscription.spare === place) subscription.spare = new Place(place, subscription);
    this.#open++;
    void leaveLater(place, value, (settled) => {
      end(settled);
      if (--this.#open === 0) this.#resolve?.(this.outcome());
    });
  }

  /** Gives how it went; later, when somebody is waited for. */
  outcome(): Outcome | Promise<Outcome> {
    return this.#open > 0 ? new Promise((resolve) => this.#resolve = resolve) : new ActionOutcome(this.#handled, this.#errors.flat());
  }
}
