/**
 * A channel for one reply, put into the data of a message by its sender. The receiver always learns how it ended: by the first
 * reply, or by an error that says why there is none.
 */
import { checkTimeout } from "./deadline.ts";
import type { Delivery } from "./delivery.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { type CoreError, coreError } from "./errors.ts";

/** By this global symbol a channel is known in a payload, whichever copy of the library made it. */
export const REPLY_CHANNEL: unique symbol = Symbol.for("core-ipc.replyChannel");

export interface ReplyChannelOptions {
  /** How long to wait for a reply from now on, however the dispatch ends; without it, as long as the dispatch takes. */
  readonly timeoutMs?: number;
}

/**
 * Made by `core.replyChannel()`. Its place is a top-level member of `data`.
 * @example
 * const response = core.replyChannel<string[]>();
 * core.ACTION({ type: "users.search", data: { query: "a", response } });
 * const rows = await response.receive();
 */
export class ReplyChannel<Value = unknown> {
  readonly [REPLY_CHANNEL] = true;
  readonly #bus: Dispatcher;
  readonly #carriers: { readonly delivery: Delivery<unknown>; readonly member: string }[] = [];
  readonly #cancelTimer: (() => void) | undefined;
  readonly #reply: Promise<Value>;
  #resolve!: (value: Value) => void;
  #reject!: (error: CoreError) => void;
  /** The value is the first reply's; what was thrown says why there is none. */
  #end: "replied" | CoreError | undefined;
  #open = 0;
  #handled = 0;
  #failures: readonly CoreError[] = [];

  constructor(bus: Dispatcher, { timeoutMs }: ReplyChannelOptions) {
    checkTimeout(timeoutMs);
    this.#bus = bus;
    bus.careful++;
    this.#reply = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#reply.catch(() => {});
    if (timeoutMs === undefined) return;
    this.#cancelTimer = bus.settings.clock.setTimer(() => this.#settle(coreError("reply.timedOut", "receive a reply", { timeoutMs }, `none within ${timeoutMs} ms`)), timeoutMs);
  }

  /** Sends the reply. The first one counts; a second or a late one is reported to `onError`. */
  send(value: Value): void {
    const [first] = this.#carriers;
    for (const { delivery, member } of this.#carriers) {
      if (delivery.dispatch !== undefined) this.#bus.tapping?.tell("replied", [delivery.dispatch, member, value]);
    }
    if (this.#end === undefined) {
      this.#settle("replied");
      return this.#resolve(value);
    }
    const isSecond = this.#end === "replied";
    this.#bus.report(coreError(isSecond ? "reply.duplicate" : "reply.late", "send a reply to", { type: first?.delivery.message.type }, isSecond ? "the first one counts" : "its receiver was told that there is none"));
  }

  /** Waits for the reply. Rejects with `reply.failed`, `reply.unhandled`, `reply.missing` or `reply.timedOut`. Each call gives the same. */
  receive(): Promise<Value> {
    return this.#reply;
  }

  /** A dispatch carries it. Called by the bus. @internal */
  attach(delivery: Delivery<unknown>, member: string): void {
    this.#carriers.push({ delivery, member });
    this.#open++;
  }

  /** A dispatch that carried it is over. Called by the bus. @internal */
  detach({ message: { type }, handled }: Delivery<unknown>, failures: readonly CoreError[]): void {
    this.#open--;
    this.#handled += handled;
    this.#failures = [...this.#failures, ...failures];
    if (this.#open === 0 && this.#cancelTimer === undefined) this.#settle(this.#errorOf(type));
  }

  #errorOf(type: string): CoreError {
    const act = "receive a reply to";
    const [cause] = this.#failures;
    if (cause !== undefined) return coreError("reply.failed", act, { type, failures: this.#failures }, undefined, cause);
    if (this.#handled === 0) return coreError("reply.unhandled", act, { type }, "nobody handles it");
    return coreError("reply.missing", act, { type, handled: this.#handled }, `none of ${this.#handled} handlers replied`);
  }

  #settle(end: "replied" | CoreError): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#bus.careful--;
    this.#cancelTimer?.();
    if (end !== "replied") this.#reject(end);
  }
}

/** Attaches the channels among the top-level members of a dispatch's data. */
export function carryChannels(delivery: Delivery<unknown>): ReplyChannel[] {
  const channels: ReplyChannel[] = [];
  const { data } = delivery.message;
  if (data === null || typeof data !== "object") return channels;
  for (const [member, { value }] of Object.entries(Object.getOwnPropertyDescriptors(data))) {
    if (!(value instanceof ReplyChannel)) continue;
    value.attach(delivery, member);
    channels.push(value);
  }
  return channels;
}
