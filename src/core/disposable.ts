/**
 * Something that can be taken back once.
 */

/** What is registered stays until it is disposed: by `dispose()`, by `using`, by its `signal`, or after one run with `once`. */
export interface Subscription {
  /** Ends it; again is harmless. During a dispatch it spares the handler its turn. */
  dispose(): void;
  /** Whether it has ended, in whichever way. */
  readonly isDisposed: boolean;
  /** Does what `dispose()` does, at the end of a `using` block. */
  [Symbol.dispose](): void;
}

export class Revocable implements Subscription {
  isDisposed = false;
  readonly #undo: (() => void)[] = [];

  /** Adds what is to be undone when it is disposed; at once, when it is already. */
  onDispose(undo: () => void): this {
    this.#undo.push(undo);
    if (this.isDisposed) this.dispose();
    return this;
  }

  /** Calls `run` with the reason when `signal` aborts, at once when it has. */
  follow(signal: AbortSignal | undefined, run: (reason: unknown) => void): void {
    if (!signal) return;
    const listener = () => run(signal.reason);
    if (signal.aborted) listener();
    signal.addEventListener("abort", listener);
    this.onDispose(() => signal.removeEventListener("abort", listener));
  }

  dispose(): void {
    this.isDisposed = true;
    for (const undo of this.#undo.splice(0)) undo();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
