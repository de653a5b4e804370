/**
 * Calls the handlers of a dispatch that is delivered with care: all of them, or one after another until one takes the message.
 */
import type { Delivery } from "./delivery.ts";
import { type Ending, isTaken } from "./ending.ts";
import { handle } from "./handling.ts";
import type { Registered } from "./subscription.ts";
import { isThenable } from "./thenable.ts";

/**
 * Calls them in registration order, without a promise when nothing is asynchronous. Those of a message for all are waited for
 * together, each in turn, which is cheaper than `Promise.all`; else, and when the bus is serial, the next is called when one has ended.
 */
export function callHandlers(delivery: Delivery): unknown {
  const { bus, way: { verb }, subscriptions, message } = delivery;
  const isForAll = verb === "ACTION" || verb === "QUERYALL";
  if (verb === "ACTION") for (const hear of bus.listeners) hear(message);
  const call = (subscription: Registered) => handle(delivery, subscription);
  const begun = isForAll && !bus.isSerial ? subscriptions.map(call) : [];
  const endings: Ending[] = delivery.endings = [];
  const goOn = (settled?: Ending): unknown => {
    if (settled) endings.push(settled);
    while (endings.length < subscriptions.length && (isForAll || !endings.some(isTaken))) {
      const ending = begun[endings.length] ?? call(subscriptions[endings.length] as Registered);
      if (isThenable(ending)) return ending.then(goOn);
      endings.push(ending);
    }
    return undefined;
  };
  return goOn();
}
