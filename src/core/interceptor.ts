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

/** What one interceptor decided about one message. */
export type Decision<Result> =
  | { readonly kind: "next"; readonly result: Result | Promise<Result> }
  | { readonly kind: "answer"; readonly value: unknown }
  | { readonly kind: "drop"; readonly reason: string };

/** Collects the decision of one interceptor. */
export class Deciding<Result> implements InterceptorControl {
  decision: Decision<Result> | undefined;
  readonly #goOn: (changed?: { readonly data?: unknown; readonly source?: string }) => Result | Promise<Result>;

  constructor(goOn: (changed?: { readonly data?: unknown; readonly source?: string }) => Result | Promise<Result>) {
    this.#goOn = goOn;
  }

  readonly next = (changed?: { readonly data?: unknown; readonly source?: string }): unknown => {
    this.#checkOpen("pass on");
    const decision = { kind: "next" as const, result: undefined as unknown as Result | Promise<Result> };
    this.decision = decision;
    return decision.result = this.#goOn(changed);
  };

  readonly answer = (value: unknown): void => {
    this.#checkOpen("answer");
    this.decision = { kind: "answer", value };
  };

  readonly drop = (reason: string): void => {
    this.#checkOpen("drop");
    this.decision = { kind: "drop", reason: String(reason) };
  };

  #checkOpen(act: string): void {
    if (this.decision !== undefined) throw new TypeError(`Cannot ${act} the message: the interceptor has called ${this.decision.kind}() already`);
  }
}
