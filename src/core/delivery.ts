/**
 * One dispatch, delivered with care: told to the taps, validated, intercepted, under a deadline, with the reply channels in its
 * data. Each verb extends it with how its handlers are called and what the sender gets.
 */
import type { SendOptions } from "./core.ts";
import { checkTimeout, Deadline } from "./deadline.ts";
import { type StandardSchema, SCHEMA, type WithSchema } from "./definition.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { CoreError, inWords } from "./errors.ts";
import { type Ending, handle, handlerFailed, handlerTimedOut } from "./handling.ts";
import { Deciding, type RegisteredInterceptor } from "./interceptor.ts";
import { CHAIN_TYPES } from "./limits.ts";
import { type MessageInput, SentMessage, type Verb } from "./message.ts";
import { Place } from "./place.ts";
import { channelsIn } from "./reply_channel.ts";
import type { Registered, SubscriptionVerb } from "./subscription.ts";
import type { DispatchOutcome, HandlingOutcome } from "./tap.ts";
import type { TappedDispatch } from "./taps.ts";
import { after, isThenable } from "./thenable.ts";
import { invalid } from "./validate.ts";

export abstract class Delivery<Result> {
  readonly bus: Dispatcher;
  readonly sender: Place;
  /** The innermost open handling that this dispatch is nested in. */
  readonly parent: Place | undefined;
  message: SentMessage;
  subscriptions: readonly Registered[];
  dispatch: TappedDispatch | undefined;
  deadline: Deadline | undefined;
  /** How many handlers have run. */
  handled = 0;
  readonly #options: SendOptions;
  readonly #schema: StandardSchema | undefined;
  #failures: CoreError[] = [];
  #end: { readonly outcome: DispatchOutcome; readonly reason?: string } | undefined;
  #hasAnswer = false;
  #handlings = 0;

  /** @throws TypeError when the message is none, RangeError when the time limit is none. */
  constructor(bus: Dispatcher, sender: Place, input: MessageInput, options: SendOptions = {}) {
    checkTimeout(options.timeoutMs);
    this.bus = bus;
    this.sender = sender;
    this.subscriptions = bus.match(this.list, input).subscriptions;
    this.message = bus.messageOf(input, sender);
    this.parent = sender.openPlace();
    this.#options = options;
    this.#schema = (input as WithSchema)[SCHEMA] ?? bus.settings.schemas.get(input.type);
  }

  protected abstract get verb(): Verb;
  protected get list(): SubscriptionVerb { return "ACTION"; }
  protected get needsDeadline(): boolean { return false; }
  /** Calls the handlers and gives what the sender gets. */
  protected abstract deliver(): Result | Promise<Result>;
  /** What the sender gets when an interceptor answers. */
  protected abstract answered(value: unknown): Result;
  /** What the sender gets, or is thrown, when the message never reached a handler. */
  protected abstract failed(error: CoreError): Result;
  protected abstract timedOut(timeoutMs: number): CoreError;
  /** Told as each handling ends. */
  protected ended(_ending: Ending): void {}

