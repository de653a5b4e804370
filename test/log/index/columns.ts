import fc from "fast-check";
import { assert, suite } from "../../harness.ts";
import { CHUNK_ROWS, pack } from "../../../src/log/index/chunk.ts";
import { WideColumn } from "../../../src/log/index/live_columns.ts";
import { NarrowColumn } from "../../../src/log/index/narrow_column.ts";
import { PackedColumn } from "../../../src/log/index/packed_column.ts";
import { ProgressColumns } from "../../../src/log/index/progress_columns.ts";
import { TimeColumn } from "../../../src/log/index/time_column.ts";

const test = suite("log/index/columns");

/** Numbers over one and a half chunks, made of a few that are repeated. */
function rows(seeds: readonly number[]): number[] {
  return Array.from({ length: CHUNK_ROWS * 1.5 }, (_, at) => seeds[at % seeds.length]!);
}

function filled<Column extends PackedColumn | TimeColumn>(column: Column, numbers: readonly number[]): Column {
  numbers.forEach((number, at) => {
    if (at % CHUNK_ROWS === column.stage.length) column.widen();
    column.stage[at % CHUNK_ROWS] = number;
    if (at % CHUNK_ROWS === CHUNK_ROWS - 1) column.seal();
  });
  return column;
}

const whole = fc.oneof(fc.nat(300), fc.nat(70_000), fc.integer(), fc.maxSafeInteger());

test("PackedColumn gives back what was put into it, in whole chunks and in the last one", () => {
  fc.assert(fc.property(fc.array(whole, { minLength: 1, maxLength: 5 }), (seeds) => {
    const numbers = rows(seeds);
    const column = filled(new PackedColumn(), numbers);

    assert.is(numbers.findIndex((number, at) => column.at(at) !== number), -1);
  }), { numRuns: 60 });
});

test("NarrowColumn gives back what was put into it, in whole chunks and in the last one, bytes or not", () => {
  const narrow = fc.oneof({ weight: 4, arbitrary: fc.nat(255) }, { weight: 1, arbitrary: fc.constantFrom(-1, -2, 254, 255, 256) }, { weight: 1, arbitrary: whole });
  fc.assert(fc.property(fc.array(narrow, { minLength: 1, maxLength: 5 }), fc.constantFrom(0, -1), (seeds, least) => {
    const numbers = rows(seeds);
    const column = new NarrowColumn(least);
    numbers.forEach((number, at) => {
      column.put(at % CHUNK_ROWS, number);
      if (at % CHUNK_ROWS === CHUNK_ROWS - 1) column.seal();
    });

    assert.is(numbers.findIndex((number, at) => column.at(at) !== number), -1);
  }), { numRuns: 60 });
});

test("TimeColumn gives back the very numbers of a log, and those with more decimals", () => {
  const ms = fc.oneof(fc.nat(10 ** 9).map((micros) => micros / 1000), fc.integer().map((micros) => micros / 1000), fc.double({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(fc.property(fc.array(ms, { minLength: 1, maxLength: 5 }), (seeds) => {
    const numbers = rows(seeds);
    const column = filled(new TimeColumn(), numbers);

    assert.is(numbers.findIndex((number, at) => column.at(at) !== number), -1);
  }), { numRuns: 60 });
});

test("pack() takes no room for equal numbers, and as many bytes as the differences of others need", () => {
  const cells = (...seeds: number[]) => pack(Float64Array.from(rows(seeds).slice(0, CHUNK_ROWS))).cells;

  assert.is(cells(7), cells(9)); // one for all
  assert.is(cells(1_000_000, 1_000_255).BYTES_PER_ELEMENT, 1);
  assert.is(cells(1_000_000, 1_000_256).BYTES_PER_ELEMENT, 2);
  assert.is(cells(-1, 65_535).BYTES_PER_ELEMENT, 4);
  assert.is(cells(0, 2 ** 32).BYTES_PER_ELEMENT, 8);
});

test("WideColumn holds what was set last, great numbers too", () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(CHUNK_ROWS * 2 - 1), fc.oneof(fc.nat(300), fc.nat(2 ** 31), fc.maxSafeInteger().map(Math.abs), fc.constantFrom(2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32)))), (changes) => {
    const wide = new WideColumn();
    const expected = new Map<number, number>();
    for (let row = 0; row < CHUNK_ROWS * 2; row++) wide.add(row);
    for (const [row, number] of changes) {
      wide.set(row, number);
      expected.set(row, number);
    }

    assert.equal([...expected.keys()].map((row) => wide.at(row)), [...expected.values()]);
    assert.is(wide.at([...Array(CHUNK_ROWS).keys()].find((row) => !expected.has(row))!), 0);
  }), { numRuns: 100 });
});

test("ProgressColumns counts handlings, and knows the last one and the longest time, great numbers too", () => {
  const took = fc.oneof(fc.nat(300), fc.maxSafeInteger().map(Math.abs), fc.constantFrom(2 ** 32 - 2, 2 ** 32 - 1, 2 ** 32));
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(3), took, fc.constantFrom(1, 1, 2, 254, 255, 300)), { maxLength: 8 }), (handlings) => {
    const columns = new ProgressColumns();
    const expected = [0, 1, 2, 3].map((state) => ({ state, arrived: 0, last: -1, took: 0 }));
    const rows = [0, CHUNK_ROWS - 1, CHUNK_ROWS, CHUNK_ROWS + 1];
    for (let row = 0; row <= CHUNK_ROWS + 1; row++) columns.add(row);
    rows.forEach((row, state) => columns.setState(row, state));
    let handling = 0;
    for (const [place, micros, times] of handlings) {
      const is = expected[place]!;
      for (let time = 0; time < times; time++) {
        is.arrived += 1;
        is.last = handling;
        assert.is(columns.handled(rows[place]!, handling++, micros), is.arrived);
      }
      is.took = Math.max(is.took, micros);
    }

    assert.equal(rows.map((row) => ({ state: columns.state(row), arrived: columns.arrived(row), last: columns.last(row), took: columns.took(row) })), expected);
  }), { numRuns: 100 });
});
