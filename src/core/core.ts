/**
 * The public face of a Core, and how one is made. A Core is a place: each service and each handler gets a view of the one bus
 * that knows who speaks and which handling is running.
 */
import { announce } from "./announce.ts";
import { Bus } from "./bus.ts";
import type { MessageDefinition, QueryDefinition, QueryInput, TaskDefinition, TaskInput } from "./definition.ts";
import type { Subscription } from "./disposable.ts";
import { expect } from "./errors.ts";
import type { Interceptor } from "./interceptor.ts";
import type { CoreState } from "./lifecycle.ts";
import type { Message, MessageInput } from "./message.ts";
import type { DataOf, Known, Other, Sent } from "./message_map.ts";
import { CoreOption } from "./options.ts";
import type { Outcome } from "./outcome.ts";
import type { ReplyChannel, ReplyChannelOptions } from "./reply_channel.ts";
import type { Executor, Handler, SubscriptionOptions } from "./subscription.ts";
import type { Observer } from "./tap.ts";
import type { Task } from "./task.ts";
import { View } from "./view.ts";
import type { MessagesOptions, MessageStream, NextOptions } from "./waiting.ts";

/** How long a sender is patient. */
export interface SendOptions {
  /** How long to wait, in milliseconds; without it, for ever. */
  readonly timeoutMs?: number;
  /** Stops waiting, and aborts the `core.signal` of the handlers. */
  readonly signal?: AbortSignal;
}

/** What a QUERYALL gives: plain answers in registration order, and the errors of the handlers that failed. */
export interface Answers<Answer = unknown> {
  /** What the handlers answered, without the `undefined` of those that declined. */
  readonly answers: readonly Answer[];
  /** What failed; `query.timedOut` or `aborted` once for all that were still open. */
  readonly errors: readonly unknown[];
}

/** A pattern in words, or the constant of a message. */
export type PatternOf<Data> = string | MessageDefinition<Data>;

/** What a handler of a question may give: the answer, `undefined` to decline, or an Error to fail; now or later. */
export type Answering<Answer> = Answer | undefined | Error | Promise<Answer | undefined | Error>;

/**
 * A Core, or a view of it from a service or a handling. `Messages` maps types to the data of their messages; it narrows plain
 * strings as constants do, and costs nothing at run time. Without it, every type may have any data.
 */
export interface Core<Messages extends object = object> extends AsyncDisposable {
  /** The name of the Core in logs and lists; `withCoreName` sets it. */
  readonly name: string;
  /** Where the Core is in its life. Taps are told the states of its services. */
  readonly state: CoreState;
  /** On a handler's view: aborts when its time is up. Elsewhere: aborts when a shutdown runs out of patience. */
  readonly signal: AbortSignal;
  /** On a handler's or an interceptor's view: the id of the flow's root dispatch, while somebody taps. */
  readonly flowId: number | undefined;

