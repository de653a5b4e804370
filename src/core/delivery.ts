/**
 * One dispatch that is delivered with care, as data, and how it ends. What the verbs do differently is their `Way`.
 */
import type { Bus } from "./bus.ts";
import type { SendOptions } from "./core.ts";
import { checkTimeout, type Deadline } from "./deadline.ts";
import { DEFINITION, type Definition, type WithDefinition } from "./definition.ts";
import { type CoreError, coreError, unanswered } from "./errors.ts";
import { type Ending, failed, isTaken } from "./ending.ts";
import { makeMessage, type MessageInput, type SentMessage, type Verb } from "./message.ts";
import { openPlacesOf, type Place } from "./place.ts";
import { report } from "./report.ts";
import type { Registered, TaskControl } from "./subscription.ts";
import type { DispatchOutcome } from "./tap.ts";
import type { TappedDispatch } from "./taps.ts";

/** What a verb does its own way. */
export interface Way<Result = unknown> {
  readonly verb: Verb;
  /** Of a task: its id. */
  readonly id?: string;
  /** Makes what an executor gets, once its place is there. */
  control?(place: Place): TaskControl;
  /** Makes what the sender gets of the endings. */
  give(delivery: Delivery): Result;
}

export interface Delivery {
  readonly bus: Bus;
  readonly way: Way;
  readonly sender: Place;
  /** The open handlings that this dispatch is nested in, the innermost first. */
  readonly outer: readonly Place[];
  readonly options: SendOptions | undefined;
  /** What is known of its type, by the constant that made it or by `withMessages`. */
  readonly definition: Definition | undefined;
  message: SentMessage;
  subscriptions: readonly Registered[];
  dispatch?: TappedDispatch | undefined;
  deadline?: Deadline;
  /** How many handlers have run. */
  handled: number;
  /** How many handlings the taps were told of. */
  handlings: number;
  /** How those handlers ended that count, in registration order; or the one error that kept the message from them. */
  endings: Ending[];
  /** Why it ended otherwise than by its handlings; the first reason counts. */
  end?: { readonly outcome: DispatchOutcome; readonly reason: string };
}

/** @throws TypeError when the message is none, RangeError when the time limit is none. */
export function makeDelivery(way: Way, sender: Place, input: MessageInput, options: SendOptions | undefined): Delivery {
  const { bus } = sender;
  checkTimeout(options?.timeoutMs);
  return {
    bus, way, sender, options,
    subscriptions: bus.match(way.verb, input).subscriptions,
    outer: openPlacesOf(sender),
    definition: (input as WithDefinition)[DEFINITION] ?? bus.definitions.get(input.type),
    message: makeMessage(input, sender, bus.clock.date()),
    handled: 0, handlings: 0, endings: [],
  };
}

/** Ends it before any handler. */
export function refuse(delivery: Delivery, error: CoreError): unknown {
  stoppedBy(delivery, error);
  fail(delivery, error);
  delivery.endings = [failed(error)];
  return delivery.way.give(delivery);
}

/** It ends otherwise than by its handlings: its patience or that of one handler came to an end, or it is refused. */
export function stoppedBy(delivery: Delivery, { code, message }: CoreError): void {
  const { type } = delivery.message;
  delivery.end ??= {
    outcome: (code === "task.cancelled" ? "aborted" : /timedOut|aborted|dropped/.exec(code)?.[0] ?? "refused") as DispatchOutcome,
    reason: message.slice(message.indexOf(`"${type}"`) + type.length + 4),
  };
}

/** How the handler ended that took a question or a task. @throws why none did: when the deadline has come, what that says, since a handler that stops because of it gave no answer. */
export function taken(delivery: Delivery, code: "query.unanswered" | "task.unhandled"): Ending {
  const { deadline, endings, handled, message: { type } } = delivery;
  const last = endings.at(-1);
  if (last && isTaken(last)) return last;
  if (deadline?.error) {
    stoppedBy(delivery, deadline.error);
    throw deadline.error;
  }
  throw coreError(code, "finish", { type, handled }, unanswered(handled));
}

/** The error of an ACTION is told to the app, since its sender may not look. */
export function fail({ bus, way }: Delivery, error: CoreError): void {
  if (way.verb === "ACTION" && error.code !== "dropped") report(bus, error);
}
