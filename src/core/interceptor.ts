/**
 * Functions that see a message before its handlers: in registration order, the first one outermost. Types that nobody
 * intercepts stay as synchronous as they were.
 */
import { callHandlers } from "./call_handlers.ts";
import type { Core } from "./core.ts";
import { type Delivery, refuse } from "./delivery.ts";
import type { Subscription } from "./disposable.ts";
import { coreError } from "./errors.ts";
import { attempt, Failure } from "./failure.ts";
import { hookIn } from "./hook.ts";
import type { Message } from "./message.ts";
import { parsePattern } from "./pattern.ts";
import { Place } from "./place.ts";
import { fullName } from "./subscription.ts";
import type { Interception } from "./tap.ts";
import { tell } from "./taps.ts";
import { after, isThenable } from "./thenable.ts";
import { misfit } from "./validate.ts";

/** What an interceptor may do; the first call counts. Returning without any of them drops the message. */
export interface InterceptorControl<Data = unknown> {
  /** Goes on to the next interceptor and the handlers, and gives what the sender is going to get: an outcome, an answer, or a promise of it. */
  next(changed?: { readonly data?: Data; readonly source?: string }): unknown;
  /** Ends it with this answer in place of the handlers. */
  answer(value: unknown): void;
  /** Ends it; the reason reaches the sender and the log. */
  drop(reason: string): void;
}

/** Sees a message before its handlers. `core` speaks with the cause of that message. */
export type Interceptor<Data = unknown> = (core: Core, message: Message<Data>, control: InterceptorControl<Data>) => unknown;

/** The bus's side of an interceptor. */
export interface RegisteredInterceptor {
  readonly name: string;
  matches(type: string): boolean;
  readonly interceptor: Interceptor;
}

export function registerInterceptor({ bus, service }: Place, pattern: string, interceptor: Interceptor): Subscription {
  const registered = { name: fullName(service, interceptor.name || pattern), matches: parsePattern(pattern).matches, interceptor };
  return hookIn(bus, bus.interceptors, registered);
}

/** Asks the interceptors, then holds the data against its schema, then calls the handlers. Gives what the sender gets. */
export function intercept(delivery: Delivery, [first, ...others]: readonly RegisteredInterceptor[]): unknown {
  const { bus, way, dispatch, message: { type } } = delivery;
  if (!first) {
    return after(misfit(delivery), (error) => {
      if (error) return refuse(delivery, error);
      return after(callHandlers(delivery), () => way.give(delivery));
    });
  }
  const { name: by, interceptor } = first;
  let result: unknown;
  let isDecided = false;
  /** With what the message ended that it passed on: an interceptor that does not catch it has not failed itself. */
  let ended: unknown;
  const say = (told: Omit<Interception, "by" | "at">) => dispatch && tell(bus, "intercepted", dispatch, { by, at: bus.clock.now(), ...told });
  const decide = (told: Omit<Interception, "by" | "at">, give: () => unknown) => {
    if (isDecided) throw new TypeError(`Cannot decide twice in ${by}: the first one counts`);
    isDecided = true;
    say(told);
    result = way.verb === "ACTION" ? give() : (async () => give())();
    if (isThenable(result)) result.catch((thrown) => ended = thrown);
    return result;
  };
  const control: InterceptorControl = {
    next(changed) {
      if (changed && !isDecided) delivery.message = delivery.message.with(changed);
      const handlers = (delivery.subscriptions = bus.match(way.verb, delivery.message).subscriptions).length;
      return decide(changed ? { change: "changed", handlers, data: delivery.message.data } : { change: "passed", handlers }, () => intercept(delivery, others));
    },
    answer: (value) => void decide({ change: "answered", handlers: 0 }, () => {
      delivery.end ??= { outcome: "answeredByInterceptor", reason: `answered by ${by}` };
      delivery.endings = [{ outcome: "answered", value }];
      return way.give(delivery);
    }),
    drop: (reason) => void decide({ change: "dropped", handlers: 0, reason }, () => refuse(delivery, coreError("dropped", `get past ${by} with`, { type, reason }, reason))),
  };
  // It speaks from where the message was sent, and because of what it was sent.
  const place = new Place(delivery.sender, undefined, delivery.outer[0]);
  place.dispatch = dispatch;
  const given = attempt(() => interceptor(place.view, delivery.message, control));
  if (isThenable(given) && !isDecided) say({ change: "held" });
  return after(given, (value) => {
    if (value instanceof Failure && !(isDecided && value.cause === ended)) return refuse(delivery, coreError("interceptor.failed", `get past ${by} with`, { interceptor: by, type }, undefined, value.cause));
    if (!isDecided) control.drop(`${by} dropped it`);
    return result;
  });
}
