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
  declare error: CoreError | undefined;
  readonly #followers: Set<(error: CoreError) => void> = new Set();
  #controller: AbortController | undefined;

  /** @param timedOut makes the error of an exceeded `timeoutMs`; `type` stands in the error of an aborted `signal`. */
  constructor(bus: Bus, type: string, { timeoutMs, signal }: DeadlineOptions = {}, timedOut: (timeoutMs: number) => CoreError = () => abortError(type), outer: Deadline | undefined = bus.deadline) {
    super();
    checkTimeout(timeoutMs);
    this.follow(signal, (reason) => this.expire(abortError(type, reason)));
    if (timeoutMs !== undefined) this.onDispose(bus.clock.setTimer(() => this.expire(timedOut(timeoutMs)), timeoutMs));
    if (outer) this.onDispose(outer.onExpire((error) => this.expire(error)));
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
    for (const follow of this.#followers) follow(this.error);
  }

  /** Calls `run` when it comes, at once when it has; gives a function that takes it back. Not by the signal: Node warns of the eleventh listener. */
  onExpire(run: (error: CoreError) => void): () => void {
    this.#followers.add(run);
    if (this.error) run(this.error);
    return () => this.#followers.delete(run);
  }

  /** Waits for a value, or a promise that never rejects, or for the deadline and what is left of the running turn: then it gives a `Failure`. */
  race<T>(value: T | Promise<T>): Promise<T | Failure> {
    return new Promise((resolve) => {
      this.onExpire((error) => setTimeout(resolve, 0, new Failure(error)));
      void after(value, resolve);
    });
  }
}

/** The error of somebody who waited until a signal aborted. */
export function abortError(type: string, reason?: unknown): CoreError {
  return coreError("aborted", "finish", { type }, "it was aborted", reason);
}

/** @throws RangeError when it is no duration. */
export function checkTimeout(timeoutMs: number | undefined): void {
  if (timeoutMs !== undefined) expectRange(timeoutMs >= 0, "timeoutMs", "a number from 0 on", timeoutMs);
}
