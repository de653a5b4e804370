/**
 * A view of the bus from one place; what users call a `core`. It only says where from: the work is done behind it.
 */
import type { Answers, Core, PatternOf, SendOptions } from "./core.ts";
import type { Subscription } from "./disposable.ts";
import { ASYNC_DISPOSE } from "./dispose.ts";
import { expect } from "./errors.ts";
import type { Interceptor } from "./interceptor.ts";
import type { Message, MessageInput } from "./message.ts";
import type { Outcome } from "./outcome.ts";
import type { Place } from "./place.ts";
import { ReplyChannel, type ReplyChannelOptions } from "./reply_channel.ts";
import type { AnyHandler, Executor, Handler, SubscriptionOptions, SubscriptionVerb } from "./subscription.ts";
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

  registerAction<Data>(...args: [PatternOf<Data> | Handler<Data>, (Handler<Data> | SubscriptionOptions)?, SubscriptionOptions?]): Subscription {
    return this.#register("ACTION", args);
  }

  registerActions(...handlers: Handler<never>[]): Subscription[] {
    for (const handler of handlers) checkHandler(handler);
    return handlers.map((handler) => this.registerAction(handler));
  }

  registerQuery<Data>(...args: [PatternOf<Data> | Handler<Data>, (Handler<Data> | SubscriptionOptions)?, SubscriptionOptions?]): Subscription {
    return this.#register("QUERY", args);
  }

  registerTask<Data>(...args: [PatternOf<Data> | Executor<Data>, (Executor<Data> | SubscriptionOptions)?, SubscriptionOptions?]): Subscription {
    return this.#register("PERFORM", args);
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

  intercept<Data>(...args: [PatternOf<Data> | Interceptor<Data>, Interceptor<Data>?]): Subscription {
    const [pattern, interceptor] = patternFirst(args);
    return this.#place.bus.intercept(this.#place, pattern, interceptor as unknown as Interceptor);
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

  #register(verb: SubscriptionVerb, args: readonly unknown[]): Subscription {
    const [pattern, handler, options] = patternFirst(args);
    return this.#place.bus.register(verb, this.#place, pattern, handler, options);
  }
}

/** Sorts out `([pattern,] handler[, options])`. A constant is a function, too: it is the pattern when a function follows. */
function patternFirst(args: readonly unknown[]): [pattern: string, handler: AnyHandler, options: SubscriptionOptions | undefined] {
  const isPatternGiven = typeof args[0] !== "function" || typeof args[1] === "function";
  const [pattern, handler, options] = isPatternGiven ? args : [">", ...args];
  checkHandler(handler);
  return [patternText(pattern as string), handler, options as SubscriptionOptions | undefined];
}

function patternText(pattern: string | { readonly type: string }): string {
  return typeof pattern === "string" ? pattern : pattern?.type;
}

function checkHandler(handler: unknown): asserts handler is AnyHandler {
  expect(typeof handler === "function", "register handler", "it", "a function", handler);
}
