/**
 * The bus: who is registered, who taps, and the quick way of an ACTION to its handlers. An ACTION that nobody watches,
 * intercepts, times or waits for is delivered here in one loop; every other dispatch is a `Delivery`, which does the same with care.
 */
import { runtimeClock } from "./clock.ts";
import { ActionDelivery, AnswersDelivery, OpenAction } from "./action.ts";
import type { Answers, SendOptions } from "./core.ts";
import { abortError, Deadline } from "./deadline.ts";
import type { Delivery } from "./delivery.ts";
import { SCHEMA, type WithSchema } from "./definition.ts";
import { type CoreError, expect, isObject } from "./errors.ts";
import { DISPOSE } from "./dispose.ts";
import { handlerFailed } from "./handling.ts";
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
import { type AnyHandler, checkSubscriptionOptions, Names, Registered, type Subscription, type SubscriptionOptions, type SubscriptionVerb } from "./subscription.ts";
import type { Observer } from "./tap.ts";
import { perform, type Task, type TaskDelivery } from "./task.ts";
import { Taps } from "./taps.ts";
import { isThenable } from "./thenable.ts";

export class Dispatcher {
  readonly settings: Settings;
  readonly names = new Names();
  readonly registries: Readonly<Record<Verb, Registry>>;
  /** Undefined while nobody taps. */
  tapping: Taps | undefined;
  readonly #taps: Taps;
  readonly root: Place;
  readonly services: Services;
  readonly lifecycle: Lifecycle;
  /** Comes when a shutdown runs out of patience. */
  readonly patience: Deadline;
  interceptors: readonly RegisteredInterceptor[] = [];
  /** Who is told of ACTIONs without being a handler: `next()` and `messages()`. */
  readonly listeners = new Set<(message: Message) => void>();
  /** The handling whose synchronous part is running now. */
  current: Place | undefined;
  /** The asynchronous handlings that have not ended. */
  readonly open = new Set<Place>();
  readonly tasks = new Set<TaskDelivery>();
  waitingQueries = 0;
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
    this.#taps = new Taps({
      now: () => clock.now(),
      onError: (error) => this.report(error),
      onChange: (isTapped) => this.#tapsChanged(isTapped),
    });
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
    return await this.#whileWaiting(new QueryDelivery(this, "QUERY", sender, input, options));
  }

  async queryAll(sender: Place, input: MessageInput, options: SendOptions | undefined): Promise<Answers> {
    return await this.#whileWaiting(new AnswersDelivery(this, "QUERYALL", sender, input, options));
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
    const registry = this.registries[verb];
    checkSubscriptionOptions(options);
    const subscription = new Registered({
      id: this.#lastSubscription + 1, verb, pattern: parsePattern(pattern), handler, options, home,
      onDispose: () => {
        registry.remove(subscription);
        if (home.service.building === undefined) this.tapping?.tell("unsubscribed", subscription.info);
      },
    });
    this.#lastSubscription++;
    registry.add(subscription);
    if (home.service.building === undefined) this.introduce(subscription);
    else home.service.building.push(subscription);
    if (options.signal?.aborted) subscription.dispose();
    return subscription;
  }

  /** Settles the name of a subscription whose service has one now, and tells the taps. */
  introduce(subscription: Registered): void {
    if (subscription.isDisposed) return;
    subscription.settleName();
    this.tapping?.tell("subscribed", subscription.info, false);
  }

  intercept(home: Place, pattern: string, interceptor: Interceptor): Subscription {
    const local = interceptor.name || pattern;
    const registered = { name: home.service.name === undefined ? local : `${home.service.name}.${local}`, pattern: parsePattern(pattern), interceptor };
    this.interceptors = [...this.interceptors, registered];
    this.careful++;
    return disposable(() => {
      this.interceptors = this.interceptors.filter((each) => each !== registered);
      this.careful--;
    });
  }

  tap(observer: Observer): Subscription {
    expect(isObject(observer), "tap", "the observer", "an object", observer);
    const taps = this.#taps;
    const own = { observer };
    taps.add(own);
    taps.snapshot(own, this.#introduced(), [...this.services.held.values()].map((held) => held.info));
    return disposable(() => taps.remove(own));
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
  #callAll(matched: Matched, message: SentMessage, parent: Place | undefined): Outcome | Promise<Outcome> {
    const outer = this.current;
    let errors: CoreError[] | undefined;
    let open: OpenAction | undefined;
    let handled = 0;
    for (const subscription of matched.subscriptions) {
      if (subscription.isDisposed) continue;
      const place = parent === undefined ? subscription.spare : new Place(this, subscription.home.service, subscription, parent);
      place.type = message.type;
      place.isOpen = true;
      this.current = place;
      let result: unknown;
      let isAsync = false;
      let hasFailed = false;
      try {
        result = subscription.handler(place.view, message);
        if (result !== undefined) {
          isAsync = isThenable(result);
          hasFailed = result instanceof Error;
        }
      } catch (thrown) {
        hasFailed = true;
        result = thrown;
      }
      this.current = outer;
      handled++;
      if (isAsync) {
        open ??= new OpenAction(this, errors);
        open.add(place, result as PromiseLike<unknown>);
        continue;
      }
      place.isOpen = false;
      if (!hasFailed) continue;
      const error = handlerFailed(subscription, message.type, result);
      if (open !== undefined) open.failed(error);
      else (errors ??= []).push(error);
      this.report(error);
    }
    if (open !== undefined) return open.finish(handled);
    return new ActionOutcome(handled, errors ?? NO_ERRORS);
  }

  async #whileWaiting<Result>(delivery: Delivery<Result>): Promise<Result> {
    this.waitingQueries++;
    try {
      return await delivery.start();
    } finally {
      this.waitingQueries--;
    }
  }

  /** Everybody who is registered. */
  subscriptions(): Registered[] {
    return [...new Set(Object.values(this.registries))].flatMap((registry) => [...registry]);
  }

  #introduced() {
    return this.subscriptions()
      .filter((each) => each.home.service.building === undefined).sort((a, b) => a.id - b.id).map((each) => each.info);
  }

  #tapsChanged(isTapped: boolean): void {
    if (isTapped === (this.tapping !== undefined)) return;
    this.tapping = isTapped ? this.#taps : undefined;
    this.careful += isTapped ? 1 : -1;
  }
}

function disposable(end: () => void): Subscription {
  let isDisposed = false;
  const dispose = () => {
    if (isDisposed) return;
    isDisposed = true;
    end();
  };
  return { dispose, get isDisposed() { return isDisposed; }, [DISPOSE]: dispose };
}
