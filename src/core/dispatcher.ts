/**
 * The quick way of an ACTION to its handlers. One that nobody watches, intercepts, checks or times is delivered here in one loop;
 * every other dispatch is a `Delivery`, which does the same with care.
 *
 * What a dispatch costs is what it allocates and how often it leaves this loop. So a handler at a root borrows the place that
 * its subscription keeps, until it turns out to be asynchronous; and one outcome of a type serves all dispatches that went well.
 */
import { ACTION, errorsOf } from "./action.ts";
import type { Bus } from "./bus.ts";
import type { SendOptions } from "./core.ts";
import { deliver } from "./deliver.ts";
import { DEFINITION, type WithDefinition } from "./definition.ts";
import type { CoreError } from "./errors.ts";
import { Failure } from "./failure.ts";
import { type Ending, leave, leaveLater } from "./handling.ts";
import { makeMessage, type MessageInput, type SentMessage } from "./message.ts";
import { ActionOutcome, type Outcome } from "./outcome.ts";
import { isAtLimit, openPlaceOf, Place } from "./place.ts";
import type { Matched } from "./registry.ts";
import type { Registered } from "./subscription.ts";
import { isThenable } from "./thenable.ts";

/** Sends an ACTION. */
export function action(sender: Place, input: MessageInput, options?: SendOptions): Outcome | Promise<Outcome> {
  const { bus } = sender;
  const matched = bus.match("ACTION", input);
  const parent = openPlaceOf(sender);
  if (bus.careful > 0 || options !== undefined || !matched.isPlain || (input as WithDefinition)[DEFINITION] !== undefined || (parent && isAtLimit(parent, bus.limits.depth))) {
    return deliver(ACTION, sender, input, options);
  }
  return callAll(bus, matched, makeMessage(input, sender, bus.turnMoment()), parent);
}

/** No promise and no closure unless a handler gives a promise; one look at each handler's value. */
function callAll(bus: Bus, { subscriptions, done }: Matched, message: SentMessage, parent: Place | undefined): Outcome | Promise<Outcome> {
  const outer = bus.current;
  const { length } = subscriptions;
  let endings: (Ending | Promise<Ending>)[] | undefined;
  let handled = 0;
  let n = 0;
  if (!parent) bus.quickType = message.type;
  while (n < length) {
    try {
      while (n < length) {
        const subscription = subscriptions[n++] as Registered;
        if (subscription.isDisposed) continue;
        handled++;
        const place = bus.current = parent ? nested(subscription, parent, message) : subscription.spare;
        const { handler } = subscription;
        const value = handler(place.view, message);
        if (value !== undefined) (endings ??= []).push(follow(place, message, value));
        else if (place.isOpen) place.isOpen = false;
      }
    } catch (thrown) {
      (endings ??= []).push(follow(bus.current as Place, message, new Failure(thrown)));
    }
  }
  bus.current = outer;
  if (endings) return outcomeOf(handled, endings);
  return handled === length ? done : new ActionOutcome(handled);
}

/** The place of a handler that runs inside another one. */
function nested(subscription: Registered, parent: Place, { type }: SentMessage): Place {
  const place = new Place(parent.bus, subscription.home.service, subscription, parent);
  place.type = type;
  place.isOpen = true;
  return place;
}

/** How a handler ends, or will, that gave more than nothing. */
function follow(place: Place, { type }: SentMessage, value: unknown): Ending | Promise<Ending> {
  place.type = type;
  if (!isThenable(value)) return leave(place, value);
  const subscription = place.subscription as Registered;
  place.isOpen = true;
  // An asynchronous handling keeps its place for itself.
  if (subscription.spare === place) subscription.spare = new Place(place.bus, place.service, subscription);
  return leaveLater(place, value);
}

/** How it went; later, when one of them ends later. */
function outcomeOf(handled: number, endings: readonly (Ending | Promise<Ending>)[]): Outcome | Promise<Outcome> {
  return endings.some(isThenable) ? settle(handled, endings) : new ActionOutcome(handled, errorsOf(endings as readonly Ending[]));
}

async function settle(handled: number, endings: readonly (Ending | Promise<Ending>)[]): Promise<Outcome> {
  const errors: CoreError[] = [];
  for (const ending of endings) {
    const { error } = await ending;
    if (error) errors.push(error);
  }
  return new ActionOutcome(handled, errors);
}
