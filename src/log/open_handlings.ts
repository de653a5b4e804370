/** The handlings that have not ended, so that each one still open after 100 ms is told once. One timer serves them all. */
import type { Handling } from "../mod.ts";

/** When a handling counts as running: what a person notices as a wait. */
export const RUNNING_AFTER_MS = 100;

export interface OpenHandlingsOptions {
  readonly now: () => number;
  readonly later: (run: () => void, ms: number) => () => void;
  readonly tell: (handling: Handling) => void;
}

/** Knows which handlings are open. A handling that ends in its own turn costs two operations on a set. */
export class OpenHandlings {
  readonly #options: OpenHandlingsOptions;
  /** In the order in which they began, without those that were told. */
  readonly #untold = new Set<Handling>();
  #cancel: (() => void) | undefined;

  constructor(options: OpenHandlingsOptions) {
    this.#options = options;
  }

  add(handling: Handling): void {
    this.#untold.add(handling);
    this.#cancel ??= this.#options.later(() => this.#look(), RUNNING_AFTER_MS);
  }

  remove(handling: Handling): void {
    this.#untold.delete(handling);
  }

  stop(): void {
    this.#cancel?.();
    this.#untold.clear();
  }

  #look(): void {
    this.#cancel = undefined;
    const now = this.#options.now();
    for (const handling of this.#untold) {
      const left = handling.at + RUNNING_AFTER_MS - now;
      if (left > 0.5) {
        this.#cancel = this.#options.later(() => this.#look(), left);
        return;
      }
      this.#untold.delete(handling);
      this.#options.tell(handling);
    }
  }
}
