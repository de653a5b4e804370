/**
 * What a recorder takes of its app's thread, measured at next to no cost itself: one call in 31 is timed, writes always. What the
 * timed calls took, by the characters that they made, is what the others are taken to have cost: a ratio estimator (Cochran,
 * "Sampling Techniques", chapter 6), which a few long records among many short ones do not mislead.
 */

/** One call in so many is timed: a prime, so that calls that come in turn (sent, begun, handled, over) are all hit. Two looks at a clock of 40 to 90 ns make 3 to 6 ns a call. */
export const SAMPLE_EVERY = 31;

/** What a call weighs that makes no characters: about what finding out costs, in characters. */
const CALL_CHARACTERS = 64;

/** A timed call counts for the others up to so many times what it would have been expected to take: a pause of the engine that hits it, hits the others no more. */
const OUTLIER = 20;

/** So many timed calls make an expectation. */
const ENOUGH_SAMPLES = 16;

export interface CostMeterOptions {
  /** A monotonic clock in milliseconds. */
  readonly clock: () => number;
  /** Characters made so far. */
  readonly characters: () => number;
}

/** Adds up what recording costs. `begin()` and `end()` stand around each call, `writing()` around each write. */
export class CostMeter {
  readonly #clock: () => number;
  readonly #characters: () => number;
  #untilSample = SAMPLE_EVERY;
  /** Timed calls whose outcome is estimated from, with what they weighed; halved with each window, so that the estimate follows. */
  #samples = 0;
  #sampledMs = 0;
  #sampledWeight = 0;
  #sampleCharacters = 0;
  #writesAtSample = 0;
  /** What was measured as it is, beside what is estimated. */
  #writesMs = 0;
  #outliersMs = 0;
  #windowCalls = 0;
  #windowCharacters = 0;
  #windowExactMs = 0;
  #totalMs = 0;

  constructor({ clock, characters }: CostMeterOptions) {
    this.#clock = clock;
    this.#characters = characters;
  }

  /** A call begins; gives what `end()` wants, -1 for a call that is not timed. */
  begin(): number {
    this.#untilSample -= 1;
    if (this.#untilSample > 0) return -1;
    this.#untilSample = SAMPLE_EVERY;
    this.#windowCalls += SAMPLE_EVERY;
    this.#sampleCharacters = this.#characters();
    this.#writesAtSample = this.#writesMs;
    return this.#clock();
  }

  /** A call that is timed ends. */
  end(began: number): void {
    const tookMs = Math.max(0, this.#clock() - began - (this.#writesMs - this.#writesAtSample));
    const weight = CALL_CHARACTERS + this.#characters() - this.#sampleCharacters;
    const mostMs = this.#samples < ENOUGH_SAMPLES ? tookMs : OUTLIER * weight * this.#rate();
    const countedMs = mostMs > 0 ? Math.min(tookMs, mostMs) : tookMs;
    this.#outliersMs += tookMs - countedMs;
    this.#samples += 1;
    this.#sampledMs += countedMs;
    this.#sampledWeight += weight;
  }

  /** Does a write; gives how many milliseconds it took. */
  writing(write: () => void): number {
    const began = this.#clock();
    const before = this.#writesMs;
    try {
      write();
    } finally {
      this.#writesMs += Math.max(0, this.#clock() - began);
    }
    return this.#writesMs - before;
  }

  /** Ends a window: gives what it cost, in milliseconds, and begins the next. */
  window(): number {
    const ms = this.#currentMs();
    this.#totalMs += ms;
    this.#windowExactMs = this.#writesMs + this.#outliersMs;
    this.#windowCharacters = this.#characters();
    this.#windowCalls = this.#untilSample - SAMPLE_EVERY;
    this.#samples /= 2;
    this.#sampledMs /= 2;
    this.#sampledWeight /= 2;
    return ms;
  }

  /** What everything cost so far, in milliseconds. */
  totalMs(): number {
    return this.#totalMs + this.#currentMs();
  }

  #currentMs(): number {
    const calls = this.#windowCalls + SAMPLE_EVERY - this.#untilSample;
    const weight = calls * CALL_CHARACTERS + this.#characters() - this.#windowCharacters;
    return weight * this.#rate() + this.#writesMs + this.#outliersMs - this.#windowExactMs;
  }

  /** Milliseconds for a character. */
  #rate(): number {
    return this.#sampledWeight === 0 ? 0 : this.#sampledMs / this.#sampledWeight;
  }
}
