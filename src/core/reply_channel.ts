/**
 * A channel for one reply, put into the data of a message by its sender. The receiver always learns how it ended: by the first
 * reply, or by an error that says why there is none.
 */
import { Deadline } from "./deadline.ts";
import type { Delivery } from "./delivery.ts";
import type { Bus } from "./bus.ts";
import { errorsOf } from "./ending.ts";
import { report } from "./report.ts";
import { tell } from "./taps.ts";
import { type CoreError, coreError, isObject, unanswered } from "./errors.ts";

/** By this global symbol a channel is known in a payload, whichever copy of the library made it. */
export const REPLY_CHANNEL: unique symbol = Symbol.for("core-ipc.replyChannel");

/** How long a receiver is patient. */
export interface ReplyChannelOptions {
  /** How long to wait for a reply from now on, however the dispatch ends; without it, as long as the dispatch takes. */
  readonly timeoutMs?: number;
}

/**
 * Made by `core.replyChannel()`. Its place is a top-level member of `data`.
 * @example
 * const response = core.replyChannel<string[]>();
 * void core.ACTION({ type: "users.search", data: { query: "a", response } });
 * const rows = await response.receive();
 */
export interface ReplyChannel<Value = unknown> {
  /** Sends the reply. The first one counts; a second or a late one is reported to `onError`. */
  send(value: Value): void;
  /** Waits for the reply. Rejects with `reply.failed`, `reply.unhandled`, `reply.missing` or `reply.timedOut`. Each call gives the same. */
  receive(): Promise<Value>;
}

export function makeReplyChannel<Value>(bus: Bus, options: ReplyChannelOptions | undefined): ReplyChannel<Value> {
  /** Of each dispatch that carries it: tells the taps of a reply. */
  const carriers: ((value: Value) => void)[] = [];
  const failures: CoreError[] = [];
  // With a time limit it never comes down to none.
  let open = options?.timeoutMs === undefined ? 0 : Infinity;
  let handled = 0;
  /** Of the first dispatch that carried it. */
  let type: string | undefined;
  let resolve!: (value: Value) => void;
  /** Comes when it is sure that there is no reply; its error says why. Disposed: its end is known. */
  const life = new Deadline(bus, "", options, (timeoutMs) => coreError("reply.timedOut", "receive a reply", { timeoutMs }, `no answer within ${timeoutMs} ms`));
  const reply = new Promise<Value>((settle, reject) => {
    resolve = settle;
    life.onDispose(() => {
      bus.channels--;
      reject(life.error);
    });
  });
  reply.catch(() => {});
  bus.channels++;

  return {
    /** A dispatch carries it in this member of its data; gives what to call when that dispatch is over. */
    [REPLY_CHANNEL](delivery: Delivery, member: string) {
      type ??= delivery.message.type;
      carriers.push((value) => delivery.dispatch && tell(bus, "replied", delivery.dispatch, member, value));
      open++;
      return () => {
        handled += delivery.handled;
        failures.push(...errorsOf(delivery));
        if (--open > 0 || life.isDisposed) return;
        const [cause] = failures;
        life.expire(coreError(cause ? "reply.failed" : handled > 0 ? "reply.missing" : "reply.unhandled", "receive a reply to", { type: type as string, failures, handled }, cause ? undefined : unanswered(handled), cause));
      };
    },
    receive: () => reply,
    send(value: Value) {
      for (const tellOf of carriers) tellOf(value);
      const { isDisposed, error } = life;
      resolve(value);
      life.dispose();
      if (isDisposed) report(bus, coreError(error ? "reply.late" : "reply.duplicate", "send a reply to", { type }, error ? "too late" : "the first one counts"));
    },
  } as ReplyChannel<Value>;
}

/** Tells the channels in the data of a dispatch that it carries them; gives what to call when it is over. */
export function carryChannels(delivery: Delivery): (() => void)[] {
  const { data } = delivery.message;
  return isObject(data) ? Object.entries(Object.getOwnPropertyDescriptors(data)).flatMap(([member, { value }]) =>
    (value as { [REPLY_CHANNEL]?(delivery: Delivery, member: string): () => void } | null | undefined)?.[REPLY_CHANNEL]?.(delivery, member) ?? []) : [];
}
