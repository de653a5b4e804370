/**
 * One run of one handler, and how it ends. In the quick way of the dispatcher a handler is just called; this is what surrounds
 * every other call: a place of its own, a deadline, a lane where only so many may run at once, and the taps.
 */
import { Deadline } from "./deadline.ts";
import { type Delivery, fail, stoppedBy } from "./delivery.ts";
import { DONE, type Ending, failed, isTaken, SPARED } from "./ending.ts";
import { type CoreError, coreError, inWords } from "./errors.ts";
import { attempt, Failure } from "./failure.ts";
import { Place } from "./place.ts";
import { report } from "./report.ts";
import type { Registered } from "./subscription.ts";
import type { HandlingOutcome } from "./tap.ts";
import { tellHandled, tellStarted } from "./taps.ts";
import { after, isThenable } from "./thenable.ts";

/** Runs one handler of a dispatch, unless it need not run, and takes note of how it ended; the dispatch may stop waiting for it. */
export function handle(delivery: Delivery, subscription: Registered): Ending | Promise<Ending> {
  const { bus, message: { type }, outer } = delivery;
  const { lane, handler, options: { timeoutMs } } = subscription;
  const place = new Place(subscription.home, subscription, outer[0]);
  place.type = type;
  place.dispatch = delivery.dispatch;
  const timedOut = () => handlerError("handler.timedOut", place, "is too late");
  const own = timeoutMs === undefined ? undefined : new Deadline(bus, type, { timeoutMs }, timedOut, delivery.deadline);
  const deadline = place.deadline = own ?? delivery.deadline;
  const run = (isFull?: boolean) => {
    const handling = place.handling = tellStarted(delivery, subscription.info);
    if (isFull) return tellHandled(bus, handling, failed(handlerError("handler.busy", place, "has too many open already")));
    if (subscription.isDisposed || deadline?.error) return leave(place, SPARED, delivery);
    place.isOpen = true;
    delivery.handled++;
    const task = delivery.way.control?.(place);
    const call = () => handler(place.view, delivery.message, task);
    const current = bus.current;
    bus.current = place;
    const value = attempt(() => handling && bus.carrier ? bus.carrier.run(place, call) : call());
    bus.current = current;
    const syncMs = handling && bus.clock.now() - handling.at;
    return isThenable(value) ? leaveLater(place, value, (settled) => leave(place, settled, delivery, syncMs)) : leave(place, value, delivery);
  };
  const ending = lane ? lane(run) : run();
  return after(deadline && isThenable(ending) ? deadline.race(ending) : ending, (first) => {
    let ended = first as Ending;
    if (first instanceof Failure) {
      const reason = first.cause as CoreError;
      stoppedBy(delivery, reason);
      ended = failed(reason.code === "handler.timedOut" ? timedOut() : reason);
    }
    own?.dispose();
    if (ended.error) fail(delivery, ended.error);
    return ended;
  });
}

/** Goes on with what a handler promised, or the `Failure` to give it; its place stays open meanwhile. What it gives rejects only if `goOn` throws. */
export function leaveLater<T>(place: Place, promise: PromiseLike<unknown>, goOn: (value: unknown) => T): Promise<T> {
  const { bus } = place;
  const ended = (value: unknown) => {
    const last = bus.open.pop() as Place;
    if (last !== place) (bus.open[place.n] = last).n = place.n;
    if (bus.stopping) bus.closed.ring();
    return goOn(value);
  };
  place.n = bus.open.push(place) - 1;
  return Promise.resolve(promise).then(ended, (thrown) => ended(new Failure(thrown)));
}

/** Closes the place of a handling that gave a value, a `Failure`, or an Error, which is a failure in every verb. Without a delivery: the quick way. */
export function leave(place: Place, given: unknown, delivery?: Delivery, syncMs?: number): Ending {
  const { bus, handling } = place;
  const subscription = place.subscription as Registered;
  place.isOpen = false;
  const isFailed = given instanceof Failure || given instanceof Error;
  if (!delivery && !isFailed) return DONE;
  const value = given instanceof Failure ? given.cause : given;
  const ending: Ending = {
    outcome: isFailed ? "failed" : outcomeOf(delivery as Delivery, value),
    value,
    error: isFailed ? handlerError("handler.failed", place, `failed: ${inWords(value)}`, value) : undefined,
  };
  if (!delivery) report(bus, ending.error as CoreError);
  if (subscription.options.once && isTaken(ending)) subscription.dispose();
  return tellHandled(bus, handling, ending, syncMs);
}

/** What it means that a handler gave `value`. */
function outcomeOf({ way: { verb } }: Delivery, value: unknown): HandlingOutcome {
  if (value === SPARED) return "spared";
  if (verb === "ACTION") return "done";
  if (value !== undefined) return "answered";
  return verb === "PERFORM" ? "done" : "declined";
}

/** Without a stack: its own would only lead through the bus, at many times the cost of the dispatch, and what the handler threw has one. */
function handlerError(code: "handler.failed" | "handler.timedOut" | "handler.busy", { subscription, type }: Place, why: string, cause?: unknown): CoreError {
  const { handler, service } = (subscription as Registered).info;
  const { stackTraceLimit } = Error as { stackTraceLimit?: number };
  // Where Error is frozen this does nothing, and does not throw.
  Reflect.set(Error, "stackTraceLimit", 0);
  const error = coreError(code, "handle", { handler, service, type }, `${handler} ${why}`, cause);
  Reflect.set(Error, "stackTraceLimit", stackTraceLimit);
  return error;
}
