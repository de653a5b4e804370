/**
 * Something registered that can be taken back once.
 */
import { DISPOSE } from "./dispose.ts";

/** What is registered stays until it is disposed: by `dispose()`, by `using`, by its `signal`, or after one run with `once`. */
export interface Subscription {
  /** Ends it; again is harmless. During a dispatch it spares the handler its turn. */
  dispose(): void;
  readonly isDisposed: boolean;
  [Symbol.dispose](): void;
}

export class Revocable implements Subscription {
  isDisposed = false;
  readonly #revoke: () => void;

  constructor(revoke: () => void) {
    this.#revoke = revoke;
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.#revoke();
  }

  [DISPOSE](): void {
    this.dispose();
  }
}