  /**
   * Registers a handler for ACTIONs; without a pattern, for all of them. Takes effect from the next dispatch on.
   * @throws SyntaxError when the pattern is none, TypeError when the handler is no function or an option is unknown.
   * @example
   * core.registerAction("user.*", (core, message) => core.ACTION({ type: "audit.seen", data: message.type }));
   */
  registerAction<Data = unknown>(handler: Handler<Data, Messages>, options?: SubscriptionOptions): Subscription;
  /** Registers a handler for the ACTIONs of a type that the map names. */
  registerAction<Type extends Known<Messages>>(type: Type, handler: Handler<DataOf<Messages, Type>, Messages>, options?: SubscriptionOptions): Subscription;
  /** Registers a handler for the ACTIONs that match a pattern or a constant. */
  registerAction<Data = unknown, Pattern extends string = string>(pattern: Other<Messages, Pattern> | MessageDefinition<Data>, handler: Handler<Data, Messages>, options?: SubscriptionOptions): Subscription;
  /**
   * Registers each of the handlers for all ACTIONs; none, when one of them is no function.
   * @example
   * core.registerActions((_core, { type }) => console.log(type), audit);
   */
  registerActions(...handlers: Handler<never, Messages>[]): Subscription[];
  /**
   * Registers a handler for QUERYs and QUERYALLs; what it gives is the answer, `undefined` declines.
   * @example
   * core.registerQuery("user.address", (_core, { data }) => addresses.get(data.id));
   */
  registerQuery<Data = unknown>(handler: Handler<Data, Messages>, options?: SubscriptionOptions): Subscription;
  /** Registers a handler for the questions of a type that the map names. */
  registerQuery<Type extends Known<Messages>>(type: Type, handler: Handler<DataOf<Messages, Type>, Messages>, options?: SubscriptionOptions): Subscription;
  /** Registers a handler for the questions that match a pattern or a constant. */
  registerQuery<Data = unknown, Answer = unknown, Pattern extends string = string>(pattern: Other<Messages, Pattern> | QueryDefinition<Data, Answer>, handler: Handler<Data, Messages, NoInfer<Answering<Answer>>>, options?: SubscriptionOptions): Subscription;
  /**
   * Registers an executor for PERFORMs.
   * @example
   * core.registerTask("report.build", async (_core, _message, { progress, signal }) => { progress(0.5); return await build({ signal }); });
   */
  registerTask<Data = unknown>(executor: Executor<Data, Messages>, options?: SubscriptionOptions): Subscription;
  /** Registers an executor for the tasks of a type that the map names. */
  registerTask<Type extends Known<Messages>>(type: Type, executor: Executor<DataOf<Messages, Type>, Messages>, options?: SubscriptionOptions): Subscription;
  /** Registers an executor for the tasks that match a pattern or a constant. */
  registerTask<Data = unknown, Answer = unknown, Note extends string = string, Pattern extends string = string>(pattern: Other<Messages, Pattern> | TaskDefinition<Data, Answer, Note>, executor: Executor<Data, Messages, NoInfer<Answering<Answer>>, Note>, options?: SubscriptionOptions): Subscription;

  /**
   * Calls every matching handler, in registration order, and gives how it went once all have finished; without a promise when
   * none was asynchronous. A failing handler stops nobody. The promise never rejects.
   * @throws TypeError at once when the message is none.
   * @example
   * const outcome = await core.ACTION({ type: "user.created", data: { id: "123" } }, { timeoutMs: 500 });
   * if (!outcome.ok) console.error(outcome.errors);
   */
  ACTION<Type extends string>(message: Sent<Messages, Type>, options?: SendOptions): Outcome | Promise<Outcome>;
  /**
   * Asks one handler after another; the first that answers wins.
   * Rejects with what a handler throws, or with `query.unanswered`, `query.timedOut`, `aborted`, `dropped`, `message.invalid`, `limit.queries`.
   * @example
   * const address = await core.QUERY<Address>({ type: "user.address", data: { id: "123" } }, { timeoutMs: 500 });
   */
  QUERY<Request, Answer>(question: QueryInput<Request, Answer>, options?: SendOptions): Promise<Answer>;
  /** Asks with a plain message: the type of the answer is what you say. */
  QUERY<Answer = unknown>(message: MessageInput, options?: SendOptions): Promise<Answer>;
  /**
   * Asks every handler, as ACTION does. Rejects only when the message is none; one that is refused has its error among `errors`.
   * @example
   * const { answers, errors } = await core.QUERYALL<Price>({ type: "price.offers", data: { id: "7" } }, { timeoutMs: 200 });
   */
  QUERYALL<Request, Answer>(question: QueryInput<Request, Answer>, options?: SendOptions): Promise<Answers<Answer>>;
  /** Asks every handler with a plain message. */
  QUERYALL<Answer = unknown>(message: MessageInput, options?: SendOptions): Promise<Answers<Answer>>;
  /**
   * Runs the first executor that matches. A task that fails and is not awaited never becomes an unhandled rejection.
   * @example
   * const task = core.PERFORM({ type: "report.build" });
   * for await (const { ratio } of task) console.log(ratio);
   * const report = await task;
   */
  PERFORM<Request, Answer, Note extends string>(message: TaskInput<Request, Answer, Note>, options?: SendOptions): Task<Answer, Note>;
  /** Performs a plain message. */
  PERFORM<Answer = unknown>(message: MessageInput, options?: SendOptions): Task<Answer>;

