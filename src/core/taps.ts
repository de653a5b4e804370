/**
 * The observers of one Core, and the ids of what they are told. Exists always, is asked only while somebody taps. An observer
 * that throws is detached and reported; it never reaches the sender or a handler.
 */
import { CoreError, inWords } from "./errors.ts";
import type { SentMessage, Verb } from "./message.ts";
import type { Place } from "./place.ts";
import type {
  Dispatch, DispatchOutcome, EndedHandling, Handling, HandlingOutcome, Observer, ServiceInfo, SettledDispatch, SubscriptionInfo,
} from "./tap.ts";

/** Carries the running handling across `await`, where a runtime can; installed with the devtools. */
export interface Carrier {
  run<T>(context: unknown, run: () => T): T;
  current(): unknown;
}

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };
export type TappedDispatch = Mutable<Dispatch> & Partial<Mutable<SettledDispatch>>;

/** The handling during which something is sent, as a dispatch tells it. */
export type Cause = { readonly cause: number; readonly by?: number | undefined; readonly flow: number };

/** A handling that began before anybody tapped. */
const UNWATCHED: Cause = { cause: 0, flow: 0 };

/** The handling that taps are told of; the same object at its start and at its end. */
export class TappedHandling implements Handling {
  readonly dispatch: TappedDispatch;
  readonly n: number;
  readonly at: number;
  readonly subscription: SubscriptionInfo;
  readonly #taps: Taps;

  constructor(taps: Taps, dispatch: TappedDispatch, n: number, at: number, subscription: SubscriptionInfo) {
    this.#taps = taps;
    this.dispatch = dispatch;
    this.n = n;
    this.at = at;
    this.subscription = subscription;
  }

  asCause(): Cause {
    return { cause: this.dispatch.id, by: this.n, flow: this.dispatch.flow };
  }

  /** Tells whether it is one of this Core's. */
  static isOf(taps: Taps, value: unknown): value is TappedHandling {
    return value instanceof TappedHandling && value.#taps === taps;
  }
}

export interface TapsOptions {
  now(): number;
  onError(error: CoreError): void;
  /** Told when the first observer came or the last one left. */
  onChange(isTapped: boolean): void;
}

/** One tap: the same observer may tap twice. Observers may be of a class with private members, so they are called as they are. */
export interface Tap {
  readonly observer: Observer;
}

export class Taps {
  /** Set while tapped, where the devtools are there. */
  carrier: Carrier | undefined;
  readonly #options: TapsOptions;
  #observers: readonly Tap[] = [];
  #lastId = 0;

  constructor(options: TapsOptions) {
    this.#options = options;
  }

  add(observer: Tap): void {
    this.#observers = [...this.#observers, observer];
    this.carrier = carrierOfDevtools();
    this.#options.onChange(true);
  }

  remove(observer: Tap): void {
    const index = this.#observers.indexOf(observer);
    if (index < 0) return;
    this.#observers = this.#observers.toSpliced(index, 1);
    if (this.#observers.length === 0) this.#options.onChange(false);
  }

  dispatched(verb: Verb, message: SentMessage, handlers: number | undefined, sender: Place, isStartup: boolean): TappedDispatch {
    const id = ++this.#lastId;
    const dispatch = { id, verb, message, at: this.now(), flow: id, ...this.#causeOf(sender) } as TappedDispatch;
    if (handlers !== undefined) dispatch.handlers = handlers;
    if (isStartup) dispatch.phase = "startup";
    this.tell("dispatched", dispatch);
    return dispatch;
  }

  started(dispatch: TappedDispatch, n: number, subscription: SubscriptionInfo): TappedHandling {
    const handling = new TappedHandling(this, dispatch, n, this.now(), subscription);
    this.tell("started", handling);
    return handling;
  }

  handled(handling: TappedHandling, outcome: HandlingOutcome, value: unknown, syncMs: number | undefined): void {
    const ms = this.now() - handling.at;
    const ended = handling as TappedHandling & Mutable<EndedHandling>;
    ended.ms = ms;
    ended.syncMs = syncMs ?? ms;
    ended.outcome = outcome;
    if (outcome === "answered") ended.answer = value;
    if (outcome === "failed") ended.error = value;
    this.tell("handled", ended);
  }

  settled(dispatch: TappedDispatch, outcome: DispatchOutcome, reason: string | undefined): void {
    dispatch.settledAt = this.now();
    dispatch.ms = dispatch.settledAt - dispatch.at;
    dispatch.outcome = outcome;
    if (reason !== undefined) dispatch.reason = reason;
    this.tell("settled", dispatch as SettledDispatch);
  }

  /** Tells one observer what is there already. */
  snapshot(observer: Tap, subscriptions: Iterable<SubscriptionInfo>, services: Iterable<ServiceInfo>): void {
    for (const service of services) this.#tellOne(observer, "serviceChanged", [service, true]);
    for (const subscription of subscriptions) this.#tellOne(observer, "subscribed", [subscription, true]);
  }

  /** The Core's time, for what is told with an `at`. */
  now(): number {
    return this.#options.now();
  }

  /** Tells every observer. */
  tell<Event extends keyof Observer>(event: Event, ...told: Parameters<NonNullable<Observer[Event]>>): void {
    for (const observer of this.#observers) this.#tellOne(observer, event, told);
  }

  #tellOne<Event extends keyof Observer>(tap: Tap, event: Event, told: Parameters<NonNullable<Observer[Event]>>): void {
    try {
      (tap.observer[event] as ((...told: unknown[]) => void) | undefined)?.apply(tap.observer, told);
    } catch (cause) {
      this.remove(tap);
      this.#options.onError(new CoreError("tap.failed", `Cannot tell an observer what was ${event}: ${inWords(cause)}; it is detached`, { event }, { cause }));
    }
  }

  /** The handling during which `sender` speaks; undefined at a root. */
  #causeOf({ cause, subscription, bus: { current } }: Place): Cause | null | undefined {
    if (cause !== undefined) return cause;
    if (subscription !== undefined) return UNWATCHED;
    if (current !== undefined) return current.cause ?? UNWATCHED;
    const carried = this.carrier?.current();
    return TappedHandling.isOf(this, carried) ? carried.asCause() : undefined;
  }
}

function carrierOfDevtools(): Carrier | undefined {
  const devtools = (globalThis as { [DEVTOOLS]?: { readonly carrier?: Carrier } })[DEVTOOLS];
  return typeof devtools?.carrier?.run === "function" ? devtools.carrier : undefined;
}

/** Under which global symbol the devtools stand. */
export const DEVTOOLS: unique symbol = Symbol.for("core-ipc.devtools");
