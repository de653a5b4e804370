/**
 * How much a recorder captures, so that it stays within its share of the app's thread: over it, it goes one step down; well under it
 * for a while, one step up.
 */
import type { Capture } from "../trace/record.ts";

/** From everything to nothing but numbers: what is missed least goes first. */
export const CAPTURES: readonly Capture[] = ["all", "noAnswers", "noCausedPayloads", "noPayloads", "counts"];

/** A window under half the budget is calm; after five, one step more is tried: coming back at once would go up and down every other second. */
const CALM_SHARE = 0.5;
const CALM_WINDOWS = 5;

/** The steps of one recorder. */
export class Budget {
  /** The share of the thread that may be taken, 0 to 1. */
  readonly share: number;
  #step = 0;
  #calm = 0;

  constructor(share: number) {
    if (!(share > 0 && share <= 1)) throw new RangeError(`Cannot record within a budget of ${String(share)}: it is not a share between 0 and 1`);
    this.share = share;
  }

  /** What is captured now. */
  get capture(): Capture {
    return CAPTURES[this.#step] ?? "counts";
  }

  /** A window is over that cost this share; gives why less or more is captured from now on, undefined when nothing changes. */
  windowEnded(cost: number): string | undefined {
    if (cost > this.share) {
      this.#calm = 0;
      if (this.#step === CAPTURES.length - 1) return undefined;
      this.#step += 1;
      return "over budget";
    }
    this.#calm = cost < this.share * CALM_SHARE ? this.#calm + 1 : 0;
    if (this.#step === 0 || this.#calm < CALM_WINDOWS) return undefined;
    this.#calm = 0;
    this.#step -= 1;
    return "under half the budget";
  }
}
