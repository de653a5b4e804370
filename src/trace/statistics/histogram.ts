/**
 * Durations as counts in buckets whose width grows with the duration: any quantile of millions of them, off by less than half a percent, in
 * some kilobytes. Count, sum, least and greatest are exact; two histograms added are the histogram of all that both were given.
 *
 * The layout is that of HdrHistogram (Gil Tene, http://hdrhistogram.org): a duration is a whole number v of microseconds, which is all that a
 * log says; below 256 each v has a bucket of its own, and from there on each octave [2^k, 2^(k+1)) has 128 buckets of equal width,
 *
 *     bucket(v) = 128 (k - 7) + floor(v / 2^(k-7)),   k = floor(log2 v).
 *
 * A bucket is at most 1/128 of its durations wide and stands for its middle, so a quantile is off by at most 1/256 of itself: the promise of a
 * relative error, as DDSketch (Masson, Rim, Lee; VLDB 2019) makes it with logarithms, without one.
 */

/** The first octave with 128 buckets is that of 128 = 2^7. */
const OCTAVE_BITS = 7;
const EXACT_BELOW = 2 ** (OCTAVE_BITS + 1);
/** What fits the 32 bits that `clz32` counts in. */
const SMALL_BELOW = 2 ** 31;
/** Whole numbers are exact below it: 285 years, in microseconds. What is longer stands in the last bucket. */
const MOST = 2 ** 53 - 1;
/** Neighbours of a first bucket: most durations of one kind of message stand within a few octaves. */
const FIRST_BUCKETS = 64;

/**
 * Durations in milliseconds, counted.
 * @example
 * const histogram = new Histogram();
 * for (const ms of [3, 5, 8]) histogram.add(ms);
 * histogram.quantile(0.5); // 5, give or take half a percent
 */
export class Histogram {
  /** How many there are. */
  count = 0;
  /** What they add up to. */
  sum = 0;
  /** The least; Infinity for none. */
  min: number = Infinity;
  /** The greatest; 0 for none. */
  max = 0;
  /** The bucket that `#counts[0]` counts. */
  #first = 0;
  /** Absent as long as all durations are the same: most of many small groups never need it. */
  #counts: Uint32Array | undefined;

  /** Adds a duration. One below zero, which a clock that was set back makes, counts as 0; NaN and Infinity are none. Cost: a few nanoseconds. */
  add(ms: number): void {
    if (!(ms >= 0 && ms < Infinity)) {
      if (ms < 0 && ms > -Infinity) this.add(0);
      return;
    }
    if (this.#counts === undefined && this.count > 0 && ms !== this.min) this.#spread();
    this.count += 1;
    this.sum += ms;
    if (ms < this.min) this.min = ms;
    if (ms > this.max) this.max = ms;
    const counts = this.#counts;
    if (counts === undefined) return;
    const bucket = bucketOf(ms);
    const at = bucket - this.#first;
    if (at >= 0 && at < counts.length) counts[at]! += 1;
    else this.#addTo(bucket, 1);
  }

  /** Adds what another one counted. Cost: its buckets. */
  addAll(other: Histogram): void {
    if (other.count === 0) return;
    const areSame = this.#counts === undefined && other.#counts === undefined && (this.count === 0 || this.min === other.min);
    if (!areSame) {
      if (this.#counts === undefined) this.#spread();
      if (other.#counts === undefined) this.#addTo(bucketOf(other.min), other.count);
      else for (const [at, count] of other.#counts.entries()) if (count > 0) this.#addTo(other.#first + at, count);
    }
    this.count += other.count;
    this.sum += other.sum;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
  }

  /** The arithmetic mean; undefined for none. */
  get mean(): number | undefined {
    return this.count === 0 ? undefined : this.sum / this.count;
  }

  /**
   * Gives a quantile by nearest rank: the least duration that at least `share` of all do not exceed, up to 1/256 of itself and half a microsecond off, and
   * never beyond the least and the greatest; undefined for none. Cost: the number of buckets.
   */
  quantile(share: number): number | undefined {
    if (this.count === 0) return undefined;
    const rank = Math.max(1, Math.ceil(share * this.count));
    if (this.#counts === undefined || rank >= this.count) return this.max;
    if (rank === 1) return this.min;
    let below = 0;
    for (const [at, count] of this.#counts.entries()) {
      below += count;
      if (below >= rank) return Math.min(this.max, Math.max(this.min, middleOf(this.#first + at)));
    }
    return this.max;
  }

  /** From now on there are buckets: what was the same until now stands in one of them. */
  #spread(): void {
    this.#counts = new Uint32Array(FIRST_BUCKETS);
    if (this.count === 0) return;
    this.#first = Math.max(0, bucketOf(this.min) - FIRST_BUCKETS / 2);
    this.#addTo(bucketOf(this.min), this.count);
  }

  #addTo(bucket: number, count: number): void {
    const counts = this.#counts!;
    const at = bucket - this.#first;
    if (at >= 0 && at < counts.length) counts[at]! += count;
    else this.#grow(bucket)[bucket - this.#first]! += count;
  }

  /** Grows to the side where the bucket is, by half of what there is at least: few growths, and no more than twice what is needed. */
  #grow(bucket: number): Uint32Array {
    const counts = this.#counts!;
    const spare = counts.length >> 1;
    const first = bucket < this.#first ? Math.max(0, bucket - spare) : this.#first;
    const last = Math.max(this.#first + counts.length - 1, bucket < this.#first ? 0 : bucket + spare);
    const grown = new Uint32Array(last - first + 1);
    grown.set(counts, this.#first - first);
    this.#first = first;
    return this.#counts = grown;
  }
}

/** The bucket of a duration in milliseconds, from 0 on. */
function bucketOf(ms: number): number {
  const us = ms * 1000 + 0.5;
  if (us < SMALL_BELOW) {
    const whole = us | 0;
    if (whole < EXACT_BELOW) return whole;
    const shift = 24 - Math.clz32(whole);
    return (shift << OCTAVE_BITS) + (whole >>> shift);
  }
  const whole = Math.min(MOST, Math.floor(us));
  const shift = octaveOf(whole) - OCTAVE_BITS;
  return 2 ** OCTAVE_BITS * shift + Math.floor(whole / 2 ** shift);
}

/** The duration, in milliseconds, in the middle of a bucket. */
function middleOf(bucket: number): number {
  if (bucket < EXACT_BELOW) return bucket / 1000;
  const shift = Math.floor(bucket / 2 ** OCTAVE_BITS) - 1;
  const within = bucket - shift * 2 ** OCTAVE_BITS;
  return (within * 2 ** shift + (2 ** shift - 1) / 2) / 1000;
}

/** floor(log2 v) for v from 2^31 on: 31 where the upper bits are 0. */
function octaveOf(us: number): number {
  return 63 - Math.clz32(Math.floor(us / 2 ** 32));
}
