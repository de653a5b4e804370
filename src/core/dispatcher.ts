/**
 * The bus: who is registered, who taps, and the quick way of an ACTION to its handlers. An ACTION that nobody watches,
 * intercepts, times or waits for is delivered here in one loop; every other dispatch is a `Delivery`, which does the same with care.
 */
import { runtimeClock } from "./clock.ts";
import { ActionDelivery, AnswersDelivery } from "./action.ts";
import type { Answers, SendOptions } from "./core.ts";
import { abortError, Deadline } from "./deadline.ts";
import { SCHEMA, type WithSchema } from "./definition.ts";
import { type CoreError, expect, isObject } from "./errors.ts";
import { Revocable, type Subscription } from "./disposable.ts";
import { call, Failure, handlerError, whenSettled } from "./handling.ts";
import type { Interceptor, RegisteredInterceptor } from "./interceptor.ts";
import { Lifecycle } from "./lifecycle.ts";
import { type Message, type MessageInput, makeMessage, type SentMessage, type Verb } from "./message.ts";
import type { Settings } from "./options.ts";
import { ActionOutcome, NO_ERRORS, type Outcome } from "./outcome.ts";
import { parsePattern } from "./pattern.ts";
import { Place } from "./place.ts";
import { QueryDelivery } from "./query.ts";
import { type Matched, Registry } from "./registry.ts";
import { Services } from "./services.ts";
import { type AnyHandler, checkSubscriptionOptions, Names, Registered, type SubscriptionOptions, type SubscriptionVerb } from "./subscription.ts";
import type { Observer } from "./tap.ts";
import { perform, type Task } from "./task.ts";
import { Taps } from "./taps.ts";
import { isThenable } from "./thenable.ts";

export class Dispatcher {
  readonly settings: Settings;
  readonly names: Names = new Names();
  /** Who is registered, in order. */
  readonly subscriptions: Set<Registered> = new Set();
  readonly registries: Readonly<Record<Verb, Registry>>;
  /** Undefined while nobody taps. */
  tapping: Taps | undefined;
  readonly #taps = new Taps(this);
  readonly root: Place;
  readonly services: Services;
  readonly lifecycle: Lifecycle;
  /** Comes when a shutdown runs out of patience. */
  readonly patience: Deadline;
  interceptors: readonly RegisteredInterceptor[] = [];
  /** Who is told of ACTIONs without being a handler: `next()` and `messages()`. */
  readonly listeners: Set<(message: Message) => void> = new Set();
  /** The handling whose synchronous part is running now. */
  current: Place | undefined;
  /** The asynchronous handlings that have not ended. */
  readonly open: Set<Place> = new Set();
  /** How many reasons there are to deliver everything with care: taps, interceptors, listeners, channels without a reply, settings. */
  careful = 0;
  #lastSubscription = 0;
  #lastTask = 0;
  readonly #wallNow: () => number;

  constructor(settings: Settings) {
    this.settings = settings;
    const queries = new Registry();
    this.registries = { ACTION: new Registry(), QUERY: queries, QUERYALL: queries, PERFORM: new Registry() };
    const { clock } = settings;
    this.#wallNow = clock === runtimeClock ? Date.now : () => clock.date().getTime();
    this.patience = new Deadline(clock, "service.shutdown", {}, undefined, () => abortError("", undefined));
    this.root = new Place(this, { name: undefined, building: undefined });
    this.services = new Services(this);
    this.lifecycle = new Lifecycle(this);
    if (settings.isSerial) this.careful++;
    if (settings.schemas.size > 0) this.careful++;
  }

  action(sender: Place, input: MessageInput, options: SendOptions | undefined): Outcome | Promise<Outcome> {
    const matched = this.match("ACTION", input);
    const parent = sender.openPlace();
    if (this.careful > 0 || options !== undefined || !matched.isPlain || parent?.isAtLimit(this.settings.limits.depth) === true || (input as WithSchema)[SCHEMA] !== undefined) {
      return new ActionDelivery(this, "ACTION", sender, input, options).start();
    }
    return this.#callAll(matched, this.messageOf(input, sender), parent);
  }

  async query(sender: Place, input: MessageInput, options: SendOptions | undefined): Promise<unknown> {
    return await new QueryDelivery(this, "QUERY", sender, input, options).start();
  }

  async queryAll(sender: Place, input: MessageInput, options: SendOptions | undefined): Promise<Answers> {
    return await new AnswersDelivery(this, "QUERYALL", sender, input, options).start();
  }

  perform(sender: Place, input: MessageInput, options: SendOptions | undefined): Task {
    return perform(`task-${++this.#lastTask}`, this, sender, input, options);
  }

