/**
 * The state of one bus: its settings, who is registered, who taps, and what is under way. What is done with it are functions.
 */
import { Bell } from "./bell.ts";
import { type Clock, runtimeClock } from "./clock.ts";
import type { Core } from "./core.ts";
import { Deadline } from "./deadline.ts";
import type { Definition } from "./definition.ts";
import { type CoreError, expect } from "./errors.ts";
import type { RegisteredInterceptor } from "./interceptor.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import type { CoreState } from "./lifecycle.ts";
import type { Message, MessageInput, Verb } from "./message.ts";
import type { RedactionRule } from "./options.ts";
import { Place } from "./place.ts";
import { type Matched, Registry } from "./registry.ts";
import type { HeldService } from "./held_service.ts";
import type { Registered } from "./subscription.ts";
import type { Carrier, Tap } from "./taps.ts";
import { makeTurnMoment } from "./turn_moment.ts";

/** The handlers of one full name. */
export interface Namesakes {
  size: number;
  /** The last ordinal that was given. */
  last: number;
  /** Of how many it is warned that they only grow; of more never again. */
  limit: number;
}

export class Bus {
  name = "core";
  clock: Clock = runtimeClock;
  /** What the quick way sends has the moment of its turn. */
  turnMoment: () => Date | number = makeTurnMoment();
  limits: Limits = DEFAULT_LIMITS;
  /** An ACTION calls one handler after another. */
  declare isSerial: boolean | undefined;
  onError: (error: CoreError) => void = (error) => console.error(`core: ${error.message}`);
  /** What the app keeps out of logs; read by whoever taps. */
  readonly redaction: RedactionRule[] = [];
  /** The documented messages, by type. */
  readonly definitions: Map<string, Definition> = new Map();
  /** A QUERYALL asks the handlers of QUERY. */
  declare readonly handlers: Readonly<Record<Verb, Registry>>;
  /** Who is registered, in order. */
  readonly subscriptions: Set<Registered> = new Set();
  /** How many have subscribed: the last id. */
  subscribed = 0;
  /** The handlers of each full name. */
  readonly names: Map<string, Namesakes> = new Map();
  readonly taps: Set<Tap> = new Set();
  /** Set while tapped, where the devtools are there. It carries the place of the running handling. */
  declare carrier: Carrier | undefined;
  /** How many dispatches the taps were told of: the last id. */
  dispatched = 0;
  readonly interceptors: Set<RegisteredInterceptor> = new Set();
  /** Who hears ACTIONs without being a handler. */
  readonly listeners: Set<(message: Message) => void> = new Set();
  /** The services, in registration order. */
  readonly held: Map<string, HeldService> = new Map();
  declare isLocked: boolean | undefined;
  state: CoreState = "built";
  declare starting: Promise<void> | undefined;
  /** Present: a shutdown has begun. */
  declare stopping: Promise<void> | undefined;
  /** Aborts the start: when its caller loses patience, or a shutdown comes. */
  declare startup: Deadline | undefined;
  /** Until a `startup()` has resolved. */
  phase: "startup" | undefined = "startup";
  /** Comes when a shutdown runs out of patience. */
  readonly deadline: Deadline = new Deadline(this, "");
  /** The handling whose synchronous part is running now. */
  current: Place | undefined;
  /** The type that the quick way delivers at a root now. */
  type = "";
  /** The asynchronous handlings that have not ended, in no order: each knows its `n`. */
  readonly open: Place[] = [];
  /** Rings while stopping, when a handling has ended or is not waited for any more. */
  readonly closed: Bell = new Bell();
  /** How many tasks there have been. */
  tasks = 0;
  /** How many reply channels wait for their end. */
  channels = 0;
  /** How many reasons there are to deliver everything with care: taps, interceptors, listeners, settings. */
  careful = 0;
  /** Makes the view from a place, which is what users hold. */
  declare readonly view: (place: Place) => Core;
  declare readonly root: Place;

  constructor(view: (place: Place) => Core) {
    const QUERY = new Registry();
    this.handlers = { ACTION: new Registry(), QUERY, QUERYALL: QUERY, PERFORM: new Registry() };
    this.view = view;
    this.root = new Place({ bus: this, service: {} });
  }

  /** @throws TypeError when the message is none. */
  match(verb: Verb, input: MessageInput): Matched {
    expect(typeof input === "object" && input !== null, "message", "an object", input);
    return this.handlers[verb].match(input.type);
  }
}
