/**
 * The observers of one Core, and the ids of what they are told. Exists always, is asked only while somebody taps. An observer
 * that throws is detached and reported; it never reaches the sender or a handler.
 */
import type { Delivery } from "./delivery.ts";
import { Revocable, type Subscription } from "./disposable.ts";
import type { Bus } from "./bus.ts";
import { report } from "./report.ts";
import { coreError, expect, inWords, isObject } from "./errors.ts";
import type { Place } from "./place.ts";
import type {
  Dispatch, DispatchOutcome, EndedHandling, Handling, HandlingOutcome, Observer, SettledDispatch, SubscriptionInfo,
} from "./tap.ts";

/** Carries the running handling across `await`, where a runtime can; installed with the devtools. */
export interface Carrier {
  /** Calls `run` so that `current()` gives `context`, also after each `await` in it. */
  run<T>(context: unknown, run: () => T): T;
  /** The context of the code that is running; undefined when there is none. */
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

export interface Taps {
  /** Set while tapped, where the devtools are there. It carries the place of the running handling. */
  carrier: Carrier | undefined;
  /** Hooks an observer in, and tells it what is there already. */
  add(observer: Observer): Subscription;
  dispatched(delivery: Delivery, handlers: number | undefined): TappedDispatch;
  started(dispatch: TappedDispatch, n: number, subscription: SubscriptionInfo): Handling;
  handled(handling: Handling, outcome: HandlingOutcome, value: unknown, syncMs: number | undefined): void;
  settled(dispatch: TappedDispatch, outcome: DispatchOutcome, reason: string | undefined): void;
  /** Tells every observer, or those that are named. */
  tell<Event extends keyof Observer>(event: Event, told: Parameters<NonNullable<Observer[Event]>>, taps?: readonly Tap[]): void;
}

export function makeTaps(bus: Bus): Taps {
  let all: readonly Tap[] = [];
  let lastId = 0;
  const now = () => bus.clock.now();

  const use = (changed: readonly Tap[]) => {
    bus.careful += Math.sign(changed.length) - Math.sign(all.length);
    bus.tapping = changed.length > 0 ? taps : undefined;
    all = changed;
  };
  const remove = (tap: Tap) => use(all.filter((each) => each !== tap));
  const tell: Taps["tell"] = (event, told, to = all) => {
    for (const tap of to) {
      try {
        (tap.observer[event] as ((...told: unknown[]) => void) | undefined)?.apply(tap.observer, told);
      } catch (cause) {
        remove(tap);
        report(bus, coreError("tap.failed", "tell an observer", { event }, `it failed on ${event} and is detached: ${inWords(cause)}`, cause));
      }
    }
  };
  /** The handling during which somebody speaks; undefined at a root. */
  const causeOf = (sender: Place): Cause | undefined => {
    const { subscription, handling, intercepted } = sender;
    if (handling) return { cause: handling.dispatch.id, by: handling.n, flow: handling.dispatch.flow };
    if (intercepted) {
      const { cause, by, flow } = intercepted;
      return cause === undefined ? undefined : { cause, by, flow };
    }
    if (subscription) return UNWATCHED;
    const running = bus.current ?? taps.carrier?.current() as Place | undefined;
    return running?.bus === bus ? causeOf(running) : undefined;
  };

  const taps: Taps = {
    carrier: undefined,
    tell,
    add(observer) {
      expect(isObject(observer), "tap", "the observer", "an object", observer);
      const own = { observer };
      taps.carrier = (globalThis as { [DEVTOOLS]?: { readonly carrier?: Carrier } })[DEVTOOLS]?.carrier;
      use([...all, own]);
      for (const { info } of bus.held.values()) tell("serviceChanged", [info, true], [own]);
      for (const { home, info } of bus.subscriptions) if (!home.service.building) tell("subscribed", [info, true], [own]);
      return new Revocable().onDispose(() => remove(own));
    },
    dispatched({ way: { verb }, message, sender }, handlers) {
      const id = ++lastId;
      const dispatch = { id, verb, message, at: now(), flow: id, ...causeOf(sender) } as TappedDispatch;
      if (handlers !== undefined) dispatch.handlers = handlers;
      if (bus.lifecycle.isStartup) dispatch.phase = "startup";
      tell("dispatched", [dispatch]);
      return dispatch;
    },
    started(dispatch, n, subscription) {
      const handling = { dispatch, n, at: now(), subscription };
      tell("started", [handling]);
      return handling;
    },
    handled(handling, outcome, value, syncMs) {
      const ended = handling as Mutable<EndedHandling>;
      ended.ms = now() - handling.at;
      ended.syncMs = syncMs ?? ended.ms;
      ended.outcome = outcome;
      if (outcome === "answered") ended.answer = value;
      if (outcome === "failed") ended.error = value;
      tell("handled", [ended]);
    },
    settled(dispatch, outcome, reason) {
      dispatch.settledAt = now();
      dispatch.ms = dispatch.settledAt - dispatch.at;
      dispatch.outcome = outcome;
      if (reason !== undefined) dispatch.reason = reason;
      tell("settled", [dispatch as SettledDispatch]);
    },
  };
  return taps;
}

/** Under which global symbol the devtools stand. */
export const DEVTOOLS: unique symbol = Symbol.for("core-ipc.devtools");
