// NumberColumn and TimeColumn hold what was put into them, whatever it was.
import fc from "fast-check";
import { assert, suite } from "../../harness.ts";
import { NumberColumn } from "../../../src/log/index/number_column.ts";
import { TimeColumn } from "../../../src/log/index/time_column.ts";

const test = suite("log/index/number_column");

const number = fc.oneof(fc.nat(300), fc.nat(70_000), fc.integer(), fc.maxSafeInteger());

test("NumberColumn gives back what was added and what was set, over the borders of chunks", () => {
  fc.assert(fc.property(fc.array(fc.tuple(number, fc.nat(20)), { maxLength: 40 }), fc.array(fc.tuple(fc.nat(40_000), number), { maxLength: 20 }), fc.constantFrom(Infinity, -1, 0), (runs, changes, floor) => {
    const column = new NumberColumn({ floor });
    const expected: number[] = [];
    for (const [value, times] of runs) {
      for (let at = 0; at < times * 100; at++) {
        column.push(value);
        expected.push(value);
      }
    }
    for (const [at, value] of changes) {
      const row = at % Math.max(1, expected.length);
      if (expected.length === 0) continue;
      column.set(row, value);
      expected[row] = value;
    }

    assert.is(column.length, expected.length);
    assert.equal(expected.findIndex((value, row) => column.at(row) !== value), -1);
  }), { numRuns: 200 });
});

test("TimeColumn gives back the very numbers that a log holds, and those with more decimals", () => {
  const ms = fc.oneof(fc.nat(10 ** 9).map((micros) => micros / 1000), fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value === 0 ? 0 : value));
  fc.assert(fc.property(fc.array(ms), fc.array(fc.tuple(fc.nat(), ms)), (values, changes) => {
    const column = new TimeColumn();
    const expected = [...values];
    for (const value of values) column.push(value);
    for (const [at, value] of changes) {
      if (expected.length === 0) continue;
      column.set(at % expected.length, value);
      expected[at % expected.length] = value;
    }

    assert.equal(expected.map((_, row) => column.at(row)), expected);
  }), { numRuns: 500 });
});
