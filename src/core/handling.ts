/**
 * One run of one handler, and how it ends. In the quick way of the dispatcher a handler is just called; this is what surrounds
 * every other call: a place of its own, a deadline, a lane where only so many may run at once, and the taps.
 */
import { Deadline } from "./deadline.ts";
import { type Delivery, fail, stoppedBy } from "./delivery.ts";
import { DONE, type Ending, failed, SPARED } from "./ending.ts";
import { type CoreError, coreError, inWords } from "./errors.ts";
import { attempt, Failure } from "./failure.ts";
import { Place } from "./place.ts";
import { report } from "./report.ts";
import type { Registered, TaskControl } from "./subscription.ts";
import type { HandlingOutcome } from "./tap.ts";
import { tellHandled, tellStarted } from "./taps.ts";
import { after, isThenable } from "./thenable.ts";

/** Makes what an executor gets, once its place is there. */
export type MakeControl = (place: Place) => TaskControl;

/** Runs one handler of a dispatch, which may stop waiting for it, and takes note of how it ended. */
export function handle(delivery: Delivery, subscription: Registered, control?: MakeControl): Ending | Promise<Ending> {
  const { bus, message: { type } } = delivery;
  const { lane, home: { service }, options: { timeoutMs } } = subscription;
  const place = new Place(bus, service, subscription, delivery.outer[0]);
  place.type = type;
  const deadline = place.deadline = timeoutMs === undefined
    ? delivery.deadline
    : new Deadline(bus, type, { timeoutMs }, () => timedOut(subscription, type), delivery.deadline);
  const begin = () => run(place, delivery, control);
  const ending = lane ? lane.enter(begin) ?? failed(handlerError("handler.busy", subscription, type, "waits for too many already")) : begin();
  const first = !deadline || !isThenable(ending) ? ending : deadline.race(ending).then((ended) => {
    if (!(ended instanceof Failure)) return ended;
    const reason = ended.cause as CoreError;
    stoppedBy(delivery, reason);
    return failed(reason.code === "handler.timedOut" ? timedOut(subscription, type) : reason);
  });
  return after(first, (ended) => {
    if (deadline !== delivery.deadline) deadline?.dispose();
    if (ended.error) fail(delivery, ended.error);
    return ended;
  });
}

/** Calls the handler of a place, unless it need not run. */
function run(place: Place, delivery: Delivery, control: MakeControl | undefined): Ending | Promise<Ending> {
  const { bus, deadline } = place;
  const { handler, info, isDisposed } = place.subscription as Registered;
  const handling = place.handling = tellStarted(delivery, info);
  if (isDisposed || deadline?.error) return leave(place, SPARED, delivery, 0);
  place.isOpen = true;
  delivery.handled++;
  const task = control?.(place);
  const call = () => handler(place.view, delivery.message, task);
  const outer = bus.current;
  bus.current = place;
  const value = attempt(() => handling && bus.carrier ? bus.carrier.run(place, call) : call());
  bus.current = outer;
  const syncMs = handling && bus.clock.now() - handling.at;
  return isThenable(value) ? leaveLater(place, value, (settled) => leave(place, settled, delivery, syncMs)) : leave(place, value, delivery);
}

/** Goes on with what a handler promised, or the `Failure` to give it; its place stays open meanwhile. What it gives rejects only if `goOn` throws. */
export function leaveLater<T>(place: Place, promise: PromiseLike<unknown>, goOn: (value: unknown) => T): Promise<T> {
  const { bus } = place;
  const ended = (value: unknown) => {
    const last = bus.open.pop() as Place;
    if (last !== place) (bus.open[place.slot] = last).slot = place.slot;
    if (bus.stopping) bus.closed.ring();
    return goOn(value);
  };
  place.slot = bus.open.push(place) - 1;
  return Promise.resolve(promise).then(ended, (thrown) => ended(new Failure(thrown)));
}

/** Closes the place of a handling that gave a value, a `Failure`, or an Error, which is a failure in every verb. Without a delivery: the quick way. */
export function leave(place: Place, given: unknown, delivery?: Delivery, syncMs?: number): Ending {
  const { bus, type } = place;
  const subscription = place.subscription as Registered;
  place.isOpen = false;
  const isFailed = given instanceof Failure || given instanceof Error;
  if (!delivery && !isFailed) return DONE;
  const value = given instanceof Failure ? given.cause : given;
  const error = isFailed ? handlerError("handler.failed", subscription, type, `failed: ${inWords(value)}`, value) : undefined;
  const outcome = isFailed ? "failed" : outcomeOf(delivery as Delivery, value);
  if (!delivery) report(bus, error as CoreError);
  if (subscription.options.once && outcome !== "spared" && outcome !== "declined") subscription.dispose();
  tellHandled(bus, place.handling, outcome, value, syncMs);
  return { outcome, value, error };
}

/** What it means that a handler gave `value`. */
function outcomeOf(delivery: Delivery, value: unknown): HandlingOutcome {
  const { verb } = delivery.way;
  if (value === SPARED) return "spared";
  if (verb === "ACTION") return "done";
  if (value === undefined && verb !== "PERFORM") return "declined";
  delivery.hasAnswer = true;
  return value === undefined ? "done" : "answered";
}

function timedOut(subscription: Registered, type: string): CoreError {
  return handlerError("handler.timedOut", subscription, type, "has had its time");
}

/** Without a stack: its own would only lead through the bus, at many times the cost of the dispatch, and what the handler threw has one. */
function handlerError(code: "handler.failed" | "handler.timedOut" | "handler.busy", { info: { handler, service } }: Registered, type: string, why: string, cause?: unknown): CoreError {
  const errors = Error as { stackTraceLimit?: number };
  const limit = errors.stackTraceLimit as number;
  errors.stackTraceLimit = 0;
  const error = coreError(code, "handle", { handler, service, type }, `${handler} ${why}`, cause);
  errors.stackTraceLimit = limit;
  return error;
}
