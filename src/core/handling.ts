/**
 * One run of one handler for a dispatch that is delivered with care: in its own place, under its deadline, told to the taps.
 */
import { Deadline, EXPIRED } from "./deadline.ts";
import type { Delivery } from "./delivery.ts";
import { type CoreError, coreError, inWords } from "./errors.ts";
import { Place } from "./place.ts";
import type { Registered, TaskControl } from "./subscription.ts";
import type { HandlingOutcome } from "./tap.ts";
import { isThenable } from "./thenable.ts";

/** How a handling ended, as far as its dispatch is concerned. */
export interface Ending {
  readonly outcome: HandlingOutcome;
  /** The answer, or what was thrown. */
  readonly value: unknown;
  /** What to tell of a handling that failed. */
  readonly error?: CoreError;
}

/** Runs one handler of a dispatch. What it gives never rejects. */
export function handle(delivery: Delivery<unknown>, subscription: Registered, control?: (place: Place) => TaskControl): Ending | Promise<Ending> {
  if (subscription.isDisposed || subscription.isTaken) return spare(delivery, subscription);
  const place = enter(delivery, subscription);
  const { bus } = delivery;
  const outer = bus.current;
  bus.current = place;
  let result: unknown;
  let hasThrown = false;
  let isAsync = false;
  try {
    const { handler } = subscription;
    const task = control?.(place);
    const carrier = bus.tapping?.carrier;
    result = carrier !== undefined && place.handling !== undefined
      ? carrier.run(place, () => handler(place.view, delivery.message, task))
      : handler(place.view, delivery.message, task);
    isAsync = isThenable(result);
  } catch (thrown) {
    hasThrown = true;
    result = thrown;
  }
  bus.current = outer;
  if (!isAsync) return leave(delivery, place, subscription, result, hasThrown);
  bus.open.add(place);
  const syncMs = place.handling === undefined ? undefined : bus.settings.clock.now() - place.handling.at;
  const ended = Promise.resolve(result).then(
    (value) => leave(delivery, place, subscription, value, false, syncMs),
    (thrown) => leave(delivery, place, subscription, thrown, true, syncMs),
  );
  const { deadline } = place;
  if (deadline === undefined) return ended;
  return deadline.race(ended).then((first) => first === EXPIRED ? expired(delivery, subscription, deadline.error as CoreError) : first);
}

/** The error of a handler that threw, rejected or returned an Error. */
export function handlerFailed(subscription: Registered, type: string, cause: unknown): CoreError {
  const { handler, service } = subscription.info;
  return coreError("handler.failed", "handle", { handler, service, type }, `${handler} failed: ${inWords(cause)}`, cause);
}

function handlerTimedOut(subscription: Registered, type: string): CoreError {
  const { handler, service } = subscription.info;
  return coreError("handler.timedOut", "handle", { handler, service, type }, `the time of ${handler} is up`);
}

function enter(delivery: Delivery<unknown>, subscription: Registered): Place {
  const { bus, message } = delivery;
  const place = new Place(bus, subscription.home.service, subscription, delivery.parent);
  place.type = message.type;
  place.isOpen = true;
  place.deadline = delivery.deadline;
  const { timeoutMs, once } = subscription.options;
  if (timeoutMs !== undefined) {
    place.deadline = new Deadline(bus.settings.clock, message.type, { timeoutMs }, delivery.deadline ?? bus.patience, () => handlerTimedOut(subscription, message.type));
  }
  if (once === true) subscription.isTaken = true;
  delivery.handled++;
  if (delivery.dispatch !== undefined && bus.tapping !== undefined) {
    const { id, flow } = delivery.dispatch;
    const by = delivery.nextHandling();
    place.handling = bus.tapping.started(delivery.dispatch, by, subscription.info);
    place.cause = { cause: id, by, flow };
    place.flow = flow;
  }
  return place;
}

function leave(delivery: Delivery<unknown>, place: Place, subscription: Registered, value: unknown, hasThrown: boolean, syncMs?: number): Ending {
  const { bus, message: { type } } = delivery;
  const hasFailed = hasThrown || value instanceof Error;
  const outcome = hasFailed ? "failed" : delivery.outcomeOf(value);
  bus.close(place);
  if (place.deadline !== delivery.deadline) place.deadline?.dispose();
  if (subscription.options.once === true) {
    subscription.isTaken = false;
    if (outcome !== "declined") subscription.dispose();
  }
  if (place.handling !== undefined) bus.tapping?.handled(place.handling, outcome, value, syncMs);
  return hasFailed ? { outcome, value, error: handlerFailed(subscription, type, value) } : { outcome, value };
}

/** The dispatch stopped waiting for a handling that may still be running. */
function expired(delivery: Delivery<unknown>, subscription: Registered, reason: CoreError): Ending {
  delivery.stoppedBy(reason);
  const error = reason.code === "handler.timedOut" ? handlerTimedOut(subscription, delivery.message.type) : reason;
  return { outcome: "failed", value: error, error };
}

function spare(delivery: Delivery<unknown>, subscription: Registered): Ending {
  const taps = delivery.bus.tapping;
  if (delivery.dispatch !== undefined) taps?.handled(taps.started(delivery.dispatch, delivery.nextHandling(), subscription.info), "spared", undefined, 0);
  return { outcome: "spared", value: undefined };
}
