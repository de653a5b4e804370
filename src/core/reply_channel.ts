/**
 * A channel for one reply, put into the data of a message by its sender. The receiver always learns how it ended: by the first
 * reply, or by an error that says why there is none.
 */
import { checkTimeout, Deadline } from "./deadline.ts";
import type { Delivery } from "./delivery.ts";
import { type Dispatcher, report } from "./dispatcher.ts";
import { type CoreError, coreError, isObject } from "./errors.ts";

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
  readonly #carriers: { readonly delivery: Delivery; readonly member: string }[] = [];
  readonly #reply: Promise<Value>;
  readonly #isTimed: boolean;
  /** Comes when it is sure that there is no reply; its error says why. Disposed: its end is known. */
  readonly #life: Deadline;
  #resolve!: (value: Value) => void;
  #open = 0;
  #handled = 0;
  #failures: readonly CoreError[] = [];

  constructor(bus: Dispatcher, options: ReplyChannelOptions) {
    checkTimeout(options.timeoutMs);
    this.#bus = bus;
    this.#isTimed = options.timeoutMs !== undefined;
    bus.careful++;
    this.#life = new Deadline(bus, "", options, (timeoutMs) => coreError("reply.timedOut", "receive a reply", { timeoutMs }, `none within ${timeoutMs} ms`));
    this.#reply = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#life.onDispose(() => {
        bus.careful--;
        reject(this.#life.error);
      });
    });
    this.#reply.catch(() => {});
  }

  /** Sends the reply. The first one counts; a second or a late one is reported to `onError`. */
  send(value: Value): void {
    const bus = this.#bus;
    for (const { delivery: { dispatch }, member } of this.#carriers) {
      if (dispatch) bus.tapping?.tell("replied", [dispatch, member, value]);
    }
    const { isDisposed, error } = this.#life;
    this.#resolve(value);
    this.#life.dispose();
    if (!isDisposed) return;
    const detail = { type: this.#carriers[0]?.delivery.message.type };
    report(bus, error
      ? coreError("reply.late", "send a reply to", detail, "it comes too late")
      : coreError("reply.duplicate", "send a reply to", detail, "the first one counts"));
  }

  /** Waits for the reply. Rejects with `reply.failed`, `reply.unhandled`, `reply.missing` or `reply.timedOut`. Each call gives the same. */
  receive(): Promise<Value> {
    return this.#reply;
  }

  /** A dispatch carries it. Called by the bus. @internal */
  attach(delivery: Delivery, member: string): void {
    this.#carriers.push({ delivery, member });
    this.#open++;
  }

  /** A dispatch that carried it is over. Called by the bus. @internal */
  detach({ message: { type }, handled, failures }: Delivery): void {
    this.#open--;
    this.#handled += handled;
    this.#failures = [...this.#failures, ...failures];
    if (this.#open === 0 && !this.#isTimed && !this.#life.isDisposed) this.#life.expire(this.#errorOf(type));
  }

  #errorOf(type: string): CoreError {
    const act = "receive a reply to";
    const [cause] = this.#failures;
    if (cause !== undefined) return coreError("reply.failed", act, { type, failures: this.#failures }, undefined, cause);
    if (this.#handled === 0) return coreError("reply.unhandled", act, { type }, "nobody is registered for it");
    return coreError("reply.missing", act, { type, handled: this.#handled }, `none of ${this.#handled} handlers answered`);
  }
}

/** Attaches the channels among the top-level members of a dispatch's data. */
export function carryChannels(delivery: Delivery): ReplyChannel[] {
  const { data } = delivery.message;
  return isObject(data) ? Object.entries(Object.getOwnPropertyDescriptors(data)).flatMap(([member, { value }]) => {
    if (!(value instanceof ReplyChannel)) return [];
    value.attach(delivery, member);
    return [value];
  }) : [];
}