  start(): Result | Promise<Result> {
    const { bus } = this;
    const interceptors = bus.interceptors.filter((each) => each.pattern.matches(this.message.type));
    const handlers = interceptors.length === 0 ? this.subscriptions.length : undefined;
    this.dispatch = bus.tapping?.dispatched(this.verb, this.message, handlers, this.sender, bus.lifecycle.isStartup);
    const channels = channelsIn(bus, this.message.data);
    for (const { channel, member } of channels) channel.attach(this, member);
    const finish = () => {
      for (const { channel } of channels) channel.detach(this.message.type, this.handled, this.#failures);
      this.deadline?.dispose();
      this.#settle();
    };
    let result: Result | Promise<Result>;
    try {
      result = this.#admit(interceptors);
    } catch (error) {
      finish();
      throw error;
    }
    if (!isThenable(result)) {
      finish();
      return result;
    }
    return (result as Promise<Result>).finally(finish);
  }

  nextHandling(): number {
    return this.#handlings++;
  }

  /** What it means that a handler gave `value`. */
  outcomeOfValue(value: unknown): HandlingOutcome {
    if (this.list === "ACTION") return "done";
    if (value !== undefined) this.#hasAnswer = true;
    return value === undefined ? "declined" : "answered";
  }

  /** Its patience, or that of one handler, came to an end. */
  stoppedBy(error: CoreError): void {
    this.#end ??= { outcome: error.code === "aborted" ? "aborted" : "timedOut", reason: error.message };
  }

  /** Runs one handler and takes note of how it ended. */
  protected run(subscription: Registered, ...control: Parameters<typeof handle> extends [unknown, unknown, ...infer Rest] ? Rest : never): Ending | Promise<Ending> {
    return after(handle(this, subscription, ...control), (ending) => {
      if (ending.outcome === "failed") this.#failures.push(ending.error ??= this.errorOf(ending));
      this.ended(ending);
      return ending;
    });
  }

  /** Runs all handlers; their synchronous parts in registration order, the rest together. */
  protected callAll(): Ending[] | Promise<Ending[]> {
    const endings = this.subscriptions.map((subscription) => this.run(subscription));
    return endings.some(isThenable) ? Promise.all(endings) : endings as Ending[];
  }

  /** Runs one handler after another. */
  protected async callInTurn(): Promise<Ending[]> {
    const endings: Ending[] = [];
    for (const subscription of this.subscriptions) {
      if (this.deadline?.error !== undefined) break;
      endings.push(await this.run(subscription));
    }
    return endings;
  }

  protected errorOf({ subscription, value, isExpired }: Ending): CoreError {
    if (isExpired === undefined) return handlerFailed(subscription, this.message.type, value);
    const error = value as CoreError;
    return error.code === "handler.timedOut" ? handlerTimedOut(subscription, this.message.type) : error;
  }

  #admit(interceptors: readonly RegisteredInterceptor[]): Result | Promise<Result> {
    const { bus } = this;
    const { limits } = bus.settings;
    if (this.parent?.isAtLimit(limits.depth)) return this.refuse(tooDeep(this.message.type, this.parent, limits.depth));
    if (this.list === "QUERY" && bus.waitingQueries > limits.queries) {
      return this.refuse(new CoreError("limit.queries", `Cannot ask "${this.message.type}": ${limits.queries} queries are waiting`, { limit: limits.queries, type: this.message.type }));
    }
    const { timeoutMs, signal } = this.#options;
    if (this.needsDeadline || timeoutMs !== undefined || signal !== undefined) {
      this.deadline = new Deadline({
        clock: bus.settings.clock, type: this.message.type, timeoutMs, signal, outer: bus.patience,
        timedOut: (ms) => this.timedOut(ms),
      });
      if (this.deadline.error !== undefined) {
        this.stoppedBy(this.deadline.error);
        return this.refuse(this.deadline.error);
      }
    }
    if (this.#schema === undefined) return this.#intercept(interceptors, 0);
    return after(invalid(this.#schema, this.message), (error) => error === undefined ? this.#intercept(interceptors, 0) : this.refuse(error));
  }

  #intercept(interceptors: readonly RegisteredInterceptor[], index: number): Result | Promise<Result> {
    const registered = interceptors[index];
    if (registered === undefined) {
      this.subscriptions = this.bus.match(this.list, this.message).subscriptions;
      return this.deliver();
    }
    const by = registered.name;
    const deciding = new Deciding<Result>((changed) => {
      if (changed !== undefined) this.#change(changed);
      const told = { by, handlers: this.bus.match(this.list, this.message).subscriptions.length };
      this.#tell(changed === undefined ? { ...told, change: "passed" } : { ...told, change: "changed", data: this.message.data });
      return this.#intercept(interceptors, index + 1);
    });
    const place = this.#placeOfInterceptor();
    const fail = (cause: unknown) => this.refuse(new CoreError("interceptor.failed", `Cannot pass "${this.message.type}" through ${by}: ${inWords(cause)}`, { interceptor: by, type: this.message.type }, { cause }));
    try {
      const returned = registered.interceptor(place.view, this.message, deciding);
      if (!isThenable(returned)) return this.#follow(deciding, by);
      return Promise.resolve(returned).then(() => this.#follow(deciding, by), fail);
    } catch (cause) {
      return fail(cause);
    }
  }

  #follow({ decision }: Deciding<Result>, by: string): Result | Promise<Result> {
    switch (decision?.kind) {
      case "next":
        return decision.result;
      case "answer":
        this.#tell({ by, change: "answered", handlers: 0 });
        this.#end = { outcome: "answeredByInterceptor", reason: `answered by ${by}` };
        return this.answered(decision.value);
      case "drop":
      case undefined: {
        const reason = decision?.reason ?? `${by} did not pass it on`;
        this.#tell({ by, change: "dropped", handlers: 0, reason });
        this.#end = { outcome: "dropped", reason };
        return this.refuse(new CoreError("dropped", `Cannot deliver "${this.message.type}": ${by} dropped it: ${reason}`, { type: this.message.type, reason }));
      }
    }
  }

  #tell(interception: Parameters<NonNullable<Dispatcher["tapping"]>["intercepted"]>[1]): void {
    if (this.dispatch !== undefined) this.bus.tapping?.intercepted(this.dispatch, interception);
  }

  #change({ data, source }: { readonly data?: unknown; readonly source?: string }): void {
    const { message } = this;
    this.message = new SentMessage(message.type, data === undefined ? message.data : data, source ?? message.source, message.timestamp);
  }

  /** An interceptor speaks from where the message was sent. */
  #placeOfInterceptor(): Place {
    const place = new Place(this.bus, this.sender.service, undefined, this.parent);
    place.isCauseKnown = this.dispatch !== undefined;
    place.handling = this.dispatch?.cause === undefined ? undefined : this.sender.handling ?? this.parent?.handling;
    place.flow = this.dispatch?.flow;
    return place;
  }

  /** Ends it before any handler. */
  protected refuse(error: CoreError): Result {
    this.#end ??= { outcome: "refused", reason: error.message };
    this.#failures.push(error);
    return this.failed(error);
  }

  #settle(): void {
    if (this.dispatch === undefined) return;
    const { outcome, reason } = this.#end ?? { outcome: this.#outcome() };
    this.bus.tapping?.settled(this.dispatch, outcome, reason);
  }

  #outcome(): DispatchOutcome {
    if (this.#failures.length > 0) return "failed";
    if (this.list === "ACTION") return "done";
    return this.#hasAnswer ? "answered" : "unanswered";
  }
}

function tooDeep(type: string, parent: Place, limit: number): CoreError {
  const chain = [type, ...[...parent.openPlaces()].map((place) => place.type)].reverse();
  const shown = chain.length > CHAIN_TYPES ? ["…", ...chain.slice(-CHAIN_TYPES)] : chain;
  return new CoreError("limit.depth", `Cannot send "${type}": ${limit} handlings are open inside one another: ${shown.join(" → ")}`, { limit, type, chain });
}
