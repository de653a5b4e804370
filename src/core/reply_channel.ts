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
import { type CoreError, coreError, isObject } from "./errors.ts";

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

/** A dispatch carries the channel in this member of its data; gives what to call when that dispatch is over. */
type Carry = (delivery: Delivery, member: string) => () => void;

export function makeReplyChannel<Value>(bus: Bus, options: ReplyChannelOptions): ReplyChannel<Value> {
  const carriers: { readonly delivery: Delivery; readonly member: string }[] = [];
  const failures: CoreError[] = [];
  let open = 0;
  let handled = 0;
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

  const errorOf = (type: string): CoreError => {
    const act = "receive a reply to";
    const [cause] = failures;
    if (cause) return coreError("reply.failed", act, { type, failures }, undefined, cause);
    return handled > 0
      ? coreError("reply.missing", act, { type, handled }, `none of ${handled} handlers answered`)
      : coreError("reply.unhandled", act, { type }, "nobody is registered for it");
  };
  const carry: Carry = (delivery, member) => {
    carriers.push({ delivery, member });
    open++;
    return () => {
      open--;
      handled += delivery.handled;
      failures.push(...errorsOf(delivery));
      if (open === 0 && options.timeoutMs === undefined && !life.isDisposed) life.expire(errorOf(delivery.message.type));
    };
  };

  return {
    [REPLY_CHANNEL]: carry,
    receive: () => reply,
    send(value) {
      for (const { delivery: { dispatch }, member } of carriers) {
        if (dispatch) tell(bus, "replied", dispatch, member, value);
      }
      const { isDisposed, error } = life;
      resolve(value);
      life.dispose();
      if (!isDisposed) return;
      const detail = { type: carriers[0]?.delivery.message.type };
      report(bus, error
        ? coreError("reply.late", "send a reply to", detail, "it comes too late")
        : coreError("reply.duplicate", "send a reply to", detail, "the first one counts"));
    },
  } as ReplyChannel<Value>;
}

/** Finds the channels among the top-level members of a dispatch's data. Gives what to call when it is over. */
export function carryChannels(delivery: Delivery): (() => void)[] {
  const { data } = delivery.message;
  return isObject(data) ? Object.entries(Object.getOwnPropertyDescriptors(data)).flatMap(([member, { value }]) =>
    (value as { readonly [REPLY_CHANNEL]?: Carry } | null | undefined)?.[REPLY_CHANNEL]?.(delivery, member) ?? []) : [];
}
