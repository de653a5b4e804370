/**
 * Reading ACTIONs without being a handler of them: the next one, or all of them through a bounded buffer.
 */
import { checkTimeout, Deadline } from "./deadline.ts";
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
  const pattern = parsePattern(text);
  const { where } = options;
  checkTimeout(options.timeoutMs);
  const deadline = new Deadline(bus.settings.clock, text, options, bus.patience, (timeoutMs) =>
    coreError("next.timedOut", `find the next "${text}"`, { pattern: text, timeoutMs }, `none within ${timeoutMs} ms`));
  return await new Promise<Message>((resolve, reject) => {
    const stop = bus.listen((message) => {
      if (!pattern.matches(message.type)) return;
      try {
        if (where !== undefined && !where(message)) return;
        resolve(message);
      } catch (thrown) {
        reject(thrown);
      }
      stop();
      deadline.dispose();
    });
    const expire = () => {
      stop();
      reject(deadline.error);
    };
    if (deadline.error !== undefined) expire();
    deadline.signal.addEventListener("abort", expire);
  });
}

/** The ACTIONs that match, from its making on. A slow reader loses the oldest; `lost` counts them. */
export class MessageStream<Data = unknown> implements AsyncIterableIterator<Message<Data>> {
  readonly #buffer: Message<Data>[] = [];
  readonly #size: number;
  readonly #stop: () => void;
  readonly #readers: ((result: IteratorResult<Message<Data>>) => void)[] = [];
  #lost = 0;
  #isOver = false;

  constructor(bus: Dispatcher, text: string, { size = bus.settings.limits.queue, signal }: MessagesOptions) {
    const pattern = parsePattern(text);
    expectCount("size", size);
    this.#size = size;
    const unlisten = bus.listen((message) => {
      if (pattern.matches(message.type)) this.#take(message as Message<Data>);
    });
    const end = () => this.#end();
    this.#stop = () => {
      unlisten();
      signal?.removeEventListener("abort", end);
    };
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted) this.#end();
  }

  /** How many messages came while the buffer was full and were never read. */
  get lost(): number {
    return this.#lost;
  }

  /** What is kept is still read after the stream was ended. */
  next(): Promise<IteratorResult<Message<Data>>> {
    const value = this.#buffer.shift();
    if (value !== undefined) return Promise.resolve({ value, done: false });
    if (this.#isOver) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  return(): Promise<IteratorResult<Message<Data>>> {
    this.#end();
    this.#buffer.length = 0;
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(message: Message<Data>): void {
    const reader = this.#readers.shift();
    if (reader !== undefined) return reader({ value: message, done: false });
    this.#buffer.push(message);
    if (this.#buffer.length <= this.#size) return;
    this.#buffer.shift();
    this.#lost++;
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stop();
    for (const reader of this.#readers.splice(0)) reader({ value: undefined, done: true });
  }
}
