/**
 * The end of somebody's patience: a time limit, a signal, or both. When it comes, `signal` aborts with the `CoreError` that
 * says why as its reason, and whoever waits in `race()` stops waiting. Deadlines nest: an inner one ends with its outer one.
 */
import type { Clock } from "./clock.ts";
import { type CoreError, coreError } from "./errors.ts";

/** What `race()` gives when the deadline came first. */
export const EXPIRED: unique symbol = Symbol("expired");

export interface DeadlineOptions {
  readonly clock: Clock;
  /** The type of the message that is waited for; stands in the error. */
  readonly type: string;
  readonly timeoutMs?: number | undefined;
  /** Ends it when it aborts; its reason becomes the cause of `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Ends it when it comes itself. */
  readonly outer?: Deadline | undefined;
  /** Makes the error of an exceeded `timeoutMs`. */
  timedOut(timeoutMs: number): CoreError;
}

export class Deadline {
  #controller: AbortController | undefined;
  #error: CoreError | undefined;
  readonly #waiting = new Set<(error: CoreError) => void>();
  readonly #undo: (() => void)[] = [];

  constructor({ clock, type, timeoutMs, signal, outer, timedOut }: DeadlineOptions) {
    if (outer !== undefined) this.#undo.push(outer.onExpire((error) => this.expire(error)));
    if (signal !== undefined) this.#follow(signal, type);
    if (timeoutMs !== undefined && this.#error === undefined) {
      this.#undo.push(clock.setTimer(() => this.expire(timedOut(timeoutMs)), timeoutMs));
    }
  }

  /** Aborts when the deadline comes. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#error !== undefined) this.#controller.abort(this.#error);
    return this.#controller.signal;
  }

  /** Why it came; undefined before. */
  get error(): CoreError | undefined {
    return this.#error;
  }

  /** Calls back when it comes, at once when it has come; gives a function that takes that back. */
  onExpire(run: (error: CoreError) => void): () => void {
    if (this.#error !== undefined) run(this.#error);
    else this.#waiting.add(run);
    return () => this.#waiting.delete(run);
  }

  /** Makes it come now; again is harmless. */
  expire(error: CoreError): void {
    if (this.#error !== undefined) return;
    this.#error = error;
    this.dispose();
    this.#controller?.abort(error);
    for (const run of this.#waiting) run(error);
    this.#waiting.clear();
  }

  /** Waits for `promise`, which never rejects, or for the deadline. One that has come already leaves it the running turn. */
  race<T>(promise: Promise<T>): Promise<T | typeof EXPIRED> {
    return new Promise((resolve) => {
      const undo = this.onExpire(() => void setTimeout(resolve, 0, EXPIRED));
      void promise.then((value) => {
        undo();
        resolve(value);
      });
    });
  }

  /** Lets go of its timer and of what it follows. */
  dispose(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  #follow(signal: AbortSignal, type: string): void {
    const onAbort = () => this.expire(abortError(type, signal.reason));
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    this.#undo.push(() => signal.removeEventListener("abort", onAbort));
  }
}

/** The error of somebody who waited until a signal aborted. */
export function abortError(type: string, reason: unknown): CoreError {
  return coreError("aborted", "finish", { type }, "it was aborted", reason);
}

/** @throws RangeError when it is no duration. */
export function checkTimeout(timeoutMs: number | undefined): void {
  if (timeoutMs === undefined || (typeof timeoutMs === "number" && timeoutMs >= 0)) return;
  throw new RangeError(`Cannot set timeoutMs: ${String(timeoutMs)} is not a number from 0 on`);
}
