/**
 * One dispatch, delivered with care: told to the taps, validated, intercepted, under a deadline, with the reply channels in its
 * data. Each verb extends it with how its handlers are called and what the sender gets.
 */
import type { SendOptions } from "./core.ts";
import { checkTimeout, Deadline } from "./deadline.ts";
import { type StandardSchema, SCHEMA, type WithSchema } from "./definition.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { type CoreError, type CoreErrorCode, coreError, inWords } from "./errors.ts";
import { type Ending, handle } from "./handling.ts";
import type { InterceptorControl, RegisteredInterceptor } from "./interceptor.ts";
import { CHAIN_TYPES } from "./limits.ts";
import type { MessageInput, SentMessage, Verb } from "./message.ts";
import { Place } from "./place.ts";
import type { Registry } from "./registry.ts";
import { carryChannels, type ReplyChannel } from "./reply_channel.ts";
import type { Registered, TaskControl } from "./subscription.ts";
import type { DispatchOutcome, HandlingOutcome, Interception } from "./tap.ts";
import type { TappedDispatch } from "./taps.ts";
import { after, isThenable } from "./thenable.ts";
import { invalid } from "./validate.ts";

export abstract class Delivery<Result> {
  readonly bus: Dispatcher;
  readonly verb: Verb;
  readonly sender: Place;
  /** The innermost open handling that this dispatch is nested in. */
  readonly parent: Place | undefined;
  message: SentMessage;
  dispatch: TappedDispatch | undefined;
  deadline: Deadline | undefined;
  /** How many handlers have run. */
  handled = 0;
  /** How many handlings the taps were told of. */
  handlings = 0;
  protected subscriptions: readonly Registered[];
  readonly #options: SendOptions;
  readonly #schema: StandardSchema | undefined;
  readonly #registry: Registry;
  #channels: ReplyChannel[] = [];
  #failures: CoreError[] = [];
  #end: { readonly outcome: DispatchOutcome; readonly reason: string } | undefined;
  #hasAnswer = false;

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
    this.#registry = bus.registries[verb];
  }

  /** Calls the handlers and gives what the sender gets. */
  protected abstract deliver(): Result | Promise<Result>;
  /** What the sender gets when an interceptor answers. */
  protected abstract answered(value: unknown): Result;
  /** What the sender gets when the message never reached a handler. */
  protected abstract failed(error: CoreError): Result | Promise<Result>;

  start(): Result | Promise<Result> {
    const { bus, message: { type } } = this;
    const interceptors = bus.interceptors.filter((each) => each.pattern.matches(type));
    this.dispatch = bus.tapping?.dispatched(this, interceptors.length > 0 ? undefined : this.subscriptions.length);
    this.#channels = carryChannels(this);
    this.#registry.open.add(this);
    const result = after(this.objection(), (error) => error === undefined ? this.#intercept(interceptors) : this.#refuse(error));
    if (isThenable(result)) return (result as Promise<Result>).finally(() => this.finish());
    this.finish();
    return result;
  }

  /** What it means that a handler gave `value`. */
  outcomeOf(value: unknown): HandlingOutcome {
    if (this.verb === "ACTION") return "done";
    this.#hasAnswer ||= value !== undefined;
    if (value !== undefined) return "answered";
    return this.verb === "PERFORM" ? "done" : "declined";
  }

  /** It ends otherwise than by its handlings: its patience or that of one handler came to an end, or it is refused. */
  stoppedBy({ code, message }: CoreError): void {
    const start = `"${this.message.type}": `;
    this.#endAs(STOPPED[code] ?? (code.endsWith("timedOut") ? "timedOut" : "refused"), message.slice(message.indexOf(start) + start.length));
  }

  /** Runs one handler and takes note of how it ended. */
  protected run(subscription: Registered, control?: (place: Place) => TaskControl): Ending | Promise<Ending> {
    return after(handle(this, subscription, control), (ending) => {
      if (ending.error !== undefined) this.#fail(ending.error);
      return ending;
    });
  }

  /** Runs all handlers: their synchronous parts in registration order and the rest together, or one after another. */
  protected callAll(isSerial: boolean): Ending[] | Promise<Ending[]> {
    if (isSerial) return this.#callInTurn();
    const endings = this.subscriptions.map((subscription) => this.run(subscription));
    return endings.some(isThenable) ? Promise.all(endings) : endings as Ending[];
  }

  /** Why it must not be delivered. */
  protected objection(): CoreError | undefined | Promise<CoreError | undefined> {
    const { bus, verb, message, parent } = this;
    const { type } = message;
    const { limits, clock } = bus.settings;
    const { timeoutMs, signal } = this.#options;
    if (parent?.isAtLimit(limits.depth)) return tooDeep(type, parent, limits.depth);
    const isTask = verb === "PERFORM";
    const limit = isTask ? limits.tasks : limits.queries;
    if (verb !== "ACTION" && this.#registry.open.size > limit) {
      return coreError(isTask ? "limit.tasks" : "limit.queries", "send", { limit, type }, `${limit} are waiting for their answers`);
    }
    if (isTask || timeoutMs !== undefined || signal !== undefined) this.deadline = new Deadline(clock, type, this.#options, bus.patience, (ms) => this.#timedOut(ms));
    return this.deadline?.error ?? (this.#schema && invalid(this.#schema, message));
  }

  protected finish(): void {
    this.#registry.open.delete(this);
    for (const channel of this.#channels) channel.detach(this, this.#failures);
    this.deadline?.dispose();
    const outcome = this.#failures.length > 0 ? "failed" : this.verb === "ACTION" ? "done" : this.#hasAnswer ? "answered" : "unanswered";
    if (this.dispatch !== undefined) this.bus.tapping?.settled(this.dispatch, this.#end?.outcome ?? outcome, this.#end?.reason);
  }

  async #callInTurn(): Promise<Ending[]> {
    const endings: Ending[] = [];
    for (const subscription of this.subscriptions) {
      if (this.deadline?.error === undefined) endings.push(await this.run(subscription));
    }
    return endings;
  }

  /** Ends it before any handler. */
  #refuse(error: CoreError): Result | Promise<Result> {
    this.stoppedBy(error);
    this.#fail(error);
    return this.failed(error);
  }

  #fail(error: CoreError): void {
    this.#failures.push(error);
    if (this.verb === "ACTION" && error.code !== "dropped") this.bus.report(error);
  }

  #endAs(outcome: DispatchOutcome, reason: string): void {
    this.#end ??= { outcome, reason };
  }

  #timedOut(timeoutMs: number): CoreError {
    const { verb, message: { type } } = this;
    const [noun, act, awaited] = LATE[verb];
    const error = coreError(`${noun}.timedOut`, act, { handler: "", service: undefined, type, timeoutMs }, `no ${awaited} within ${timeoutMs} ms`);
    this.stoppedBy(error);
    return error;
  }

  #intercept([first, ...others]: readonly RegisteredInterceptor[]): Result | Promise<Result> {
    const { bus, verb, message: { type } } = this;
    if (first === undefined) {
      this.subscriptions = bus.match(verb, this.message).subscriptions;
      return this.deliver();
    }
    const { name: by, interceptor } = first;
    let given: { result?: Result | Promise<Result> } | undefined;
    const decide = (change: Interception["change"], told: () => Partial<Interception>, give: () => Result | Promise<Result>) => {
      if (given !== undefined) throw new TypeError(`Cannot decide twice on "${type}" in ${by}: the first call counts`);
      given = {};
      const more = told();
      if (this.dispatch !== undefined) bus.tapping?.tell("intercepted", [this.dispatch, { by, change, at: bus.settings.clock.now(), ...more }]);
      const result = given.result = give();
      if (isThenable(result)) result.catch(() => {});
      return result;
    };
    const control: InterceptorControl = {
      next: (changed) => decide(changed === undefined ? "passed" : "changed", () => {
        if (changed !== undefined) this.message = this.message.with(changed);
        return { handlers: bus.match(verb, this.message).subscriptions.length, ...(changed && { data: this.message.data }) };
      }, () => this.#intercept(others)),
      answer: (value) => void decide("answered", () => ({ handlers: 0 }), () => {
        this.#endAs("answeredByInterceptor", `answered by ${by}`);
        return this.answered(value);
      }),
      drop: (reason) => void decide("dropped", () => ({ handlers: 0, reason }), () => {
        this.#endAs("dropped", reason);
        return this.#refuse(coreError("dropped", "deliver", { type, reason }, `${by} dropped it: ${reason}`));
      }),
    };
    const follow = () => {
      if (given === undefined) control.drop(`${by} did not pass it on`);
      return given?.result as Result | Promise<Result>;
    };
    const fail = (cause: unknown) => this.#refuse(coreError("interceptor.failed", "deliver", { interceptor: by, type }, `${by} failed: ${inWords(cause)}`, cause));
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
}

/** How a dispatch ends that is stopped by an error, where its code does not say so itself. */
const STOPPED: { readonly [Code in CoreErrorCode]?: DispatchOutcome } = { aborted: "aborted", "task.cancelled": "aborted" };

/** For the error of what takes too long: its kind, what was to be done, and what did not come. */
const ANSWER = ["query", "answer", "answer"] as const;
const LATE = { ACTION: ["handler", "handle", "end"], QUERY: ANSWER, QUERYALL: ANSWER, PERFORM: ["task", "perform", "end"] } as const;

function tooDeep(type: string, parent: Place, limit: number): CoreError {
  const chain = [...parent.openPlaces().map((place) => place.type).reverse(), type];
  const shown = chain.length > CHAIN_TYPES ? ["…", ...chain.slice(-CHAIN_TYPES)] : chain;
  return coreError("limit.depth", "send", { limit, type, chain }, `${limit} handlings are open inside one another: ${shown.join(" → ")}`);
}
