/**
 * The quick way of an ACTION to its handlers. One that nobody watches, intercepts or times is delivered here in one loop; every
 * other dispatch is a `Delivery`, which does the same with care.
 */
import { ACTION, errorsOf } from "./action.ts";
import type { Bus } from "./bus.ts";
import { allOf } from "./calls.ts";
import type { SendOptions } from "./core.ts";
import { deliver } from "./deliver.ts";
import { DONE, type Ending, handle } from "./handling.ts";
import { makeMessage, type MessageInput, type SentMessage } from "./message.ts";
import { ActionOutcome, NO_ERRORS, type Outcome } from "./outcome.ts";
import { isAtLimit, makePlace, openPlaceOf, type Place } from "./place.ts";
import type { Matched } from "./registry.ts";
import { after } from "./thenable.ts";

/** Sends an ACTION. */
export function action(sender: Place, input: MessageInput, options?: SendOptions): Outcome | Promise<Outcome> {
  const { bus } = sender;
  const matched = bus.match("ACTION", input);
  const parent = openPlaceOf(sender);
  if (bus.careful > 0 || options !== undefined || !matched.isPlain || (parent && isAtLimit(parent, bus.limits.depth))) {
    return deliver(ACTION, sender, input, options);
  }
  return callAll(bus, matched, makeMessage(input, sender), parent);
}

/** The quick way: no promise and no closure unless a handler gives a promise. */
function callAll(bus: Bus, { subscriptions }: Matched, message: SentMessage, parent: Place | undefined): Outcome | Promise<Outcome> {
  let endings: (Ending | Promise<Ending>)[] | undefined;
  let handled = 0;
  for (const subscription of subscriptions) {
    if (subscription.isDisposed) continue;
    const place = parent ? makePlace(bus, subscription.home.service, subscription, parent) : subscription.spare;
    place.type = message.type;
    place.isOpen = true;
    handled++;
    const ending = handle(place, message);
    if (ending === DONE) continue;
    (endings ??= []).push(ending);
    // An asynchronous handling keeps its place for itself.
    if (place.isOpen && !parent) subscription.spare = makePlace(bus, subscription.home.service, subscription);
  }
  return endings ? outcomeOf(handled, endings) : new ActionOutcome(handled, NO_ERRORS);
}

/** A function of its own: a closure in `callAll()` would cost every dispatch, also the many that wait for nothing. */
function outcomeOf(handled: number, endings: readonly (Ending | Promise<Ending>)[]): Outcome | Promise<Outcome> {
  return after(allOf(endings), (all) => new ActionOutcome(handled, errorsOf(all)));
}
