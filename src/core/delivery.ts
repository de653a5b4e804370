/**
 * One dispatch, delivered with care: told to the taps, intercepted, under a deadline, with the reply channels in its
 * data. What the verbs do differently is their `Way`.
 */
import type { SendOptions } from "./core.ts";
import { checkTimeout, Deadline } from "./deadline.ts";
import { type Dispatcher, report } from "./dispatcher.ts";
import { type CoreError, type CoreErrorCode, coreError } from "./errors.ts";
import { allOf, type Ending, handleWithCare } from "./handling.ts";
import { intercept } from "./interceptor.ts";
import { CHAIN_TYPES } from "./limits.ts";
import { makeMessage, type MessageInput, type SentMessage, type Verb } from "./message.ts";
import { isAtLimit, openPlaceOf, openPlaces, type Place } from "./place.ts";
import { carryChannels } from "./reply_channel.ts";
import type { Registered, TaskControl } from "./subscription.ts";
import type { DispatchOutcome } from "./tap.ts";
import type { TappedDispatch } from "./taps.ts";
import { after, isThenable } from "./thenable.ts";

/** What a verb does its own way. */
export interface Way<Result = unknown> {
  readonly verb: Verb;
  /** Of a task: its id. */
  readonly id?: string;
  /** Calls handlers, and gives how each ended. */
  call(delivery: Delivery): readonly Ending[] | Promise<readonly Ending[]>;
  /** Makes what the sender gets. */
  give(delivery: Delivery, endings: readonly Ending[]): Result | Promise<Result>;
}

export interface Delivery {
  readonly bus: Dispatcher;
  readonly way: Way;
  readonly sender: Place;
  /** The innermost open handling that this dispatch is nested in. */
  readonly parent: Place | undefined;
  readonly options: SendOptions;
  message: SentMessage;
  subscriptions: readonly Registered[];
  dispatch: TappedDispatch | undefined;
  deadline: Deadline | undefined;
  /** How many handlers have run. */
  handled: number;
  /** How many handlings the taps were told of. */
  handlings: number;
  readonly failures: CoreError[];
  hasAnswer: boolean;
  /** Why it ended otherwise than by its handlings; the first reason counts. */
  end: { readonly outcome: DispatchOutcome; readonly reason: string } | undefined;
}

/** @throws TypeError when the message is none, RangeError when the time limit is none. */
export function makeDelivery(way: Way, sender: Place, input: MessageInput, options: SendOptions = {}): Delivery {
  const { bus } = sender;
  checkTimeout(options.timeoutMs);
  return {
    bus, way, sender, options,
    subscriptions: bus.match(way.verb, input).subscriptions,
    parent: openPlaceOf(sender),
    message: makeMessage(input, sender),
    dispatch: undefined, deadline: undefined, end: undefined,
    handled: 0, handlings: 0, failures: [], hasAnswer: false,
  };
}

/** Sends a message with care. @throws TypeError when the message is none, RangeError when the time limit is none. */
export function deliver<Result>(way: Way<Result>, sender: Place, input: MessageInput, options: SendOptions | undefined): Result | Promise<Result> {
  return start(makeDelivery(way, sender, input, options)) as Result | Promise<Result>;
}

export function start(delivery: Delivery): unknown {
  const { bus, way: { verb }, message: { type }, failures } = delivery;
  const { open } = bus.registries[verb];
  const interceptors = bus.interceptors.filter((each) => each.pattern.matches(type));
  const dispatch = delivery.dispatch = bus.tapping?.dispatched(delivery, interceptors.length > 0 ? undefined : delivery.subscriptions.length);
  const channels = carryChannels(delivery);
  const finish = () => {
    open.delete(delivery);
    for (const channel of channels) channel.detach(delivery);
    delivery.deadline?.dispose();
    const { outcome, reason } = delivery.end ?? { outcome: failures.length > 0 ? "failed" : verb === "ACTION" ? "done" : delivery.hasAnswer ? "answered" : "unanswered" };
    if (dispatch) bus.tapping?.settled(dispatch, outcome, reason);
  };
  open.add(delivery);
  const error = objection(delivery);
  const result = error ? refuse(delivery, error) : intercept(delivery, interceptors);
  if (isThenable(result)) return result.finally(finish);
  finish();
  return result;
}

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

/** Ends it before any handler. */
export function refuse(delivery: Delivery, error: CoreError): unknown {
  stoppedBy(delivery, error);
  fail(delivery, error);
  return delivery.way.give(delivery, [{ outcome: "failed", value: error, error }]);
}

/** It ends otherwise than by its handlings: its patience or that of one handler came to an end, or it is refused. */
export function stoppedBy(delivery: Delivery, { code, message }: CoreError): void {
  delivery.end ??= {
    outcome: STOPPED[code] ?? (code.endsWith("timedOut") ? "timedOut" : "refused"),
    reason: message.slice(message.indexOf(": ") + 2),
  };
}

/** How a dispatch ends that is stopped by an error, where its code does not say so itself. */
const STOPPED: { readonly [Code in CoreErrorCode]?: DispatchOutcome } = { aborted: "aborted", "task.cancelled": "aborted" };

function fail({ bus, way, failures }: Delivery, error: CoreError): void {
  failures.push(error);
  if (way.verb === "ACTION" && error.code !== "dropped") report(bus, error);
}

/** For errors: of what kind a dispatch is, and what is done with its message. */
const QUESTION = ["query", "answer"] as const;
const WORDS = { ACTION: ["handler", "handle"], QUERY: QUESTION, QUERYALL: QUESTION, PERFORM: ["task", "perform"] } as const;

/** Why it must not be delivered. */
function objection(delivery: Delivery): CoreError | undefined {
  const { bus, way: { verb, id }, options, message, parent } = delivery;
  const { type } = message;
  const { limits } = bus;
  if (parent && isAtLimit(parent, limits.depth)) return tooDeep(type, parent, limits.depth);
  const [kind, act] = WORDS[verb];
  const isTask = verb === "PERFORM";
  const limit = isTask ? limits.tasks : limits.queries;
  if (verb !== "ACTION" && bus.registries[verb].open.size > limit) {
    return coreError(isTask ? "limit.tasks" : "limit.queries", act, { limit, type }, `${limit} are open already`);
  }
  if (isTask && bus.lifecycle.isStopping) return coreError("task.refused", act, { type }, "the Core is shut down");
  if (isTask || options.timeoutMs !== undefined || options.signal) {
    delivery.deadline = new Deadline(bus, type, options, (timeoutMs) => {
      const error = coreError(`${kind}.timedOut`, act, { handler: "", service: undefined, type, id, timeoutMs }, `no answer within ${timeoutMs} ms`);
      stoppedBy(delivery, error);
      return error;
    });
  }
  return delivery.deadline?.error;
}

function tooDeep(type: string, parent: Place, limit: number): CoreError {
  const chain = [...openPlaces(parent).map((place) => place.type).reverse(), type];
  return coreError("limit.depth", "send", { limit, type, chain }, `${limit} handlings are open inside one another, at last ${chain.slice(-CHAIN_TYPES).join(" → ")}`);
}
