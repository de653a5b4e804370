/**
 * A view of the bus from one place; what users call a `core`. It only says where from: the work is done behind it.
 */
import type { Answers, Core, PatternOf, SendOptions } from "./core.ts";
import { ASYNC_DISPOSE } from "./dispose.ts";
import { kindOf } from "./errors.ts";
import type { Interceptor } from "./interceptor.ts";
import type { Message, MessageInput } from "./message.ts";
import type { Outcome } from "./outcome.ts";
import type { Place } from "./place.ts";
import { ReplyChannel, type ReplyChannelOptions } from "./reply_channel.ts";
import type { AnyHandler, Executor, Handler, Subscription, SubscriptionOptions } from "./subscription.ts";
import type { Observer } from "./tap.ts";
import type { Task } from "./task.ts";
import { type MessagesOptions, MessageStream, type NextOptions, nextMessage } from "./waiting.ts";

export class View implements Core {
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  get name(): string {
    return this.#place.bus.settings.name;
  }

  get signal(): AbortSignal {
    return this.#place.deadline?.signal ?? this.#place.bus.patience.signal;
  }

  get flowId(): number | undefined {
    return this.#place.flow;
  }

  registerAction<Data>(first: PatternOf<Data> | Handler<Data>, second?: Handler<Data> | SubscriptionOptions, options?: SubscriptionOptions): Subscription {
    return this.#place.bus.register("ACTION", this.#place, ...patternFirst<AnyHandler>(first, second, options));
  }

  registerActions(...handlers: Handler<never>[]): Subscription[] {
    for (const handler of handlers) checkFunction("register handler", handler);
    return handlers.map((handler) => this.registerAction(handler));
  }

  registerQuery<Data>(first: PatternOf<Data> | Handler<Data>, second?: Handler<Data> | SubscriptionOptions, options?: SubscriptionOptions): Subscription {
    return this.#place.bus.register("QUERY", this.#place, ...patternFirst<AnyHandler>(first, second, options));
  }

  registerTask<Data>(first: PatternOf<Data> | Executor<Data>, second?: Executor<Data> | SubscriptionOptions, options?: SubscriptionOptions): Subscription {
    return this.#place.bus.register("PERFORM", this.#place, ...patternFirst<AnyHandler>(first, second, options));
  }

  ACTION(message: MessageInput, options?: SendOptions): Outcome | Promise<Outcome> {
    return this.#place.bus.action(this.#place, message, options);
  }

  QUERY<Answer>(message: MessageInput, options?: SendOptions): Promise<Answer> {
    return this.#place.bus.query(this.#place, message, options) as Promise<Answer>;
  }

  QUERYALL<Answer>(message: MessageInput, options?: SendOptions): Promise<Answers<Answer>> {
    return this.#place.bus.queryAll(this.#place, message, options) as Promise<Answers<Answer>>;
  }

  PERFORM<Answer>(message: MessageInput, options?: SendOptions): Task<Answer> {
    return this.#place.bus.perform(this.#place, message, options) as Task<Answer>;
  }

  replyChannel<Value>(options: ReplyChannelOptions = {}): ReplyChannel<Value> {
    return new ReplyChannel<Value>(this.#place.bus, options);
  }

  next<Data>(pattern: PatternOf<Data>, options: NextOptions<Data> = {}): Promise<Message<Data>> {
    return nextMessage(this.#place.bus, patternText(pattern), options as NextOptions) as Promise<Message<Data>>;
  }

  messages<Data>(pattern: PatternOf<Data>, options: MessagesOptions = {}): MessageStream<Data> {
    return new MessageStream<Data>(this.#place.bus, patternText(pattern), options);
  }

  intercept<Data>(first: PatternOf<Data> | Interceptor<Data>, second?: Interceptor<Data>): Subscription {
    const [pattern, interceptor] = patternFirst<Interceptor>(first, second);
    return this.#place.bus.intercept(this.#place, pattern, interceptor);
  }

  tap(observer: Observer): Subscription {
    return this.#place.bus.tap(observer);
  }

  registerService(name: string, instance: object): Promise<void> {
    return this.#place.bus.services.register(name, instance);
  }

  serviceFor<Service>(name: string): Service | undefined {
    return this.#place.bus.services.find(name) as Service | undefined;
  }

  mustServiceFor<Service>(name: string): Service {
    return this.#place.bus.services.mustFind(name) as Service;
  }

  services(): string[] {
    return this.#place.bus.services.names();
  }

  startup(): Promise<void> {
    return this.#place.bus.lifecycle.startup();
  }

  shutdown(options: SendOptions = {}): Promise<void> {
    return this.#place.bus.lifecycle.shutdown(this.#place, options);
  }

  [ASYNC_DISPOSE](): Promise<void> {
    return this.shutdown();
  }
}

/** Sorts out `([pattern,] handler[, options])`. A constant is a function, too: it is the pattern when a function follows. */
function patternFirst<Given>(...args: readonly unknown[]): [pattern: string, handler: Given, options: SubscriptionOptions] {
  const isPatternGiven = typeof args[0] !== "function" || typeof args[1] === "function";
  const [pattern, handler, options] = isPatternGiven ? args : [">", ...args];
  checkFunction("register handler", handler);
  return [patternText(pattern as string), handler as Given, options as SubscriptionOptions | undefined ?? {}];
}

function patternText(pattern: string | { readonly type: string }): string {
  return typeof pattern === "string" ? pattern : pattern?.type;
}

function checkFunction(act: string, handler: unknown): void {
  if (typeof handler !== "function") throw new TypeError(`Cannot ${act}: it is not a function but ${kindOf(handler)}`);
}
