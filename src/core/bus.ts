/**
 * The state of one bus: its settings, who is registered, who taps, and what is under way.
 */
import { type Clock, runtimeClock } from "./clock.ts";
import type { Core } from "./core.ts";
import { Deadline } from "./deadline.ts";
import { type CoreError, expect } from "./errors.ts";
import type { RegisteredInterceptor } from "./interceptor.ts";
import { type Lifecycle, makeLifecycle } from "./lifecycle.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import type { MessageInput, Verb } from "./message.ts";
import { makePlace, type Place } from "./place.ts";
import { type Matched, makeRegistry, type Registry } from "./registry.ts";
import type { HeldService } from "./services.ts";
import type { Registered } from "./subscription.ts";
import { makeTaps, type Taps } from "./taps.ts";

export class Bus {
  name = "core";
  clock: Clock = runtimeClock;
  /** The time of day, in milliseconds. */
  wallNow: () => number = Date.now;
  limits: Limits = DEFAULT_LIMITS;
  /** An ACTION calls one handler after another. */
  isSerial = false;
  onError: (error: CoreError) => void = (error) => console.error(`core: ${error.message}`);
  readonly registries: Readonly<Record<Verb, Registry>> = makeRegistries();
  /** Who is registered, in order. */
  readonly subscriptions: Set<Registered> = new Set();
  lastSubscription = 0;
  /** For each full name of a handler: how many of that name live, and the last ordinal that was given. */
  readonly namesakes: Map<string, { living: number; last: number }> = new Map();
  readonly taps: Taps = makeTaps(this);
  /** Undefined while nobody taps. */
  tapping: Taps | undefined;
  readonly root: Place;
  /** The services, in registration order. */
  readonly held: Map<string, HeldService> = new Map();
  isLocked = false;
  readonly lifecycle: Lifecycle = makeLifecycle(this);
  /** Comes when a shutdown runs out of patience. */
  readonly patience: Deadline = new Deadline(this, "", {});
  interceptors: readonly RegisteredInterceptor[] = [];
  /** The handling whose synchronous part is running now. */
  current: Place | undefined;
  /** The asynchronous handlings that have not ended. */
  readonly open: Set<Place> = new Set();
  lastTask = 0;
  /** How many reasons there are to deliver everything with care: taps, interceptors, channels without a reply, settings. */
  careful = 0;
  /** Makes the view from a place, which is what users hold. */
  readonly viewOf: (place: Place) => Core;

  constructor(viewOf: (place: Place) => Core) {
    this.viewOf = viewOf;
    this.root = makePlace(this, { name: undefined, building: undefined });
  }

  /** @throws TypeError when the message is none. */
  match(verb: Verb, input: MessageInput): Matched {
    if (input === null || typeof input !== "object") expect(false, "send", "the message", "an object", input);
    return this.registries[verb].match(input.type);
  }
}

/** A QUERYALL asks the handlers of QUERY. */
function makeRegistries(): Record<Verb, Registry> {
  const queries = makeRegistry();
  return { ACTION: makeRegistry(), QUERY: queries, QUERYALL: queries, PERFORM: makeRegistry() };
}
