/**
 * The ways to call the handlers of a dispatch: together, or one after another.
 */
import { type Delivery, fail } from "./delivery.ts";
import { type Ending, handleWithCare } from "./handling.ts";
import type { Place } from "./place.ts";
import type { Registered, TaskControl } from "./subscription.ts";
import { after, isThenable } from "./thenable.ts";

/** Runs one handler and takes note of how it ended. */
export function run(delivery: Delivery, subscription: Registered, control?: (place: Place) => TaskControl): Ending | Promise<Ending> {
  return after(handleWithCare(delivery, subscription, control), (ending) => {
    if (ending.error) fail(delivery, ending.error);
    return ending;
  });
}

/** Runs all handlers: their synchronous parts in registration order and the rest together. */
export function runTogether(delivery: Delivery): readonly Ending[] | Promise<readonly Ending[]> {
  return allOf(delivery.subscriptions.map((subscription) => run(delivery, subscription)));
}

/** Runs one handler after another, until it is over. */
export async function runInTurn(delivery: Delivery, isOver: () => boolean): Promise<Ending[]> {
  const endings: Ending[] = [];
  for (const subscription of delivery.subscriptions) {
    if (!isOver()) endings.push(await run(delivery, subscription));
  }
  return endings;
}

/** All of several endings; without a promise when they are there. */
export function allOf(endings: readonly (Ending | Promise<Ending>)[]): readonly Ending[] | Promise<readonly Ending[]> {
  return endings.some(isThenable) ? settle(endings) : endings as readonly Ending[];
}

/** Waits for each, which never rejects and was begun before: cheaper than `Promise.all`. */
async function settle(endings: readonly (Ending | Promise<Ending>)[]): Promise<Ending[]> {
  const settled: Ending[] = [];
  for (const ending of endings) settled.push(await ending);
  return settled;
}
