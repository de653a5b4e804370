/**
 * The end of somebody's patience: a time limit, a signal, or both. When it comes, `signal` aborts with the `CoreError` that
 * says why as its reason, and whoever waits in `race()` stops waiting. Deadlines nest: an inner one ends with its outer one, and
 * all of them with the Core's patience.
 */
import { Revocable } from "./disposable.ts";
import type { Bus } from "./bus.ts";
import { type CoreError, coreError, expectRange } from "./errors.ts";
import { Failure } from "./failure.ts";
import { after } from "./thenable.ts";

export interface DeadlineOptions {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Disposing it lets go of its timer and of what it follows. */
export class Deadline extends Revocable {
  /** Why it came; undefined before. */
  error: CoreError | undefined;
  /** Those that come with it. */
  readonly inner: Set<Deadline> = new Set();
  /** What ends those who wait in `race()`. */
  readonly #racing: (() => void)[] = [];
  #controller: AbortController | undefined;

  /** @param timedOut makes the error of an exceeded `timeoutMs`; `type` stands in the error of an aborted `signal`. */
  constructor(bus: Bus, type: string, { timeoutMs, signal }: DeadlineOptions, timedOut?: (timeoutMs: number) => CoreError, outer: Deadline | undefined = bus.patience) {
    super();
    checkTimeout(timeoutMs);
    this.onDispose(whenAborted(signal, (reason) => this.expire(abortError(type, reason))));
    if (timeoutMs !== undefined) this.onDispose(bus.clock.setTimer(() => this.expire(timedOut?.(timeoutMs) ?? abortError(type)), timeoutMs));
    if (!outer) return;
    outer.inner.add(this);
    this.onDispose(() => outer.inner.delete(this));
    if (outer.error) this.expire(outer.error);
  }

  /** Aborts when it comes; the reason is a `CoreError`. Made when somebody asks for it: most never do. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.error) this.#controller.abort(this.error);
    return this.#controller.signal;
  }

  /** Makes it come now; again is harmless. */
  expire(error: CoreError): void {
    this.error ??= error;
    this.#controller?.abort(error);
    this.dispose();
    for (const lose of this.#racing.splice(0)) lose();
    for (const each of this.inner) each.expire(error);
  }

  /** Waits for a value, or a promise that never rejects, or for the deadline and what is left of the running turn: then it gives a `Failure`. */
  race<T>(value: T | Promise<T>): Promise<T | Failure> {
    return new Promise((resolve) => {
      // Not by the signal: Node warns of the eleventh listener, and a dispatch may have more handlers.
      this.#racing.push(() => setTimeout(resolve, 0, new Failure(this.error)));
      if (this.error) this.expire(this.error);
      void after(value, resolve);
    });
  }
}

/** Calls `run` with the reason when `signal` aborts, at once when it has; gives a function that takes it back. */
export function whenAborted(signal: AbortSignal | undefined, run: (reason: unknown) => void): (() => void) | undefined {
  if (!signal) return undefined;
  const listener = () => run(signal.reason);
  if (signal.aborted) listener();
  signal.addEventListener("abort", listener);
  return () => signal.removeEventListener("abort", listener);
}

/** The error of somebody who waited until a signal aborted. */
export function abortError(type: string, reason?: unknown): CoreError {
  return coreError("aborted", "finish", { type }, "it was aborted", reason);
}

/** @throws RangeError when it is no duration. */
export function checkTimeout(timeoutMs: number | undefined): void {
  if (timeoutMs !== undefined) expectRange(timeoutMs >= 0, "timeoutMs", "a number from 0 on", timeoutMs);
}
