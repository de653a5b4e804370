/**
 * One dispatch, delivered with care: told to the taps, validated, intercepted, under a deadline, with the reply channels in its
 * data. Each verb extends it with how its handlers are called and what the sender gets.
 */
import type { SendOptions } from "./core.ts";
import { checkTimeout, Deadline } from "./deadline.ts";
import { type StandardSchema, SCHEMA, type WithSchema } from "./definition.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { type CoreError, coreError, inWords } from "./errors.ts";
import { type Ending, handle } from "./handling.ts";
import type { InterceptorControl, RegisteredInterceptor } from "./interceptor.ts";
import { CHAIN_TYPES } from "./limits.ts";
import type { MessageInput, SentMessage, Verb } from "./message.ts";
import { Place } from "./place.ts";
import { carryChannels } from "./reply_channel.ts";
import type { Registered, TaskControl } from "./subscription.ts";
import type { DispatchOutcome, HandlingOutcome, Interception } from "./tap.ts";
import type { TappedDispatch } from "./taps.ts";
import { after, isThenable, settle } from "./thenable.ts";
import { invalid } from "./validate.ts";

export abstract class Delivery<Result> {
  readonly bus: Dispatcher;
  readonly verb: Verb;
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
  #end: { readonly outcome: DispatchOutcome; readonly reason: string } | undefined;
  #hasAnswer = false;
  #handlings = 0;

  /** @throws TypeError when the message is none, RangeError when the time limit is none. */
  constructor(bus: Dispatcher, verb: Verb, sender: Place, input: MessageInput, options: SendOptions = {}) {
    checkTimeout(options.timeoutMs);
    this.bus = bus;
    this.verb = verb;
    this.sender = sender;
    this.subscriptions = bus.match(verb, input).subscriptions;
    this.message = bus.messageOf(input, sender);
    this.parent = sender.openPlace();
    this.#options = options;
    this.#schema = (input as WithSchema)[SCHEMA] ?? bus.settings.schemas.get(input.type);
  }

  /** Calls the handlers and gives what the sender gets. */
  protected abstract deliver(): Result | Promise<Result>;
  /** What the sender gets when an interceptor answers. */
  protected abstract answered(value: unknown): Result;
  /** What the sender gets when the message never reached a handler. */
  protected abstract failed(error: CoreError): Result | Promise<Result>;
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
  outcomeOf(value: unknown): HandlingOutcome {
    if (this.verb === "ACTION") return "done";
    this.#hasAnswer ||= value !== undefined;
    if (value !== undefined) return "answered";
    return this.verb === "PERFORM" ? "done" : "declined";
  }

  /** Its patience, or that of one handler, came to an end. */
  stoppedBy({ code, message }: CoreError): void {
    this.#end ??= { outcome: code === "aborted" ? "aborted" : "timedOut", reason: message };
  }

  /** Runs one handler and takes note of how it ended. */
  protected run(subscription: Registered, control?: (place: Place) => TaskControl): Ending | Promise<Ending> {
    return after(handle(this, subscription, control), (ending) => {
      if (ending.error !== undefined) this.#failures.push(ending.error);
      this.ended(ending);
      return ending;
    });
  }

  /** Runs all handlers: their synchronous parts in registration order and the rest together, or one after another. */
  protected callAll(isSerial: boolean): Ending[] | Promise<Ending[]> {
    if (isSerial) return this.#callInTurn();
    const endings = this.subscriptions.map((subscription) => this.run(subscription));
    return endings.some(isThenable) ? settle(endings) : endings as Ending[];
  }

