/**
 * Reading ACTIONs without being a handler of them: the next one, or all of them through a bounded buffer.
 */
import { checkTimeout, Deadline, type DeadlineOptions } from "./deadline.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { coreError, expectCount } from "./errors.ts";
import type { Message } from "./message.ts";
import { parsePattern } from "./pattern.ts";

export interface NextOptions<Data = unknown> {
  /** Takes only messages that this says yes to. */
  readonly where?: (message: Message<Data>) => boolean;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface MessagesOptions {
  /** How many messages are kept for a slow reader; the Core's `queue` limit without it. */
  readonly size?: number;
  /** Ends the iteration when it aborts. */
  readonly signal?: AbortSignal;
}

/** Waits for the next ACTION that matches. */
export async function nextMessage(bus: Dispatcher, text: string, options: NextOptions): Promise<Message> {
  const { where = () => true } = options;
  checkTimeout(options.timeoutMs);
  return await new Promise<Message>((resolve, reject) => {
    const life = listen(bus, text, options, (message) => {
      try {
        if (!where(message)) return;
        resolve(message);
      } catch (thrown) {
        reject(thrown);
      }
      life.dispose();
    });
    life.onDispose(() => reject(life.error));
  });
}

/** The ACTIONs that match, from its making on. A slow reader loses the oldest. */
export interface MessageStream<Data = unknown> extends AsyncIterableIterator<Message<Data>> {
  /** How many messages came while the buffer was full and were never read. */
  readonly lost: number;
  /** What is kept is still read after the stream was ended. */
  next(): Promise<IteratorResult<Message<Data>>>;
  /** Ends the stream, and forgets what is kept. */
  return(): Promise<IteratorResult<Message<Data>>>;
}

export function streamMessages<Data>(bus: Dispatcher, text: string, { size = bus.limits.queue, signal }: MessagesOptions): MessageStream<Data> {
  type Result = IteratorResult<Message<Data>>;
  expectCount("size", size);
  const buffer: Message<Data>[] = [];
  const readers: ((result: Result) => void)[] = [];
  const life = listen(bus, text, { signal }, (message) => {
    buffer.push(message as Message<Data>);
    if (readers.length > 0) readers.shift()?.(take());
    else if (buffer.length > size) {
      buffer.shift();
      stream.lost++;
    }
  });
  const take = (): Result => buffer.length > 0 ? { value: buffer.shift() as Message<Data>, done: false } : { value: undefined, done: true };
  const stream = {
    lost: 0,
    next: () => new Promise<Result>((resolve) => buffer.length > 0 || life.isDisposed ? resolve(take()) : readers.push(resolve)),
    return() {
      life.dispose();
      buffer.length = 0;
      return stream.next();
    },
    [Symbol.asyncIterator]: () => stream,
  };
  life.onDispose(() => {
    for (const reader of readers.splice(0)) reader(take());
  });
  return stream;
}

/** Calls `take` for each ACTION that matches, until the deadline that it gives is disposed or comes. */
function listen(bus: Dispatcher, text: string, options: DeadlineOptions, take: (message: Message) => void): Deadline {
  const pattern = parsePattern(text);
  const listener = (message: Message) => {
    if (pattern.matches(message.type)) take(message);
  };
  bus.listeners.add(listener);
  bus.careful++;
  const life = new Deadline(bus, text, options, (timeoutMs) =>
    coreError("next.timedOut", `find the next "${text}"`, { pattern: text, timeoutMs }, `none within ${timeoutMs} ms`));
  return life.onDispose(() => {
    bus.listeners.delete(listener);
    bus.careful--;
  });
}
