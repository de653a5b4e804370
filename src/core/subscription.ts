/**
 * A registered handler, and the disposable that its registrar holds.
 */
import type { Core } from "./core.ts";
import { Revocable } from "./disposable.ts";
import { expect } from "./errors.ts";
import type { Message } from "./message.ts";
import type { Pattern } from "./pattern.ts";
import { Place } from "./place.ts";
import type { SubscriptionInfo } from "./tap.ts";
import { checkTimeout } from "./deadline.ts";

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
}

/** What an executor gets beside the message. */
export interface TaskControl {
  /** Reports how far the task is: a ratio from 0 to 1, and a note. @throws RangeError when the ratio is none. */
  progress(ratio: number, note?: string): void;
  /** Aborts when the task is cancelled or its time is up. */
  readonly signal: AbortSignal;
}

/** Handles a message; `core` is the view from this handling. What it gives counts as the answer where one is asked for. */
export type Handler<Data = unknown> = (core: Core, message: Message<Data>) => unknown;
/** Runs a task; what it gives is the task's answer. */
export type Executor<Data = unknown> = (core: Core, message: Message<Data>, task: TaskControl) => unknown;

/** A handler of either kind, as the bus calls it. */
export type AnyHandler = (core: Core, message: Message, task?: TaskControl) => unknown;
export type SubscriptionVerb = SubscriptionInfo["verb"];

const OPTION_NAMES = ["name", "once", "signal", "timeoutMs", "external"];

/** @throws TypeError or RangeError when an option is unknown or of the wrong kind. */
export function checkSubscriptionOptions(options: SubscriptionOptions): void {
  for (const name of Object.keys(options)) {
    if (!OPTION_NAMES.includes(name)) throw new TypeError(`Cannot register handler: there is no option "${name}", only ${OPTION_NAMES.join(", ")}`);
  }
  if (options.name !== undefined) expect(typeof options.name === "string" && options.name !== "", "register handler", "its name", "a non-empty string", options.name);
  checkTimeout(options.timeoutMs);
}

/** The bus's side of a subscription. */
export class Registered extends Revocable {
  readonly id: number;
  readonly verb: SubscriptionVerb;
  readonly pattern: Pattern;
  readonly handler: AnyHandler;
  readonly options: SubscriptionOptions;
  /** Where its registrar spoke from: names its service. */
  readonly home: Place;
  /** Neither `once` nor a time limit: the quick path may run it. */
  readonly isPlain: boolean;
  /** A `once` whose only run is under way. */
  isTaken = false;
  /** The place that the quick path hands out again and again until a run turns out to be asynchronous and keeps it. */
  spare: Place;
  #info: SubscriptionInfo | undefined;

  constructor(id: number, verb: SubscriptionVerb, pattern: Pattern, handler: AnyHandler, options: SubscriptionOptions, home: Place) {
    const onAbort = () => this.dispose();
    super(() => {
      options.signal?.removeEventListener("abort", onAbort);
      if (this.#info !== undefined) home.bus.names.release(this.#info.handler);
      home.bus.unregister(this);
    });
    this.id = id;
    this.verb = verb;
    this.pattern = pattern;
    this.handler = handler;
    this.options = options;
    this.home = home;
    this.isPlain = options.once !== true && options.timeoutMs === undefined;
    this.spare = new Place(home.bus, home.service, this);
    options.signal?.addEventListener("abort", onAbort);
  }

  /** What taps and errors say of it. Its name is settled once its service has one. */
  get info(): SubscriptionInfo {
    return this.#info ?? this.#describe(this.#localName());
  }

  /** Settles its full name, with an ordinal where the name is taken. */
  settleName(): void {
    this.#info = this.#describe(this.home.bus.names.take(this.#localName()));
  }

  #localName(): string {
    const local = this.options.name ?? (this.handler.name.replace(/^bound /, "") || this.pattern.text);
    const { name } = this.home.service;
    return name === undefined ? local : `${name}.${local}`;
  }

  #describe(handler: string): SubscriptionInfo {
    const { name } = this.home.service;
    return {
      id: this.id, verb: this.verb, pattern: this.pattern.text, handler,
      ...(name === undefined ? {} : { service: name }), ...(this.options.external === true ? { external: true } : {}),
    };
  }
}

/** Hands out names so that no two living handlers share one: `mailer.onMail`, `mailer.onMail#2`. */
export class Names {
  readonly #taken = new Map<string, { living: number; last: number }>();

  take(name: string): string {
    const taken = this.#taken.get(name);
    if (taken === undefined) {
      this.#taken.set(name, { living: 1, last: 1 });
      return name;
    }
    taken.living++;
    return `${name}#${++taken.last}`;
  }

  release(name: string): void {
    const base = name.replace(/#\d+$/, "");
    const taken = this.#taken.get(base);
    if (taken !== undefined && --taken.living === 0) this.#taken.delete(base);
  }
}
