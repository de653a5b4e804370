/** How full the part that is being written is, with what waits for it, and so whether the next one is due. */
import type { Rotate } from "./log_file_options.ts";

/** So long nothing is tried again that makes a new part: the disk that refused it is asked with every batch anyway. */
export const RETRY_MS = 10_000;

export interface PartGaugeOptions {
  readonly rotate: Rotate | undefined;
  readonly now: () => number;
  /** What was in the part before. */
  readonly bytes: number;
}

/** Measures a part. */
export class PartGauge {
  readonly #rotate: Rotate;
  readonly #now: () => number;
  #bytes: number;
  #headBytes = 0;
  #begunAt: number;
  #retryAt = -Infinity;

  constructor({ rotate, now, bytes }: PartGaugeOptions) {
    this.#rotate = rotate ?? {};
    this.#now = now;
    this.#bytes = bytes;
    this.#begunAt = now();
  }

  /** A part has begun, with so many bytes of first lines. */
  begin(headBytes: number): void {
    this.#bytes = this.#headBytes = headBytes;
    this.#begunAt = this.#now();
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }

  /** A part could not begin. */
  failed(): void {
    this.#retryAt = this.#now() + RETRY_MS;
  }

  /** Whether it may be tried to begin a part. */
  get mayBegin(): boolean {
    return this.#now() >= this.#retryAt;
  }

  /** Whether the part has reached its size or its age. */
  get isFull(): boolean {
    const { bytes = Infinity, ageMs = Infinity } = this.#rotate;
    // Parts that hold little more than their first lines would follow one another without end.
    if (this.#bytes >= bytes) return this.#bytes >= 2 * this.#headBytes;
    return this.#bytes > this.#headBytes && this.#now() - this.#begunAt >= ageMs;
  }
}
