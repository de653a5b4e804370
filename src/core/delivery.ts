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
import type { InterceptorControl, RegisteredInterceptor } from "./interceptor.ts";
import { CHAIN_TYPES } from "./limits.ts";
import type { MessageInput, SentMessage, Verb } from "./message.ts";
import { Place } from "./place.ts";
import { carryChannels } from "./reply_channel.ts";
import type { Registered, SubscriptionVerb } from "./subscription.ts";
import type { DispatchOutcome, HandlingOutcome, Interception } from "./tap.ts";
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
  /** What the sender gets when the message never reached a handler. */
  protected abstract failed(error: CoreError): Result | Promise<Result>;
  protected abstract timedOut(timeoutMs: number): CoreError;
  /** Told as each handling ends. */
  protected ended(_ending: Ending): void {}

  start(): Result | Promise<Result> {
    const { bus } = this;
    const interceptors = bus.interceptors.filter((each) => each.pattern.matches(this.message.type));
    const handlers = interceptors.length === 0 ? this.subscriptions.length : undefined;
    this.dispatch = bus.tapping?.dispatched(this.verb, this.message, handlers, this.sender, bus.lifecycle.isStartup);
    const channels = carryChannels(this);
    const finish = () => {
      for (const channel of channels) channel.detach(this, this.#failures);
      this.deadline?.dispose();
      if (this.dispatch !== undefined) bus.tapping?.settled(this.dispatch, this.#end?.outcome ?? this.#outcome(), this.#end?.reason);
    };
    const result = this.#admit(interceptors);
    if (isThenable(result)) return (result as Promise<Result>).finally(finish);
    finish();
    return result;
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
    const { bus, message: { type } } = this;
    const registered = interceptors[index];
    if (registered === undefined) {
      this.subscriptions = bus.match(this.list, this.message).subscriptions;
      return this.deliver();
    }
    const { name: by, interceptor } = registered;
    let given: { readonly result: Result | Promise<Result> } | undefined;
    const decide = (change: Interception["change"], give: () => Result | Promise<Result>, more: Partial<Interception> = { handlers: 0 }) => {
      if (given !== undefined) throw new TypeError(`Cannot decide twice on "${type}" in ${by}: the first call counts`);
      if (this.dispatch !== undefined) bus.tapping?.tell("intercepted", this.dispatch, { by, change, at: bus.settings.clock.now(), ...more });
      given = { result: undefined as Result };
      const result = give();
      if (isThenable(result)) (result as Promise<Result>).catch(() => {});
      given = { result };
      return result;
    };
    const control: InterceptorControl = {
      next: (changed) => {
        if (changed !== undefined) this.message = this.message.with(changed);
        const handlers = bus.match(this.list, this.message).subscriptions.length;
        return decide(changed === undefined ? "passed" : "changed", () => this.#intercept(interceptors, index + 1), changed === undefined ? { handlers } : { handlers, data: this.message.data });
      },
      answer: (value) => {
        this.#end ??= { outcome: "answeredByInterceptor", reason: `answered by ${by}` };
        decide("answered", () => this.answered(value));
      },
      drop: (reason) => {
        this.#end ??= { outcome: "dropped", reason };
        decide("dropped", () => this.refuse(new CoreError("dropped", `Cannot deliver "${type}": ${by} dropped it: ${reason}`, { type, reason })), { handlers: 0, reason });
      },
    };
    const fail = (cause: unknown) => this.refuse(new CoreError("interceptor.failed", `Cannot pass "${type}" through ${by}: ${inWords(cause)}`, { interceptor: by, type }, { cause }));
    const follow = () => {
      if (given === undefined) control.drop(`${by} did not pass it on`);
      return (given as { readonly result: Result | Promise<Result> }).result;
    };
    try {
      const returned = interceptor(this.#placeOfInterceptor().view, this.message, control);
      return isThenable(returned) ? Promise.resolve(returned).then(follow, fail) : follow();
    } catch (cause) {
      return fail(cause);
    }
  }

  /** An interceptor speaks from where the message was sent, and because of what it was sent. */
  #placeOfInterceptor(): Place {
    const { cause, by, flow } = this.dispatch ?? {};
    const place = new Place(this.bus, this.sender.service, undefined, this.parent);
    place.cause = cause === undefined ? null : { cause, by, flow: flow as number };
    place.flow = flow;
    return place;
  }

  /** Ends it before any handler. */
  protected refuse(error: CoreError): Result | Promise<Result> {
    this.#end ??= { outcome: "refused", reason: error.message };
    this.#failures.push(error);
    return this.failed(error);
  }

  #outcome(): DispatchOutcome {
    if (this.#failures.length > 0) return "failed";
    if (this.list === "ACTION") return "done";
    return this.#hasAnswer ? "answered" : "unanswered";
  }
}

function tooDeep(type: string, parent: Place, limit: number): CoreError {
  const chain = [type, ...parent.openPlaces().map((place) => place.type)].reverse();
  const shown = chain.length > CHAIN_TYPES ? ["…", ...chain.slice(-CHAIN_TYPES)] : chain;
  return new CoreError("limit.depth", `Cannot send "${type}": ${limit} handlings are open inside one another: ${shown.join(" → ")}`, { limit, type, chain });
}