  async #callInTurn(): Promise<Ending[]> {
    const endings: Ending[] = [];
    for (const subscription of this.subscriptions) {
      if (this.deadline?.error === undefined) endings.push(await this.run(subscription));
    }
    return endings;
  }

  /** Ends it before any handler. */
  protected refuse(error: CoreError): Result | Promise<Result> {
    this.#end ??= { outcome: "refused", reason: error.message };
    this.#failures.push(error);
    return this.failed(error);
  }

  #admit(interceptors: readonly RegisteredInterceptor[]): Result | Promise<Result> {
    const { bus, verb, message, parent } = this;
    const { type } = message;
    const { limits, clock } = bus.settings;
    if (parent?.isAtLimit(limits.depth)) return this.refuse(tooDeep(type, parent, limits.depth));
    if (bus.waitingQueries > limits.queries && verb.startsWith("Q")) {
      return this.refuse(coreError("limit.queries", "ask", { limit: limits.queries, type }, `${limits.queries} queries are waiting`));
    }
    const { timeoutMs, signal } = this.#options;
    if (verb === "PERFORM" || timeoutMs !== undefined || signal !== undefined) {
      this.deadline = new Deadline(clock, type, this.#options, bus.patience, (ms) => this.#timedOut(ms));
      const { error } = this.deadline;
      if (error !== undefined) {
        this.stoppedBy(error);
        return this.refuse(error);
      }
    }
    const intercept = () => this.#intercept(interceptors, 0);
    if (this.#schema === undefined) return intercept();
    return after(invalid(this.#schema, message), (error) => error === undefined ? intercept() : this.refuse(error));
  }

  #timedOut(timeoutMs: number): CoreError {
    const { verb, message: { type } } = this;
    const reason = `no ${verb.startsWith("Q") ? "answer" : "end"} within ${timeoutMs} ms`;
    this.#end ??= { outcome: "timedOut", reason };
    if (verb === "ACTION") return coreError("handler.timedOut", "handle", { handler: "", service: undefined, type }, reason);
    return coreError(verb === "PERFORM" ? "task.timedOut" : "query.timedOut", verb === "PERFORM" ? "perform" : "answer", { type, timeoutMs }, reason);
  }

  #intercept(interceptors: readonly RegisteredInterceptor[], index: number): Result | Promise<Result> {
    const { bus, verb, message: { type } } = this;
    const registered = interceptors[index];
    if (registered === undefined) {
      this.subscriptions = bus.match(verb, this.message).subscriptions;
      return this.deliver();
    }
    const { name: by, interceptor } = registered;
    let given: [Result | Promise<Result>] | [] | undefined;
    const decide = (change: Interception["change"], more: Partial<Interception>, give: () => Result | Promise<Result>) => {
      if (given !== undefined) throw new TypeError(`Cannot decide twice on "${type}" in ${by}: the first call counts`);
      given = [];
      if (this.dispatch !== undefined) bus.tapping?.tell("intercepted", this.dispatch, { by, change, at: bus.settings.clock.now(), ...more });
      const result = give();
      if (isThenable(result)) result.catch(() => {});
      given = [result];
      return result;
    };
    const control: InterceptorControl = {
      next: (changed) => {
        if (changed !== undefined) this.message = this.message.with(changed);
        const handlers = bus.match(verb, this.message).subscriptions.length;
        const more = changed === undefined ? { handlers } : { handlers, data: this.message.data };
        return decide(changed === undefined ? "passed" : "changed", more, () => this.#intercept(interceptors, index + 1));
      },
      answer: (value) => {
        this.#end ??= { outcome: "answeredByInterceptor", reason: `answered by ${by}` };
        void decide("answered", { handlers: 0 }, () => this.answered(value));
      },
      drop: (reason) => {
        this.#end ??= { outcome: "dropped", reason };
        void decide("dropped", { handlers: 0, reason }, () => this.refuse(coreError("dropped", "deliver", { type, reason }, `${by} dropped it: ${reason}`)));
      },
    };
    const follow = () => {
      if (given === undefined) control.drop(`${by} did not pass it on`);
      return (given as [Result | Promise<Result>])[0];
    };
    const fail = (cause: unknown) => this.refuse(coreError("interceptor.failed", "deliver", { interceptor: by, type }, `${by} failed: ${inWords(cause)}`, cause));
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

  #outcome(): DispatchOutcome {
    if (this.#failures.length > 0) return "failed";
    if (this.verb === "ACTION") return "done";
    return this.#hasAnswer ? "answered" : "unanswered";
  }
}

function tooDeep(type: string, parent: Place, limit: number): CoreError {
  const chain = [...parent.openPlaces().map((place) => place.type).reverse(), type];
  const shown = chain.length > CHAIN_TYPES ? ["…", ...chain.slice(-CHAIN_TYPES)] : chain;
  return coreError("limit.depth", "send", { limit, type, chain }, `${limit} handlings are open inside one another: ${shown.join(" → ")}`);
}
