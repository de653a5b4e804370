// The histogram of durations: exact where it says so, and nowhere further off than it promises.
import fc from "fast-check";
import { assert, suite } from "../../harness.ts";
import { Histogram } from "../../../src/trace/statistics/histogram.ts";

const test = suite("trace/statistics/histogram");

const SHARES = [0, 0.001, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1];

/** From a microsecond to centuries, in microseconds as a log has them, and few enough of some to repeat. */
const duration = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map((us) => us / 1000),
  fc.tuple(fc.integer({ min: 0, max: 50 }), fc.double({ min: 1, max: 2, noNaN: true })).map(([octave, within]) => Math.floor(2 ** octave * within) / 1000),
  fc.constantFrom(0, 0.001, 1, 2 ** 31 / 1000, 2 ** 32 / 1000, (2 ** 31 - 1) / 1000, 2 ** 52 / 1000),
);
const durations = fc.oneof(fc.array(duration, { minLength: 1, maxLength: 400 }), fc.tuple(duration, fc.integer({ min: 1, max: 9 })).map(([ms, times]) => Array<number>(times).fill(ms)));

function histogramOf(all: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const ms of all) histogram.add(ms);
  return histogram;
}

/** Nearest rank, from all of them in order. */
function exactQuantile(all: readonly number[], share: number): number {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1]!;
}

const textOf = (histogram: Histogram) => [histogram.count, histogram.min, histogram.max, ...SHARES.map((share) => histogram.quantile(share))];

test("quantile() is at most 1/256 off the exact one by nearest rank, for any durations and shares", () => {
  fc.assert(fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
    const histogram = histogramOf(all);
    for (const each of [...SHARES, share]) {
      const exact = exactQuantile(all, each);
      assert.ok(Math.abs(histogram.quantile(each)! - exact) <= exact / 256 + 1e-9, `${each}: ${histogram.quantile(each)} for ${exact}`);
    }
  }), { numRuns: 1000, seed: 11 });
});

test("quantile() is exact below 256 microseconds", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 255 }).map((us) => us / 1000), { minLength: 1 }), (all) => {
    assert.equal(SHARES.map((share) => histogramOf(all).quantile(share)), SHARES.map((share) => exactQuantile(all, share)));
  }), { numRuns: 200, seed: 12 });
});

test("count, min, max and mean are those of the durations", () => {
  const histogram = histogramOf([5, 1.5, 0.25, 1.25]);

  assert.equal([histogram.count, histogram.min, histogram.max, histogram.sum, histogram.mean], [4, 0.25, 5, 8, 2]);
  assert.equal([histogram.quantile(0), histogram.quantile(1)], [0.25, 5]);
});

test("addAll() makes the histogram of all, whichever is added to which, and in whatever order", () => {
  const three = fc.tuple(...[1, 2, 3].map(() => fc.oneof(fc.constant([]), durations)));
  fc.assert(fc.property(three, ([a = [], b = [], c = []]) => {
    const left = histogramOf(a);
    left.addAll(histogramOf(b));
    left.addAll(histogramOf(c));
    const right = histogramOf(c);
    const inner = histogramOf(b);
    inner.addAll(histogramOf(a));
    right.addAll(inner);

    assert.equal(textOf(left), textOf(histogramOf([...a, ...b, ...c])));
    assert.equal(textOf(right), textOf(left));
  }), { numRuns: 500, seed: 13 });
});

test("a histogram goes on after another was added to it", () => {
  const histogram = histogramOf([0.2]);
  histogram.addAll(histogramOf([0.2, 0.2]));
  histogram.add(0.1);
  histogram.add(900);

  assert.equal([histogram.count, histogram.quantile(0.5), histogram.min, histogram.max], [5, 0.2, 0.1, 900]);
});

test("add() takes what is below zero for 0, counts neither NaN nor Infinity, and puts centuries into the last bucket", () => {
  const histogram = histogramOf([-5, Number.NaN, Infinity, -Infinity, -0]);

  assert.equal([histogram.count, histogram.min, histogram.max, histogram.sum], [2, 0, 0, 0]);
  histogram.add(1e300);
  histogram.add(Number.MAX_VALUE / 2);
  assert.equal([histogram.count, histogram.quantile(0.5), histogram.quantile(1)], [4, 0, Number.MAX_VALUE / 2]);
});

test("a histogram of none has no quantile and no mean", () => {
  assert.equal([new Histogram().quantile(0.5), new Histogram().mean, new Histogram().count], [undefined, undefined, 0]);
});
