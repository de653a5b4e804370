/**
 * The observers of one Core, and the ids of what they are told. An observer that throws is detached and reported; it never
 * reaches the sender or a handler.
 */
import type { Bus } from "./bus.ts";
import type { Delivery } from "./delivery.ts";
import type { Subscription } from "./disposable.ts";
import { coreError, expect, isObject } from "./errors.ts";
import { hookIn } from "./hook.ts";
import type { Place } from "./place.ts";
import { report } from "./report.ts";
import type { Ending } from "./ending.ts";
import type { Dispatch, Handling, Observer, SettledDispatch, SubscriptionInfo } from "./tap.ts";

/** Carries the running handling across `await`, where a runtime can; installed with the devtools. */
export interface Carrier {
  /** Calls `run` so that `current()` gives `context`, also after each `await` in it. */
  run<T>(context: unknown, run: () => T): T;
  /** The context of the code that is running; undefined when there is none. */
  current(): unknown;
}

export type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };
export type TappedDispatch = Mutable<Dispatch> & Partial<Mutable<SettledDispatch>>;

/** The handling during which something is sent, as a dispatch tells it. */
type Cause = { readonly cause: number; readonly by?: number | undefined; readonly flow: number };

/** One tap: tells its observer of something. The same observer may tap twice. */
export type Tap = (event: keyof Observer, ...told: readonly unknown[]) => void;

/** Under which global symbol the devtools stand. */
export const DEVTOOLS: unique symbol = Symbol.for("core-ipc.devtools");

/** Hooks an observer in, and tells it what is there already. */
export function addTap(bus: Bus, observer: Observer): Subscription {
  expect(isObject(observer), "observer", "an object", observer);
  const tap: Tap = (event, ...told) => {
    try {
      // Observers may be of a class with private members, so they are called as they are.
      if (!hooked.isDisposed) (observer as Readonly<Record<string, ((...told: readonly unknown[]) => void) | undefined>>)[event]?.(...told);
    } catch (cause) {
      hooked.dispose();
      report(bus, coreError("tap.failed", `go on telling an observer of ${event}`, { event }, undefined, cause));
    }
  };
  bus.carrier = (globalThis as { [DEVTOOLS]?: { readonly carrier?: Carrier } })[DEVTOOLS]?.carrier;
  const hooked = hookIn(bus, bus.taps, tap);
  tap("configured", { redaction: bus.redaction, limits: bus.limits });
  for (const definition of bus.definitions.values()) tap("described", definition);
  for (const { info } of bus.held.values()) tap("serviceChanged", info, true);
  for (const { home, info } of bus.subscriptions) if (!home.service.building) tap("subscribed", info, true);
  return hooked;
}

/** Tells every observer that is there of something; who taps meanwhile is told from the next on. */
export function tell<Event extends keyof Observer>(bus: Bus, event: Event, ...told: Parameters<NonNullable<Observer[Event]>>): void {
  for (const tap of Array.from(bus.taps)) tap(event, ...told);
}

/** Gives a dispatch its id and its cause, and tells of it. Undefined while nobody taps. */
export function tellDispatched({ bus, way: { verb }, message, sender, definition }: Delivery, handlers: number | undefined): TappedDispatch | undefined {
  if (bus.taps.size === 0) return undefined;
  const id = ++bus.dispatched;
  const dispatch = { id, verb, message, at: bus.clock.now(), flow: id, ...causeOf(sender) } as TappedDispatch;
  if (handlers !== undefined) dispatch.handlers = handlers;
  if (definition) dispatch.definition = definition;
  if (bus.phase) dispatch.phase = bus.phase;
  tell(bus, "dispatched", dispatch);
  return dispatch;
}

/** Tells that a handler is called. Undefined while nobody taps. */
export function tellStarted(delivery: Delivery, subscription: SubscriptionInfo): Handling | undefined {
  const { bus, dispatch } = delivery;
  if (!dispatch) return undefined;
  const handling = { dispatch, n: delivery.handlings++, at: bus.clock.now(), subscription };
  tell(bus, "started", handling);
  return handling;
}

/** Tells that a handling has ended, and gives its ending. */
export function tellHandled(bus: Bus, handling: Handling | undefined, ending: Ending, syncMs?: number): Ending {
  if (handling) {
    const { outcome, value } = ending;
    const ms = bus.clock.now() - handling.at;
    const given = outcome === "answered" ? { answer: value } : outcome === "failed" && { error: value };
    tell(bus, "handled", Object.assign(handling, { ms, syncMs: syncMs ?? ms, outcome, ...given }));
  }
  return ending;
}

/** Tells that a dispatch is over, and how it ended. */
export function tellSettled({ bus, dispatch }: Delivery, end: Pick<SettledDispatch, "outcome" | "reason">): void {
  if (!dispatch) return;
  const settledAt = bus.clock.now();
  tell(bus, "settled", Object.assign(dispatch, { settledAt, ms: settledAt - dispatch.at, ...end }));
}

/** The handling during which somebody speaks; undefined at a root. */
function causeOf({ bus, subscription, handling, dispatch }: Place): Cause | undefined {
  if (handling) return { cause: handling.dispatch.id, by: handling.n, flow: handling.dispatch.flow };
  if (dispatch) {
    const { cause, by, flow } = dispatch;
    return cause === undefined ? undefined : { cause, by, flow };
  }
  // A handling that began before anybody tapped.
  if (subscription) return { cause: 0, flow: 0 };
  const running = bus.current ?? bus.carrier?.current() as Place | undefined;
  return running?.bus === bus ? causeOf(running) : undefined;
}
