/**
 * A channel for one reply, put into the data of a message by its sender. The receiver always learns how it ended: by the first
 * reply, or by an error that says why there is none.
 */
import { checkTimeout } from "./deadline.ts";
import type { Delivery } from "./delivery.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { CoreError } from "./errors.ts";

/** By this global symbol a channel is known in a payload, whichever copy of the library made it. */
export const REPLY_CHANNEL: unique symbol = Symbol.for("core-ipc.replyChannel");

export interface ReplyChannelOptions {
  /** How long to wait for a reply from now on, however the dispatch ends; without it, as long as the dispatch takes. */
  readonly timeoutMs?: number;
}

type State<Value> =
  | { readonly kind: "waiting" }
  | { readonly kind: "replied"; readonly value: Value }
  | { readonly kind: "failed"; readonly error: CoreError };

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
  #state: State<Value> = { kind: "waiting" };
  #promise: Promise<Value> | undefined;
  #settle: { resolve(value: Value): void; reject(error: CoreError): void } | undefined;
  #open = 0;
  #handled = 0;
  #failures: readonly CoreError[] = [];

  constructor(bus: Dispatcher, { timeoutMs }: ReplyChannelOptions) {
    checkTimeout(timeoutMs);
    this.#bus = bus;
    bus.careful++;
    if (timeoutMs === undefined) return;
    this.#cancelTimer = bus.settings.clock.setTimer(() => {
      this.#fail(new CoreError("reply.timedOut", `Cannot receive a reply${this.#onWhat()}: none came within ${timeoutMs} ms`, { timeoutMs }));
    }, timeoutMs);
  }

  /** Sends the reply. The first one counts; a second or a late one is reported to `onError`. */
  send(value: Value): void {
    for (const { delivery, member } of this.#carriers) {
      if (delivery.dispatch !== undefined) this.#bus.tapping?.tell("replied", delivery.dispatch, member, value);
    }
    const type = this.#carriers[0]?.delivery.message.type;
    switch (this.#state.kind) {
      case "replied":
        return this.#bus.report(new CoreError("reply.duplicate", `Cannot send a second reply${this.#onWhat()}: the first one counts`, { type }));
      case "failed":
        return this.#bus.report(new CoreError("reply.late", `Cannot send a reply${this.#onWhat()}: its receiver was told that there is none`, { type }, { cause: this.#state.error }));
      case "waiting":
        this.#end({ kind: "replied", value });
        this.#settle?.resolve(value);
    }
  }

  /** Waits for the reply. Rejects with `reply.failed`, `reply.unhandled`, `reply.missing` or `reply.timedOut`. Each call gives the same. */
  receive(): Promise<Value> {
    return this.#promise ??= new Promise<Value>((resolve, reject) => {
      if (this.#state.kind === "replied") resolve(this.#state.value);
      else if (this.#state.kind === "failed") reject(this.#state.error);
      else this.#settle = { resolve, reject };
    });
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
    if (this.#open === 0 && this.#cancelTimer === undefined) this.#fail(this.#errorOf(type));
  }

  #errorOf(type: string): CoreError {
    const [first] = this.#failures;
    if (first !== undefined) return new CoreError("reply.failed", `Cannot receive a reply on "${type}": ${first.message}`, { type, failures: this.#failures }, { cause: first });
    if (this.#handled === 0) return new CoreError("reply.unhandled", `Cannot receive a reply on "${type}": nobody handles it`, { type });
    return new CoreError("reply.missing", `Cannot receive a reply on "${type}": ${this.#handled} handled it, and nobody replied`, { type, handled: this.#handled });
  }

  #fail(error: CoreError): void {
    if (this.#state.kind !== "waiting") return;
    this.#end({ kind: "failed", error });
    this.#settle?.reject(error);
  }

  #end(state: State<Value>): void {
    this.#state = state;
    this.#bus.careful--;
    this.#cancelTimer?.();
  }

  #onWhat(): string {
    const type = this.#carriers[0]?.delivery.message.type;
    return type === undefined ? "" : ` on "${type}"`;
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
