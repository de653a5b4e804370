/**
 * Functions that see a message before its handlers: in registration order, the first one outermost. Types that nobody
 * intercepts stay as synchronous as they were.
 */
import type { Core } from "./core.ts";
import type { Message } from "./message.ts";
import type { Pattern } from "./pattern.ts";

/** What an interceptor may do; the first call counts. Returning without any of them drops the message. */
export interface InterceptorControl<Data = unknown> {
  /** Goes on to the next interceptor and the handlers, and gives what the sender is going to get: an outcome, an answer, or a promise of it. */
  next(changed?: { readonly data?: Data; readonly source?: string }): unknown;
  /** Ends it with this answer in place of the handlers. */
  answer(value: unknown): void;
  /** Ends it; the reason reaches the sender and the log. */
  drop(reason: string): void;
}

/** Sees a message before its handlers. `core` speaks with the cause of that message. */
export type Interceptor<Data = unknown> = (core: Core, message: Message<Data>, control: InterceptorControl<Data>) => unknown;

/** The bus's side of an interceptor. */
export interface RegisteredInterceptor {
  readonly name: string;
  readonly pattern: Pattern;
  readonly interceptor: Interceptor;
}
