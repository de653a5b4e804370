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

/** The ACTIONs that match, from its making on. A slow reader loses the oldest; `lost` counts them. */
export class MessageStream<Data = unknown> implements AsyncIterableIterator<Message<Data>> {
  readonly #buffer: Message<Data>[] = [];
  readonly #readers: ((result: IteratorResult<Message<Data>>) => void)[] = [];
  readonly #life: Deadline;
  #lost = 0;

  constructor(bus: Dispatcher, text: string, { size = bus.limits.queue, signal }: MessagesOptions) {
    expectCount("size", size);
    this.#life = listen(bus, text, { signal }, (message) => {
      const reader = this.#readers.shift();
      if (reader !== undefined) return reader({ value: message as Message<Data>, done: false });
      if (this.#buffer.push(message as Message<Data>) <= size) return;
      this.#buffer.shift();
      this.#lost++;
    });
    this.#life.onDispose(() => {
      for (const reader of this.#readers.splice(0)) reader({ value: undefined, done: true });
    });
  }

  /** How many messages came while the buffer was full and were never read. */
  get lost(): number {
    return this.#lost;
  }

  /** What is kept is still read after the stream was ended. */
  next(): Promise<IteratorResult<Message<Data>>> {
    return new Promise((resolve) => {
      const value = this.#buffer.shift();
      if (value !== undefined) resolve({ value, done: false });
      else if (this.#life.isDisposed) resolve({ value, done: true });
      else this.#readers.push(resolve);
    });
  }

  return(): Promise<IteratorResult<Message<Data>>> {
    this.#life.dispose();
    this.#buffer.length = 0;
    return this.next();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
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
