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

/** Knows which handlings are open. A handling that ends in its own turn costs two operations on a set. */
export class OpenHandlings {
  readonly #options: OpenHandlingsOptions;
  readonly #afterMs: number;
  /** In the order in which they began, without those that were told. */
  readonly #untold = new Set<Handling>();
  #cancel: (() => void) | undefined;

  constructor(options: OpenHandlingsOptions) {
    this.#options = options;
    this.#afterMs = options.afterMs ?? RUNNING_AFTER_MS;
  }

  add(handling: Handling): void {
    this.#untold.add(handling);
    this.#cancel ??= this.#options.later(() => this.#look(), this.#afterMs);
  }

  /** Gives false for one that was told. */
  remove(handling: Handling): boolean {
    return this.#untold.delete(handling);
  }

  stop(): void {
    this.#cancel?.();
    this.#untold.clear();
  }

  #look(): void {
    this.#cancel = undefined;
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
