/**
 * One run of one handler: the call itself, and what surrounds it for a dispatch that is delivered with care, which is its own
 * place, a deadline, and being told to the taps.
 */
import { Deadline, EXPIRED } from "./deadline.ts";
import { type Delivery, stoppedBy } from "./delivery.ts";
import { close } from "./dispatcher.ts";
import { type CoreError, coreError, inWords } from "./errors.ts";
import type { Message } from "./message.ts";
import { makePlace, type Place } from "./place.ts";
import type { Registered, TaskControl } from "./subscription.ts";
import type { HandlingOutcome } from "./tap.ts";
import { isThenable } from "./thenable.ts";

/** What a handler threw, rejected with, or returned as an Error. */
export class Failure {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/** How a handling ended, as far as its dispatch is concerned. */
export interface Ending {
  readonly outcome: HandlingOutcome;
  /** The answer, or what was thrown. */
  readonly value?: unknown;
  /** What to tell of a handling that failed. */
  readonly error?: CoreError | undefined;
}

/** Calls the handler of a place. Gives its value, a `Failure`, or the promise that it gave; never throws. */
export function call(place: Place, message: Message, task?: TaskControl): unknown {
  const { bus, view } = place;
  const { handler } = place.subscription as Registered;
  const outer = bus.current;
  bus.current = place;
  try {
    const carrier = place.handling && bus.tapping?.carrier;
    const value = carrier === undefined ? handler(view, message, task) : carrier.run(place, () => handler(view, message, task));
    return value !== undefined && isThenable(value) ? value : judged(value);
  } catch (thrown) {
    return new Failure(thrown);
  } finally {
    bus.current = outer;
  }
}

/** Goes on with what `call()` gave once a promise of it has settled. */
export function whenSettled<To>(promise: PromiseLike<unknown>, goOn: (value: unknown) => To): Promise<To> {
  return Promise.resolve(promise).then((value) => goOn(judged(value)), (thrown) => goOn(new Failure(thrown)));
}

/** Runs one handler of a dispatch. What it gives never rejects. */
export function handle(delivery: Delivery, subscription: Registered, control?: (place: Place) => TaskControl): Ending | Promise<Ending> {
  if (subscription.isDisposed || subscription.isTaken) return spare(delivery, subscription);
  const { bus } = delivery;
  const place = enter(delivery, subscription);
  const value = call(place, delivery.message, control?.(place));
  if (!isThenable(value)) return leave(delivery, place, value);
  bus.open.add(place);
  const syncMs = place.handling && bus.clock.now() - place.handling.at;
  const ended = whenSettled(value, (settled) => leave(delivery, place, settled, syncMs));
  const { deadline } = place;
  return deadline === undefined ? ended : deadline.race(ended).then((first) => first === EXPIRED ? expired(delivery, subscription, deadline.error as CoreError) : first);
}

/** The error of a handler that failed; without a failure, of one whose time is up. */
export function handlerError({ info: { handler, service } }: Registered, type: string, failure?: Failure): CoreError {
  const detail = { handler, service, type };
  if (failure === undefined) return coreError("handler.timedOut", "handle", detail, `the time of ${handler} is up`);
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
  if (dispatch !== undefined && bus.tapping !== undefined) {
    place.handling = bus.tapping.started(dispatch, delivery.handlings++, subscription.info);
  }
  return place;
}

function leave(delivery: Delivery, place: Place, value: unknown, syncMs?: number): Ending {
  const { bus, message: { type } } = delivery;
  const subscription = place.subscription as Registered;
  const failure = value instanceof Failure ? value : undefined;
  const outcome = failure ? "failed" : outcomeOf(delivery, value);
  const ending = { outcome, value: failure ? failure.cause : value, error: failure && handlerError(subscription, type, failure) };
  close(place);
  if (place.deadline !== delivery.deadline) place.deadline?.dispose();
  subscription.isTaken = false;
  if (subscription.options.once && outcome !== "declined") subscription.dispose();
  if (place.handling !== undefined) bus.tapping?.handled(place.handling, outcome, ending.value, syncMs);
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

/** The dispatch stopped waiting for a handling that may still be running. */
function expired(delivery: Delivery, subscription: Registered, reason: CoreError): Ending {
  stoppedBy(delivery, reason);
  const error = reason.code === "handler.timedOut" ? handlerError(subscription, delivery.message.type) : reason;
  return { outcome: "failed", value: error, error };
}

function spare(delivery: Delivery, { info }: Registered): Ending {
  const { bus: { tapping }, dispatch } = delivery;
  if (dispatch !== undefined) tapping?.handled(tapping.started(dispatch, delivery.handlings++, info), "spared", undefined, 0);
  return { outcome: "spared" };
}
