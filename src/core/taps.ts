/**
 * The observers of one Core, and the ids of what they are told. Exists always, is asked only while somebody taps. An observer
 * that throws is detached and reported; it never reaches the sender or a handler.
 */
import type { Delivery } from "./delivery.ts";
import { Revocable, type Subscription } from "./disposable.ts";
import { type Dispatcher, report } from "./dispatcher.ts";
import { coreError, expect, inWords, isObject } from "./errors.ts";
import type { Place } from "./place.ts";
import type {
  Dispatch, DispatchOutcome, EndedHandling, Handling, HandlingOutcome, Observer, SettledDispatch, SubscriptionInfo,
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

/** One tap: the same observer may tap twice. Observers may be of a class with private members, so they are called as they are. */
export interface Tap {
  readonly observer: Observer;
}

export class Taps {
  /** Set while tapped, where the devtools are there. It carries the place of the running handling. */
  carrier: Carrier | undefined;
  readonly #bus: Dispatcher;
  #taps: readonly Tap[] = [];
  #lastId = 0;

  constructor(bus: Dispatcher) {
    this.#bus = bus;
  }

  /** Hooks an observer in, and tells it what is there already. */
  add(observer: Observer): Subscription {
    expect(isObject(observer), "tap", "the observer", "an object", observer);
    const { held, subscriptions } = this.#bus;
    const own = { observer };
    this.carrier = carrierOfDevtools();
    this.#use([...this.#taps, own]);
    for (const { info } of held.values()) this.tell("serviceChanged", [info, true], [own]);
    for (const { home, info } of subscriptions) if (home.service.building === undefined) this.tell("subscribed", [info, true], [own]);
    return new Revocable().onDispose(() => this.#remove(own));
  }

  dispatched({ way: { verb }, message, sender, bus }: Delivery, handlers: number | undefined): TappedDispatch {
    const id = ++this.#lastId;
    const dispatch = { id, verb, message, at: this.#now(), flow: id, ...this.#causeOf(sender) } as TappedDispatch;
    if (handlers !== undefined) dispatch.handlers = handlers;
    if (bus.lifecycle.isStartup) dispatch.phase = "startup";
    this.tell("dispatched", [dispatch]);
    return dispatch;
  }

  started(dispatch: TappedDispatch, n: number, subscription: SubscriptionInfo): Handling {
    const handling = { dispatch, n, at: this.#now(), subscription };
    this.tell("started", [handling]);
    return handling;
  }

  handled(handling: Handling, outcome: HandlingOutcome, value: unknown, syncMs: number | undefined): void {
    const ended = handling as Mutable<EndedHandling>;
    ended.ms = this.#now() - handling.at;
    ended.syncMs = syncMs ?? ended.ms;
    ended.outcome = outcome;
    if (outcome === "answered") ended.answer = value;
    if (outcome === "failed") ended.error = value;
    this.tell("handled", [ended]);
  }

  settled(dispatch: TappedDispatch, outcome: DispatchOutcome, reason: string | undefined): void {
    dispatch.settledAt = this.#now();
    dispatch.ms = dispatch.settledAt - dispatch.at;
    dispatch.outcome = outcome;
    if (reason !== undefined) dispatch.reason = reason;
    this.tell("settled", [dispatch as SettledDispatch]);
  }

  /** Tells every observer, or those that are named. */
  tell<Event extends keyof Observer>(event: Event, told: Parameters<NonNullable<Observer[Event]>>, taps: readonly Tap[] = this.#taps): void {
    for (const tap of taps) {
      try {
        (tap.observer[event] as ((...told: unknown[]) => void) | undefined)?.apply(tap.observer, told);
      } catch (cause) {
        this.#remove(tap);
        report(this.#bus, coreError("tap.failed", "tell an observer", { event }, `it failed on ${event}, and is detached: ${inWords(cause)}`, cause));
      }
    }
  }

  #remove(tap: Tap): void {
    this.#use(this.#taps.filter((each) => each !== tap));
  }

  #now(): number {
    return this.#bus.clock.now();
  }

  /** The handling during which `sender` speaks; undefined at a root. */
  #causeOf({ cause, subscription, bus: { current } }: Place): Cause | null | undefined {
    if (cause !== undefined) return cause;
    if (subscription !== undefined) return UNWATCHED;
    if (current !== undefined) return current.cause ?? UNWATCHED;
    const carried = this.carrier?.current() as Partial<Place> | undefined;
    return carried?.bus === this.#bus ? carried.cause : undefined;
  }

  #use(taps: readonly Tap[]): void {
    const bus = this.#bus;
    this.#taps = taps;
    if (bus.tapping !== undefined) bus.careful--;
    bus.tapping = taps.length > 0 ? this : undefined;
    if (bus.tapping !== undefined) bus.careful++;
  }
}

function carrierOfDevtools(): Carrier | undefined {
  const devtools = (globalThis as { [DEVTOOLS]?: { readonly carrier?: Carrier } })[DEVTOOLS];
  return devtools?.carrier;
}

/** Under which global symbol the devtools stand. */
export const DEVTOOLS: unique symbol = Symbol.for("core-ipc.devtools");
