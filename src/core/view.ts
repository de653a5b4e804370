/**
 * A view of the bus from one place; what users call a `core`. It only says where from: the work is done behind it.
 */
import { QUERYALL } from "./action.ts";
import type { Answers, Core, PatternOf, SendOptions } from "./core.ts";
import { deliver } from "./deliver.ts";
import type { Subscription } from "./disposable.ts";
import type { Bus } from "./bus.ts";
import { action } from "./dispatcher.ts";
import { coreError, expectFunction } from "./errors.ts";
import { type Interceptor, registerInterceptor } from "./interceptor.ts";
import { type CoreState, shutdown, startup } from "./lifecycle.ts";
import type { Message, MessageInput } from "./message.ts";
import type { Outcome } from "./outcome.ts";
import type { Place } from "./place.ts";
import { QUERY } from "./query.ts";
import { makeReplyChannel, type ReplyChannel, type ReplyChannelOptions } from "./reply_channel.ts";
import { addService } from "./services.ts";
import { type AnyHandler, type Handler, register, type SubscriptionOptions } from "./subscription.ts";
import type { Observer } from "./tap.ts";
import { addTap } from "./taps.ts";
import { perform, type Task } from "./task.ts";
import { type MessagesOptions, type MessageStream, type NextOptions, nextMessage, streamMessages } from "./waiting.ts";

export class View implements Core {
  readonly #place: Place;
  readonly #bus: Bus;

  constructor(place: Place) {
    this.#place = place;
    this.#bus = place.bus;
  }

  get name(): string {
    return this.#bus.name;
  }

  get state(): CoreState {
    return this.#bus.state;
  }

  get signal(): AbortSignal {
    return (this.#place.deadline ?? this.#bus.deadline).signal;
  }

  get flowId(): number | undefined {
    return this.#place.dispatch?.flow;
  }

  registerAction(...args: readonly unknown[]): Subscription {
    return register(this.#place, "ACTION", ...patternFirst(args));
  }

  registerActions(...handlers: Handler<never>[]): Subscription[] {
    for (const handler of handlers) expectFunction("handler", handler);
    return handlers.map((handler) => this.registerAction(handler));
  }

  registerQuery(...args: readonly unknown[]): Subscription {
    return register(this.#place, "QUERY", ...patternFirst(args));
  }

  registerTask(...args: readonly unknown[]): Subscription {
    return register(this.#place, "PERFORM", ...patternFirst(args));
  }

  ACTION(message: MessageInput, options?: SendOptions): Outcome | Promise<Outcome> {
    return action(this.#place, message, options);
  }

  async QUERY<Answer>(message: MessageInput, options?: SendOptions): Promise<Answer> {
    return deliver(QUERY, this.#place, message, options) as Answer;
  }

  async QUERYALL<Answer>(message: MessageInput, options?: SendOptions): Promise<Answers<Answer>> {
    return deliver(QUERYALL, this.#place, message, options) as Answers<Answer>;
  }

  PERFORM<Answer>(message: MessageInput, options?: SendOptions): Task<Answer> {
    return perform(this.#place, message, options) as Task<Answer>;
  }

  replyChannel<Value>(options?: ReplyChannelOptions): ReplyChannel<Value> {
    return makeReplyChannel(this.#bus, options);
  }

  next<Data>(pattern: PatternOf<Data>, options?: NextOptions<Data>): Promise<Message<Data>> {
    return nextMessage(this.#bus, patternText(pattern), options as NextOptions) as Promise<Message<Data>>;
  }

  messages<Data>(pattern: PatternOf<Data>, options?: MessagesOptions): MessageStream<Data> {
    return streamMessages(this.#bus, patternText(pattern), options) as MessageStream<Data>;
  }

  intercept(...args: readonly unknown[]): Subscription {
    return registerInterceptor(this.#place, ...patternFirst<[pattern: string, interceptor: Interceptor]>(args));
  }

  tap(observer: Observer): Subscription {
    return addTap(this.#bus, observer);
  }

  registerService(name: string, instance: object): Promise<void> {
    return addService(this.#bus, name, () => instance);
  }

  serviceFor<Service>(name: string): Service | undefined {
    return this.#bus.held.get(name)?.instance as Service | undefined;
  }

  mustServiceFor<Service>(name: string): Service {
    const found = this.serviceFor<Service>(name);
    if (found) return found;
    const services = this.services();
    throw coreError("service.missing", "find service", { service: name, services }, `there is only ${services.join(", ") || "none"}`);
  }

  services(): string[] {
    return [...this.#bus.held.keys()];
  }

  startup(options?: SendOptions): Promise<void> {
    return startup(this.#bus, options);
  }

  shutdown(options?: SendOptions): Promise<void> {
    return shutdown(this.#place, options);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }
}

/** Sorts out `([pattern,] handler[, options])`. A constant is a function, too: it is the pattern when a function follows. */
function patternFirst<Sorted = [pattern: string, handler: AnyHandler, options: SubscriptionOptions | undefined]>(args: readonly unknown[]): Sorted {
  const isAlone = typeof args[0] === "function" && typeof args[1] !== "function";
  const [pattern, handler, options] = isAlone ? [">", ...args] : args;
  expectFunction("handler", handler);
  return [patternText(pattern as string), handler, options] as Sorted;
}

function patternText(pattern: string | { readonly type: string }): string {
  return (pattern as { readonly type?: string } | undefined)?.type ?? pattern as string;
}
