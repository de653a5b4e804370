/**
 * A registered handler, and the disposable that its registrar holds.
 */
import type { Core } from "./core.ts";
import { checkTimeout } from "./deadline.ts";
import { Revocable, type Subscription } from "./disposable.ts";
import { coreError, expectCount, expectKnown, expectText } from "./errors.ts";
import { SPARED } from "./ending.ts";
import { type Lane, makeLane } from "./lane.ts";
import type { Message } from "./message.ts";
import { type Pattern, parsePattern } from "./pattern.ts";
import { Place, type Speaker } from "./place.ts";
import { report } from "./report.ts";
import type { SubscriptionInfo } from "./tap.ts";
import { type Mutable, tell } from "./taps.ts";

/** How a handler is registered. */
export interface SubscriptionOptions {
  /** Its name in traces and errors; else the function's own, else its pattern. */
  readonly name?: string;
  /** Ends with the first run that did not decline. */
  readonly once?: boolean;
  /** Ends when it aborts. */
  readonly signal?: AbortSignal;
  /** How long one run may take before the sender stops waiting and the run's `core.signal` aborts. */
  readonly timeoutMs?: number;
  /** It touches the world outside; a replay can stub it. */
  readonly external?: boolean;
  /** How many of its runs may be open at once. Others wait in line, as many as the Core's `queue` limit; then it fails with `handler.busy`. */
  readonly concurrency?: number;
}

/** What an executor gets beside the message. */
export interface TaskControl<Note extends string = string> {
  /** Reports how far the task is: a ratio from 0 to 1, and a note. @throws RangeError when the ratio is none. */
  progress(ratio: number, note?: Note): void;
  /** Aborts when the task is cancelled or its time is up. */
  readonly signal: AbortSignal;
}

/** Handles a message; `core` is the view from this handling. What it gives counts as the answer where one is asked for. */
export type Handler<Data = unknown, Messages extends object = object, Answer = unknown> = (core: Core<Messages>, message: Message<Data>) => Answer;
/** Runs a task; what it gives is the task's answer. */
export type Executor<Data = unknown, Messages extends object = object, Answer = unknown, Note extends string = string> =
  (core: Core<Messages>, message: Message<Data>, task: TaskControl<Note>) => Answer;

/** A handler of either kind, as the bus calls it. */
export type AnyHandler = (core: Core, message: Message, task?: TaskControl) => unknown;
export type SubscriptionVerb = SubscriptionInfo["verb"];

/** The bus's side of a subscription. */
export interface Registered extends Revocable {
  readonly pattern: Pattern;
  /** Once disposed it spares whoever still has it in hand: the quick way need not look. */
  handler: AnyHandler;
  readonly options: SubscriptionOptions;
  /** Where its registrar spoke from: names its service. */
  readonly home: Place;
  /** Only so many of its runs may be open. Of a `once` one follows the other, until the first that does not decline. */
  readonly lane: Lane | undefined;
  /** What taps and errors say of it. Its name is settled once its service has one. */
  readonly info: Mutable<SubscriptionInfo>;
  /** The place that the quick way hands out again and again until a run turns out to be asynchronous and keeps it. */
  spare: Place;
}

/** @throws TypeError, RangeError or SyntaxError when the pattern or an option is unknown or of the wrong kind. */
export function register(home: Place, verb: SubscriptionVerb, pattern: string, handler: AnyHandler, options: SubscriptionOptions = {}): Subscription {
  const { bus, service } = home;
  const { subscriptions } = bus;
  const { name, once, timeoutMs, external, concurrency, signal } = options;
  expectKnown("option", Object.keys(options), ["name", "once", "signal", "timeoutMs", "external", "concurrency"]);
  if (name !== undefined) expectText("name", name);
  if (concurrency !== undefined) expectCount("concurrency", concurrency);
  checkTimeout(timeoutMs);
  const width = once ? 1 : concurrency;
  const subscription = Object.assign(new Revocable() as Registered, {
    pattern: parsePattern(pattern),
    handler,
    options,
    home,
    lane: width ? makeLane(width, bus.limits.queue) : undefined,
    info: { id: ++bus.subscribed, verb, pattern, handler: name ?? (handler.name.replace(/^bound /, "") || pattern), ...(external && { external }) },
  });
  subscription.spare = new Place(home, subscription);
  subscriptions.add(subscription);
  subscription.onDispose(() => {
    subscription.handler = () => SPARED;
    subscriptions.delete(subscription);
  });
  bus.handlers[verb].add(subscription);
  if (service.building) service.building.push(subscription);
  else introduce(subscription);
  subscription.follow(signal, () => subscription.dispose());
  return subscription;
}

/** Settles the name of a subscription whose service has one now, with an ordinal where the name is taken, and tells the taps. */
export function introduce(subscription: Registered): void {
  const { info, home: { bus, service } } = subscription;
  if (subscription.isDisposed) return;
  const limit = bus.limits.subscriptions;
  const handler = fullName(service, info.handler);
  const same = bus.names.get(handler) ?? { size: 0, last: 0, limit };
  bus.names.set(handler, same);
  info.handler = ++same.last > 1 ? `${handler}#${same.last}` : handler;
  if (service.name) info.service = service.name;
  if (++same.size > same.limit) {
    same.limit = Infinity;
    report(bus, coreError("limit.subscriptions", `go on registering "${handler}"`, { limit, handler, pattern: info.pattern }, `${limit} are open already; is each disposed?`));
  }
  tell(bus, "subscribed", info, false);
  subscription.onDispose(() => {
    if (--same.size === 0) bus.names.delete(handler);
    tell(bus, "unsubscribed", info);
  });
}

/** A handler's or interceptor's name with that of its service. */
export function fullName({ name }: Speaker, local: string): string {
  return name ? `${name}.${local}` : local;
}
