/**
 * One run of one handler: the call itself, and what surrounds it for a dispatch that is delivered with care, which is a place
 * of its own, a deadline, and being told to the taps.
 */
import { Deadline, EXPIRED } from "./deadline.ts";
import { type Delivery, stoppedBy } from "./delivery.ts";
import { type CoreError, coreError, inWords } from "./errors.ts";
import { Failure } from "./failure.ts";
import type { Message } from "./message.ts";
import { makePlace, type Place } from "./place.ts";
import { report } from "./report.ts";
import type { AnyHandler, Registered, TaskControl } from "./subscription.ts";
import type { HandlingOutcome } from "./tap.ts";
import { isThenable } from "./thenable.ts";

/** How a handling ended, as far as its dispatch is concerned. */
export interface Ending {
  readonly outcome: HandlingOutcome;
  /** The answer, or what was thrown. */
  readonly value?: unknown;
  /** What to tell of a handling that failed. */
  readonly error?: CoreError | undefined;
}

/** The ending of most handlings of the quick way. */
export const DONE: Ending = { outcome: "done" };

/** Calls the handler of a place. Gives its value, a `Failure`, or the promise that it gave; never throws. */
function call(place: Place, message: Message, task?: TaskControl): unknown {
  const { bus } = place;
  const outer = bus.current;
  let value: unknown;
  bus.current = place;
  try {
    const { handler } = place.subscription as Registered;
    value = place.handling ? callCarried(handler, place, message, task) : handler(place.view, message, task);
    if (value !== undefined && !isThenable(value)) value = judged(value);
  } catch (thrown) {
    value = new Failure(thrown);
  }
  bus.current = outer;
  return value;
}

/** A function of its own: a closure in `call()` would cost every call, also the many that make none. */
function callCarried(handler: AnyHandler, place: Place, message: Message, task: TaskControl | undefined): unknown {
  const run = () => handler(place.view, message, task);
  const carrier = place.bus.tapping?.carrier;
  return carrier ? carrier.run(place, run) : run();
}

/** Calls the handler of a place, and closes the place when it has ended. What it gives never rejects. Without a delivery: the quick way. */
export function handle(place: Place, message: Message, delivery?: Delivery, task?: TaskControl): Ending | Promise<Ending> {
  const value = call(place, message, task);
  if (value !== undefined || delivery) return isThenable(value) ? leaveLater(place, message, delivery, value) : leave(place, message, delivery, value);
  place.isOpen = false;
  return DONE;
}

function leaveLater(place: Place, message: Message, delivery: Delivery | undefined, value: PromiseLike<unknown>): Promise<Ending> {
  const { bus, handling } = place;
  const syncMs = handling && bus.clock.now() - handling.at;
  const end = (settled: unknown) => {
    bus.open.delete(place);
    bus.lifecycle.closed();
    return leave(place, message, delivery, settled, syncMs);
  };
  bus.open.add(place);
  return Promise.resolve(value).then((settled) => end(judged(settled)), (thrown) => end(new Failure(thrown)));
}

/** Runs one handler of a dispatch that is delivered with care, which may stop waiting for it. */
export function handleWithCare(delivery: Delivery, subscription: Registered, control?: (place: Place) => TaskControl): Ending | Promise<Ending> {
  const { bus: { tapping }, dispatch, message } = delivery;
  if (subscription.isDisposed || subscription.isTaken) {
    if (dispatch) tapping?.handled(tapping.started(dispatch, delivery.handlings++, subscription.info), "spared", undefined, 0);
    return { outcome: "spared" };
  }
  const place = enter(delivery, subscription);
  const ending = handle(place, message, delivery, control?.(place));
  const { deadline } = place;
  if (!deadline || !isThenable(ending)) return ending;
  return deadline.race(ending).then((first) => {
    if (first !== EXPIRED) return first;
    const reason = deadline.error as CoreError;
    stoppedBy(delivery, reason);
    const error = reason.code === "handler.timedOut" ? handlerError(subscription, message.type) : reason;
    return { outcome: "failed", value: error, error };
  });
}

/** The error of a handler that failed; without a failure, of one whose time is up. */
export function handlerError({ info: { handler, service } }: Registered, type: string, failure?: Failure): CoreError {
  const detail = { handler, service, type };
  if (!failure) return coreError("handler.timedOut", "handle", detail, `the time of ${handler} is up`);
  return coreError("handler.failed", "handle", detail, `${handler} failed: ${inWords(failure.cause)}`, failure.cause);
}

function judged(value: unknown): unknown {
  return value instanceof Error ? new Failure(value) : value;
}

function enter(delivery: Delivery, subscription: Registered): Place {
  const { bus, dispatch, message: { type } } = delivery;
  const { timeoutMs, once } = subscription.options;
  const place = makePlace(bus, subscription.home.service, subscription, delivery.parent);
  place.type = type;
  place.isOpen = true;
  place.deadline = timeoutMs === undefined
    ? delivery.deadline
    : new Deadline(bus, type, { timeoutMs }, () => handlerError(subscription, type), delivery.deadline);
  subscription.isTaken = once === true;
  delivery.handled++;
  if (dispatch && bus.tapping) {
    place.handling = bus.tapping.started(dispatch, delivery.handlings++, subscription.info);
  }
  return place;
}

function leave(place: Place, { type }: Message, delivery: Delivery | undefined, value: unknown, syncMs?: number): Ending {
  const { bus, handling, deadline } = place;
  const subscription = place.subscription as Registered;
  const failure = value instanceof Failure ? value : undefined;
  place.isOpen = false;
  if (!delivery && !failure) return DONE;
  const outcome = failure ? "failed" : outcomeOf(delivery as Delivery, value);
  const ending = { outcome, value: failure ? failure.cause : value, error: failure && handlerError(subscription, type, failure) };
  if (!delivery && ending.error) report(bus, ending.error);
  if (deadline !== delivery?.deadline) deadline?.dispose();
  subscription.isTaken = false;
  if (subscription.options.once && outcome !== "declined") subscription.dispose();
  if (handling) bus.tapping?.handled(handling, outcome, ending.value, syncMs);
  return ending;
}

/** What it means that a handler gave `value`. */
function outcomeOf(delivery: Delivery, value: unknown): HandlingOutcome {
  const { verb } = delivery.way;
  if (verb === "ACTION") return "done";
  if (value === undefined) return verb === "PERFORM" ? "done" : "declined";
  delivery.hasAnswer = true;
  return "answered";
}