  /** Makes a channel to put into the `data` of a message, for one reply. */
  replyChannel<Value = unknown>(options?: ReplyChannelOptions): ReplyChannel<Value>;
  /**
   * Waits for the next ACTION that matches; it counts as no handler. Rejects with `next.timedOut` or `aborted`.
   * @example
   * const { data } = await core.next("order.paid", { where: (message) => message.data.id === "7", timeoutMs: 1000 });
   */
  next<Type extends Known<Messages>>(type: Type, options?: NextOptions<DataOf<Messages, Type>>): Promise<Message<DataOf<Messages, Type>>>;
  /** Waits for the next ACTION that matches a pattern or a constant. */
  next<Data = unknown>(pattern: PatternOf<Data>, options?: NextOptions<Data>): Promise<Message<Data>>;
  /**
   * Iterates over the ACTIONs that match, from now on; keeps a bounded number for a slow reader and counts what it `lost`.
   * @example
   * for await (const message of core.messages("user.*")) console.log(message.type);
   */
  messages<Type extends Known<Messages>>(type: Type, options?: MessagesOptions): MessageStream<DataOf<Messages, Type>>;
  /** Iterates over the ACTIONs that match a pattern or a constant. */
  messages<Data = unknown>(pattern: PatternOf<Data>, options?: MessagesOptions): MessageStream<Data>;
  /**
   * Registers a function that sees each matching message before its handlers and may pass, change, hold, answer or drop it.
   * @example
   * core.intercept("account.*", (_core, { source }, { next, drop }) => source === "billing" ? next() : drop("only billing may"));
   */
  intercept(interceptor: Interceptor<unknown>): Subscription;
  /** Registers an interceptor for the messages of a type that the map names. */
  intercept<Type extends Known<Messages>>(type: Type, interceptor: Interceptor<DataOf<Messages, Type>>): Subscription;
  /** Registers an interceptor for the messages that match a pattern or a constant. */
  intercept<Data = unknown>(pattern: PatternOf<Data>, interceptor: Interceptor<Data>): Subscription;
  /**
   * Hooks an observer into the dispatcher. It is told of what is there already before this returns.
   * @example
   * using tap = core.tap({ dispatched: ({ id, message }) => console.log(id, message.type) });
   */
  tap(observer: Observer): Subscription;

  /**
   * Holds an object under a name, and starts it when the Core has started. Rejects with `service.failed` when
   * it is no object, `service.duplicate`, `service.locked`, `service.unnamed` or `startup.failed`.
   */
  registerService(name: string, instance: object): Promise<void>;
  /**
   * Gives a service, or `undefined` when there is none of that name.
   * @example
   * core.serviceFor<Users>("users")?.count();
   */
  serviceFor<Service = unknown>(name: string): Service | undefined;
  /** Gives a service. @throws CoreError `service.missing`, which names those that exist. */
  mustServiceFor<Service = unknown>(name: string): Service;
  /**
   * The names of the services, in registration order.
   * @example
   * console.log(core.services().join(", "));
   */
  services(): string[];

  /**
   * Starts the services in registration order, then broadcasts `service.startup`. Rejects with `startup.failed`, also when its
   * time is up or its signal aborts; may be tried again then.
   */
  startup(options?: SendOptions): Promise<void>;
  /**
   * Broadcasts `service.shutdown`, waits for open handlings and tasks, then stops the started services in reverse order.
   * Rejects with `shutdown.failed` or `shutdown.timedOut`, always after every service was told to stop.
   */
  shutdown(options?: SendOptions): Promise<void>;
}

/**
 * Makes a Core: reads the settings, then runs the factories in the order in which the options stand. It comes whole or not at
 * all: when one fails, what was registered is gone and the promise rejects with its `CoreError`.
 * @example
 * const core = await createCore(withName("users", (core) => new UserService(core)));
 * await core.startup();
 */
export function createCore<Messages extends object = object>(...options: CoreOption[]): Promise<Core<Messages>>;
export async function createCore(...options: CoreOption[]): Promise<Core> {
  const bus = new Bus((place) => new View(place));
  const builds = options.map((option) => {
    expect(option instanceof CoreOption, "option", "a CoreOption", option);
    return option.set(bus);
  });
  announce(bus.root.view);
  try {
    for (const build of builds) await build?.();
  } catch (error) {
    // It does not come: nothing of it stays on the bus.
    bus.held.clear();
    for (const subscription of bus.subscriptions) subscription.dispose();
    throw error;
  }
  return bus.root.view;
}
