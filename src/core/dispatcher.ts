/**
 * The bus: who is registered, who taps, and the quick way of an ACTION to its handlers. An ACTION that nobody watches,
 * intercepts or times is delivered here in one loop; every other dispatch is a `Delivery`, which does the same with care.
 */
import { type Clock, runtimeClock } from "./clock.ts";
import { ACTION, errorsOf } from "./action.ts";
import type { SendOptions } from "./core.ts";
import { Deadline } from "./deadline.ts";
import { deliver } from "./delivery.ts";
import { type CoreError, expect } from "./errors.ts";
import { allOf, DONE, type Ending, handle } from "./handling.ts";
import type { RegisteredInterceptor } from "./interceptor.ts";
import { type Lifecycle, makeLifecycle } from "./lifecycle.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { makeMessage, type Message, type MessageInput, type SentMessage, type Verb } from "./message.ts";
import { ActionOutcome, NO_ERRORS, type Outcome } from "./outcome.ts";
import { isAtLimit, makePlace, openPlaceOf, type Place } from "./place.ts";
import { type Matched, makeRegistry, type Registry } from "./registry.ts";
import type { HeldService } from "./services.ts";
import type { Registered } from "./subscription.ts";
import { makeTaps, type Taps } from "./taps.ts";
import { after } from "./thenable.ts";

/** The state of one bus. */
export class Dispatcher {
  name = "core";
  clock: Clock = runtimeClock;
  /** The time of day, in milliseconds. */
  wallNow: () => number = Date.now;
  limits: Limits = DEFAULT_LIMITS;
  /** An ACTION calls one handler after another. */
  isSerial = false;
  onError: (error: CoreError) => void = (error) => console.error(`core: ${error.message}`);
  readonly registries: Readonly<Record<Verb, Registry>>;
  /** Who is registered, in order. */
  readonly subscriptions: Set<Registered> = new Set();
  lastSubscription = 0;
  /** For each full name of a handler: how many of that name live, and the last ordinal that was given. */
  readonly namesakes: Map<string, { living: number; last: number }> = new Map();
  readonly taps: Taps;
  /** Undefined while nobody taps. */
  tapping: Taps | undefined;
  readonly root: Place;
  /** The services, in registration order. */
  readonly held: Map<string, HeldService> = new Map();
  isLocked = false;
  readonly lifecycle: Lifecycle;
  /** Comes when a shutdown runs out of patience. */
  readonly patience: Deadline;
  interceptors: readonly RegisteredInterceptor[] = [];
  /** The handling whose synchronous part is running now. */
  current: Place | undefined;
  /** The asynchronous handlings that have not ended. */
  readonly open: Set<Place> = new Set();
  lastTask = 0;
  /** How many reasons there are to deliver everything with care: taps, interceptors, channels without a reply, settings. */
  careful = 0;

  constructor() {
    const queries = makeRegistry();
    this.registries = { ACTION: makeRegistry(), QUERY: queries, QUERYALL: queries, PERFORM: makeRegistry() };
    this.patience = new Deadline(this, "", {});
    this.taps = makeTaps(this);
    this.root = makePlace(this, { name: undefined, building: undefined });
    this.lifecycle = makeLifecycle(this);
  }

  /** @throws TypeError when the message is none. */
  match(verb: Verb, input: MessageInput): Matched {
    if (input === null || typeof input !== "object") expect(false, "send", "the message", "an object", input);
    return this.registries[verb].match(input.type);
  }
}

/** Sends an ACTION. */
export function action(sender: Place, input: MessageInput, options?: SendOptions): Outcome | Promise<Outcome> {
  const { bus } = sender;
  const matched = bus.match("ACTION", input);
  const parent = openPlaceOf(sender);
  if (bus.careful > 0 || options !== undefined || !matched.isPlain || (parent && isAtLimit(parent, bus.limits.depth))) {
    return deliver(ACTION, sender, input, options);
  }
  return callAll(bus, matched, makeMessage(input, sender), parent);
}

/** Gives `onError` what no caller is told. */
export function report(bus: Dispatcher, error: CoreError): void {
  try {
    bus.onError(error);
  } catch (thrown) {
    console.error(thrown);
  }
}

/** The quick way: no promise and no closure unless a handler gives a promise. */
function callAll(bus: Dispatcher, { subscriptions }: Matched, message: SentMessage, parent: Place | undefined): Outcome | Promise<Outcome> {
  let endings: (Ending | Promise<Ending>)[] | undefined;
  let handled = 0;
  for (const subscription of subscriptions) {
    if (subscription.isDisposed) continue;
    const place = parent ? makePlace(bus, subscription.home.service, subscription, parent) : subscription.spare;
    place.type = message.type;
    place.isOpen = true;
    handled++;
    const ending = handle(place, message);
    if (ending === DONE) continue;
    (endings ??= []).push(after(ending, (each) => told(bus, each)));
    // An asynchronous handling keeps its place for itself.
    if (place.isOpen && !parent) subscription.spare = makePlace(bus, subscription.home.service, subscription);
  }
  return endings ? after(allOf(endings), (all) => new ActionOutcome(handled, errorsOf(all))) : new ActionOutcome(handled, NO_ERRORS);
}

function told(bus: Dispatcher, ending: Ending): Ending {
  if (ending.error) report(bus, ending.error);
  return ending;
}
