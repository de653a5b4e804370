/**
 * One dispatch that is delivered with care, as data, and how it ends. What the verbs do differently is their `Way`.
 */
import type { Bus } from "./bus.ts";
import type { SendOptions } from "./core.ts";
import { checkTimeout, type Deadline } from "./deadline.ts";
import { DEFINITION, type Definition, type WithDefinition } from "./definition.ts";
import type { CoreError } from "./errors.ts";
import { type Ending, failed } from "./ending.ts";
import { makeMessage, type MessageInput, type SentMessage, type Verb } from "./message.ts";
import { openPlacesOf, type Place } from "./place.ts";
import { report } from "./report.ts";
import type { Registered } from "./subscription.ts";
import type { DispatchOutcome } from "./tap.ts";
import type { TappedDispatch } from "./taps.ts";

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
  readonly bus: Bus;
  readonly way: Way;
  readonly sender: Place;
  /** The open handlings that this dispatch is nested in, the innermost first. */
  readonly outer: readonly Place[];
  readonly options: SendOptions;
  /** What is known of its type, by the constant that made it or by `withMessages`. */
  readonly definition: Definition | undefined;
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
    outer: openPlacesOf(sender),
    definition: (input as WithDefinition)[DEFINITION] ?? bus.definitions.get(input.type),
    message: makeMessage(input, sender, bus.clock.date()),
    dispatch: undefined, deadline: undefined, end: undefined,
    handled: 0, handlings: 0, failures: [], hasAnswer: false,
  };
}

/** Ends it before any handler. */
export function refuse(delivery: Delivery, error: CoreError): unknown {
  stoppedBy(delivery, error);
  fail(delivery, error);
  return delivery.way.give(delivery, [failed(error)]);
}

/** It ends otherwise than by its handlings: its patience or that of one handler came to an end, or it is refused. */
export function stoppedBy(delivery: Delivery, { code, message }: CoreError): void {
  const { type } = delivery.message;
  delivery.end ??= {
    outcome: code.endsWith("timedOut") ? "timedOut" : /aborted|cancelled/.test(code) ? "aborted" : "refused",
    reason: message.slice(message.indexOf(`"${type}"`) + type.length + 4),
  };
}

/** @throws what its deadline says, when that has come: a handler that stops because of it gave no answer. */
export function throwIfLate(delivery: Delivery): void {
  const error = delivery.deadline?.error;
  if (!error) return;
  stoppedBy(delivery, error);
  throw error;
}

/** Takes note of an error; that of an ACTION is told to the app, since its sender may not look. */
export function fail({ bus, way, failures }: Delivery, error: CoreError): void {
  failures.push(error);
  if (way.verb === "ACTION" && error.code !== "dropped") report(bus, error);
}
