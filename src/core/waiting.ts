/**
 * Reading ACTIONs without being a handler of them: the next one, or all of them through a bounded buffer.
 */
import { Bell } from "./bell.ts";
import type { Bus } from "./bus.ts";
import { Deadline, type DeadlineOptions } from "./deadline.ts";
import { type CoreError, coreError, expectCount } from "./errors.ts";
import { hookIn } from "./hook.ts";
import type { Message } from "./message.ts";
import { parsePattern } from "./pattern.ts";

/** How `next()` waits. */
export interface NextOptions<Data = unknown> {
  /** Takes only messages that this says yes to. */
  readonly where?: (message: Message<Data>) => boolean;
  /** How long to wait, in milliseconds; without it, for ever. */
  readonly timeoutMs?: number;
  /** Stops waiting. */
  readonly signal?: AbortSignal;
}

/** How `messages()` keeps what a reader has not taken yet. */
export interface MessagesOptions {
  /** How many messages are kept for a slow reader; the Core's `queue` limit without it. */
  readonly size?: number;
  /** Ends the iteration when it aborts. */
  readonly signal?: AbortSignal;
}

/** The ACTIONs that match, from the call on. It listens until it is left, by `break` or `return()`, or its signal aborts. */
export interface MessageStream<Data = unknown> extends AsyncIterableIterator<Message<Data>, undefined> {
  /** How many messages it could not keep: the oldest go first. */
  readonly lost: number;
}

/** Waits for the next ACTION that matches. Rejects with what `where` throws. */
export async function nextMessage(bus: Bus, pattern: string, { where, ...options }: NextOptions = {}): Promise<Message> {
  // What comes in one go is looked at in the next turn: all of it is kept until then.
  const [stream, life] = listen(bus, pattern, options, Infinity);
  for await (const message of stream) if (!where || where(message)) return message;
  throw life.error as CoreError;
}

export function streamMessages(bus: Bus, pattern: string, { size = bus.limits.queue, ...options }: MessagesOptions = {}): MessageStream {
  expectCount("size", size);
  return listen(bus, pattern, options, size)[0];
}

function listen(bus: Bus, type: string, options: DeadlineOptions, size: number): [stream: MessageStream, life: Deadline] {
  const { matches } = parsePattern(type);
  const life = new Deadline(bus, type, options, (timeoutMs) => coreError("next.timedOut", "finish", { type, timeoutMs }, `no answer within ${timeoutMs} ms`));
  const kept: Message[] = [];
  const bell = new Bell();
  hookIn(bus, bus.listeners, (message) => {
    if (!matches(message.type)) return;
    if (kept.push(message) > size && kept.shift()) stream.lost++;
    bell.ring();
  }, life);
  life.onDispose(() => bell.ring());
  const items = bell.read(() => kept.shift(), () => life.isDisposed);
  const stream = Object.assign(items, {
    lost: 0,
    // Its own would wait for the message that a reader waits for.
    return() {
      kept.length = 0;
      life.dispose();
      return items.next();
    },
  });
  return [stream, life];
}
