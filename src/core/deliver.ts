/**
 * Sends one message with care: told to the taps, intercepted, checked, under a deadline, with the reply channels in its data.
 */
import type { SendOptions } from "./core.ts";
import { Deadline } from "./deadline.ts";
import { type Delivery, makeDelivery, refuse, type Way } from "./delivery.ts";
import { type CoreError, coreError } from "./errors.ts";
import { attempt, Failure } from "./failure.ts";
import type { Ending } from "./ending.ts";
import { handle, type MakeControl } from "./handling.ts";
import { intercept } from "./interceptor.ts";
import { CHAIN_TYPES } from "./limits.ts";
import type { MessageInput } from "./message.ts";
import type { Place } from "./place.ts";
import { carryChannels } from "./reply_channel.ts";
import { tellDispatched, tellSettled } from "./taps.ts";
import { after, isThenable } from "./thenable.ts";

/** Sends a message with care. @throws TypeError when the message is none, RangeError when the time limit is none. */
export function deliver<Result>(way: Way<Result>, sender: Place, input: MessageInput, options: SendOptions | undefined): Result | Promise<Result> {
  return start(makeDelivery(way, sender, input, options)) as Result | Promise<Result>;
}

export function start(delivery: Delivery): unknown {
  const { bus, way: { verb }, message: { type }, failures } = delivery;
  const interceptors = bus.interceptors.filter((each) => each.matches(type));
  const registry = bus.registries[verb];
  delivery.dispatch = tellDispatched(delivery, interceptors.length > 0 ? undefined : delivery.subscriptions.length);
  const channels = bus.channels > 0 ? carryChannels(delivery) : [];
  registry.open++;
  return after(attempt(() => {
    const error = objection(delivery);
    return error ? refuse(delivery, error) : intercept(delivery, interceptors);
  }), (result) => {
    registry.open--;
    for (const over of channels) over();
    delivery.deadline?.dispose();
    const { outcome, reason } = delivery.end ?? { outcome: failures.length > 0 ? "failed" : verb === "ACTION" ? "done" : delivery.hasAnswer ? "answered" : "unanswered" };
    tellSettled(delivery, outcome, reason);
    if (result instanceof Failure) throw result.cause;
    return result;
  });
}

/** Runs all handlers: their synchronous parts in registration order and the rest together. Waiting for each in turn is cheaper than `Promise.all`. */
export function callTogether(delivery: Delivery): readonly Ending[] | Promise<readonly Ending[]> {
  const begun = delivery.subscriptions.map((subscription) => handle(delivery, subscription));
  return inTurn(begun, (ending) => ending);
}

/** Runs one handler after another, until one has answered or failed; of an ACTION until its time is up. */
export function callInTurn(delivery: Delivery, control?: MakeControl): readonly Ending[] | Promise<readonly Ending[]> {
  const { subscriptions, way, failures } = delivery;
  const isOver = () => way.verb === "ACTION" ? delivery.deadline?.error : delivery.hasAnswer || failures.length > 0;
  return inTurn(subscriptions, (subscription) => handle(delivery, subscription, control), isOver);
}

/** Does something with each, one after another; without a promise when nothing is asynchronous. */
function inTurn<From>(from: readonly From[], call: (each: From) => Ending | Promise<Ending>, isOver?: () => unknown, endings: Ending[] = []): readonly Ending[] | Promise<readonly Ending[]> {
  for (const each of from.slice(endings.length)) {
    if (isOver?.()) break;
    const ending = call(each);
    if (isThenable(ending)) {
      return ending.then((settled) => {
        endings.push(settled);
        return inTurn(from, call, isOver, endings);
      });
    }
    endings.push(ending);
  }
  return endings;
}

/** For errors: of what kind a dispatch is, and what is done with its message. */
const WORDS = { ACTION: ["handler", "handle"], QUERY: ["query", "answer"], QUERYALL: ["query", "answer"], PERFORM: ["task", "perform"] } as const;

/** Why it must not be delivered. */
function objection(delivery: Delivery): CoreError | undefined {
  const { bus, way: { verb, id }, options, message: { type }, outer } = delivery;
  const { limits } = bus;
  if (outer.length >= limits.depth) {
    const chain = [type, ...outer.map((place) => place.type)].reverse();
    return coreError("limit.depth", "send", { limit: limits.depth, type, chain }, `${limits.depth} handlings are open already, at last ${chain.slice(-CHAIN_TYPES).join(" → ")}`);
  }
  const [kind, act] = WORDS[verb];
  const isTask = verb === "PERFORM";
  const limit = isTask ? limits.tasks : limits.queries;
  if (verb !== "ACTION" && bus.registries[verb].open > limit) return coreError(isTask ? "limit.tasks" : "limit.queries", act, { limit, type }, `${limit} are open already`);
  if (isTask && bus.stopping) return coreError("task.refused", act, { type }, "the Core is shut down");
  if (isTask || options.timeoutMs !== undefined || options.signal) {
    delivery.deadline = new Deadline(bus, type, options, (timeoutMs) => coreError(`${kind}.timedOut`, act, { handler: "", service: undefined, type, id, timeoutMs }, `no answer within ${timeoutMs} ms`));
  }
  return delivery.deadline?.error;
}