  /** @throws TypeError when the message is none. */
  match(verb: Verb, input: MessageInput): Matched {
    if (input === null || typeof input !== "object") expect(false, "send", "the message", "an object", input);
    return this.registries[verb].match(input.type);
  }

  messageOf(input: MessageInput, sender: Place): SentMessage {
    return makeMessage(input, sender.service.name, this.#wallNow);
  }

  register(verb: SubscriptionVerb, home: Place, pattern: string, handler: AnyHandler, options: SubscriptionOptions = {}): Subscription {
    checkSubscriptionOptions(options);
    const parsed = parsePattern(pattern);
    const subscription = new Registered(++this.#lastSubscription, verb, parsed, handler, options, home);
    const { building } = home.service;
    this.subscriptions.add(subscription);
    this.registries[verb].add(subscription);
    if (building === undefined) this.introduce(subscription);
    else building.push(subscription);
    if (options.signal?.aborted) subscription.dispose();
    return subscription;
  }

  /** A subscription was disposed. */
  unregister(subscription: Registered): void {
    this.subscriptions.delete(subscription);
    this.registries[subscription.verb].remove(subscription);
    if (subscription.home.service.building === undefined) this.tapping?.tell("unsubscribed", [subscription.info]);
  }

  /** Settles the name of a subscription whose service has one now, and tells the taps. */
  introduce(subscription: Registered): void {
    if (subscription.isDisposed) return;
    subscription.settleName();
    this.tapping?.tell("subscribed", [subscription.info, false]);
  }

  intercept(home: Place, pattern: string, interceptor: Interceptor): Subscription {
    const local = interceptor.name || pattern;
    const registered = { name: home.service.name === undefined ? local : `${home.service.name}.${local}`, pattern: parsePattern(pattern), interceptor };
    this.interceptors = [...this.interceptors, registered];
    this.careful++;
    return new Revocable(() => {
      this.interceptors = this.interceptors.filter((each) => each !== registered);
      this.careful--;
    });
  }

  tap(observer: Observer): Subscription {
    expect(isObject(observer), "tap", "the observer", "an object", observer);
    const taps = this.#taps;
    const own = { observer };
    taps.add(own);
    for (const { info } of this.services.held.values()) taps.tell("serviceChanged", [info, true], [own]);
    for (const { home, info } of this.subscriptions) if (home.service.building === undefined) taps.tell("subscribed", [info, true], [own]);
    return new Revocable(() => taps.remove(own));
  }

  /** Calls back for each ACTION that reaches its handlers; gives a function that ends that. */
  listen(listener: (message: Message) => void): () => void {
    this.listeners.add(listener);
    this.careful++;
    return () => {
      if (this.listeners.delete(listener)) this.careful--;
    };
  }

  /** An asynchronous handling has ended. */
  close(place: Place): void {
    place.isOpen = false;
    this.open.delete(place);
    this.lifecycle.closed();
  }

  /** Gives `onError` what no caller is told. */
  report(error: CoreError): void {
    try {
      this.settings.onError(error);
    } catch (thrown) {
      console.error(thrown);
    }
  }

  /** The quick way: no promise and no closure unless a handler gives a promise. */
  #callAll({ subscriptions }: Matched, message: SentMessage, parent: Place | undefined): Outcome | Promise<Outcome> {
    let errors: (CoreError | undefined | Promise<CoreError | undefined>)[] | undefined;
    let isPending = false;
    let handled = 0;
    for (const subscription of subscriptions) {
      if (subscription.isDisposed) continue;
      const place = parent === undefined ? subscription.spare : new Place(this, subscription.home.service, subscription, parent);
      place.type = message.type;
      place.isOpen = true;
      const value = call(place, message);
      handled++;
      if (value !== undefined && isThenable(value)) {
        isPending = true;
        if (parent === undefined) subscription.spare = new Place(this, subscription.home.service, subscription);
        this.open.add(place);
        (errors ??= []).push(whenSettled(value, (settled) => this.#errorOf(place, settled)));
      } else {
        place.isOpen = false;
        if (value instanceof Failure) (errors ??= []).push(this.#errorOf(place, value));
      }
    }
    if (isPending) return Promise.all(errors as []).then((settled) => new ActionOutcome(handled, settled.filter((error) => error !== undefined)));
    return new ActionOutcome(handled, errors as CoreError[] | undefined ?? NO_ERRORS);
  }

  /** A handling of the quick way has ended: closes it, and gives its error, reported. */
  #errorOf(place: Place, value: unknown): CoreError | undefined {
    this.close(place);
    if (!(value instanceof Failure)) return undefined;
    const error = handlerError(place.subscription as Registered, place.type, value);
    this.report(error);
    return error;
  }
}
