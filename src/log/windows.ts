/** A second after another, as long as something happens: by the times of what happens, and by a timer for the last one before it is quiet. */

/** How long cost is added up before it is judged, and how soon what waits is told, in milliseconds: a burst of a tenth of it may be anything. */
export const WINDOW_MS = 1_000;

export interface WindowsOptions {
  readonly startAt: number;
  readonly now: () => number;
  readonly later: (run: () => void, ms: number) => () => void;
  /** A window is over; it may have been longer than a second. */
  readonly ended: (now: number, elapsedMs: number) => void;
}

/** Nothing runs while nothing happens. */
export class Windows {
  readonly #options: WindowsOptions;
  #beganAt: number;
  #cancel: (() => void) | undefined;

  constructor(options: WindowsOptions) {
    this.#options = options;
    this.#beganAt = options.startAt;
  }

  /** Something happens at `at`. */
  happens(at: number): void {
    if (at - this.#beganAt >= WINDOW_MS) this.#end(at);
    else this.#cancel ??= this.#options.later(() => this.#end(this.#options.now()), WINDOW_MS);
  }

  stop(): void {
    this.#cancel?.();
  }

  #end(now: number): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const elapsedMs = now - this.#beganAt;
    if (elapsedMs <= 0) return;
    this.#beganAt = now;
    this.#options.ended(now, elapsedMs);
  }
}
