/** The handlings that have not ended, so that each one still open after a time is told once. One timer serves them all. */
import type { Handling } from "../mod.ts";

/** When a handling counts as running: what a person notices as a wait. */
export const RUNNING_AFTER_MS = 100;

export interface OpenHandlingsOptions {
  /** After how long one is told, in milliseconds. Absent: `RUNNING_AFTER_MS`. */
  readonly afterMs?: number;
  readonly now: () => number;
  readonly later: (run: () => void, ms: number) => () => void;
  readonly tell: (handling: Handling) => void;
}

/** Knows which handlings are open. One that ends before the next begins, as most do, never comes into the set: that costs two comparisons. */
export class OpenHandlings {
  readonly #options: OpenHandlingsOptions;
  readonly #afterMs: number;
  /** In the order in which they began, without those that were told. */
  readonly #untold = new Set<Handling>();
  /** The one that began last, not yet among them. */
  #newest: Handling | undefined;
  #cancel: (() => void) | undefined;

  constructor(options: OpenHandlingsOptions) {
    this.#options = options;
    this.#afterMs = options.afterMs ?? RUNNING_AFTER_MS;
  }

  add(handling: Handling): void {
    this.#keepNewest();
    this.#newest = handling;
    this.#cancel ??= this.#options.later(() => this.#look(), this.#afterMs);
  }

  /** Gives false for one that was told. */
  remove(handling: Handling): boolean {
    if (this.#newest !== handling) return this.#untold.delete(handling);
    this.#newest = undefined;
    return true;
  }

  stop(): void {
    this.#cancel?.();
    this.#newest = undefined;
    this.#untold.clear();
  }

  #keepNewest(): void {
    if (this.#newest !== undefined) this.#untold.add(this.#newest);
    this.#newest = undefined;
  }

  #look(): void {
    this.#cancel = undefined;
    this.#keepNewest();
    const now = this.#options.now();
    for (const handling of this.#untold) {
      const left = handling.at + this.#afterMs - now;
      if (left > 0.5) {
        this.#cancel = this.#options.later(() => this.#look(), left);
        return;
      }
      this.#untold.delete(handling);
      this.#options.tell(handling);
    }
  }
}
