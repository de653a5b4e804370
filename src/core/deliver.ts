/**
 * Sends one message with care: told to the taps, intercepted, checked, under a deadline, with the reply channels in its data.
 */
import type { SendOptions } from "./core.ts";
import { Deadline } from "./deadline.ts";
import { type Delivery, makeDelivery, refuse, type Way } from "./delivery.ts";
import { type CoreError, coreError } from "./errors.ts";
import { attempt, Failure } from "./failure.ts";
import { errorsOf, isTaken } from "./ending.ts";
import { intercept } from "./interceptor.ts";
import { CHAIN_TYPES } from "./limits.ts";
import type { MessageInput } from "./message.ts";
import type { Place } from "./place.ts";
import { carryChannels } from "./reply_channel.ts";
import { tellDispatched, tellSettled } from "./taps.ts";
import { after } from "./thenable.ts";

/** Sends a message with care. @throws TypeError when the message is none, RangeError when the time limit is none. */
export function deliver<Result>(way: Way<Result>, sender: Place, input: MessageInput, options: SendOptions | undefined): Result | Promise<Result> {
  return start(makeDelivery(way, sender, input, options)) as Result | Promise<Result>;
}

export function start(delivery: Delivery): unknown {
  const { bus, way: { verb }, message: { type } } = delivery;
  const interceptors = [...bus.interceptors].filter((each) => each.matches(type));
  const { open } = bus.handlers[verb];
  delivery.dispatch = tellDispatched(delivery, interceptors[0] ? undefined : delivery.subscriptions.length);
  const channels = bus.channels > 0 ? carryChannels(delivery) : [];
  open.add(delivery);
  return after(attempt(() => {
    const error = objection(delivery);
    return error ? refuse(delivery, error) : intercept(delivery, interceptors);
  }), (result) => {
    open.delete(delivery);
    for (const over of channels) over();
    delivery.deadline?.dispose();
    tellSettled(delivery, delivery.end ?? { outcome: errorsOf(delivery)[0] ? "failed" : verb === "ACTION" ? "done" : delivery.endings.some(isTaken) ? "answered" : "unanswered" });
    if (result instanceof Failure) throw result.cause;
    return result;
  });
}

/** Why it must not be delivered. */
function objection(delivery: Delivery): CoreError | undefined {
  const { bus, way: { verb, id }, options, message: { type }, outer } = delivery;
  if (outer.length >= bus.limits.depth) {
    const chain = [type, ...outer.map((place) => place.type)].reverse();
    return coreError("limit.depth", "send", { limit: bus.limits.depth, type, chain }, `${bus.limits.depth} handlers are open already, at last ${chain.slice(-CHAIN_TYPES).join(" → ")}`);
  }
  const isTask = verb === "PERFORM";
  const limited = isTask ? "tasks" : "queries";
  const limit = bus.limits[limited];
  if (verb !== "ACTION" && bus.handlers[verb].open.size > limit) return coreError(`limit.${limited}`, "send", { limit, type }, `${limit} ${limited} are open already`);
  if (isTask && bus.stopping) return coreError("task.refused", "send", { type }, "the Core is shut down");
  if (isTask || options) {
    delivery.deadline = new Deadline(bus, type, options, (timeoutMs) =>
      coreError(`${verb === "ACTION" ? "handler" : isTask ? "task" : "query"}.timedOut`, "finish", { handler: "", service: undefined, type, id, timeoutMs }, `no answer within ${timeoutMs} ms`));
  }
  return delivery.deadline?.error;
}
