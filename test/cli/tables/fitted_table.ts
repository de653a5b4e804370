// Tables as wide as their lines may be, amounts with readable units, and CSV that comes back.
import fc from "fast-check";
import { cellWidth } from "../../../inspector/view/cell_width.ts";
import { bytesText, countText, msText, percentText, rateText, shareText, spanText } from "../../../cli/tables/amounts.ts";
import { csvOf } from "../../../cli/tables/csv.ts";
import { fittedTable, shortened, type FittedColumn } from "../../../cli/tables/fitted_table.ts";
import { assert, suite } from "../../harness.ts";

const test = suite("cli/tables/fitted_table");

const COLUMNS: readonly FittedColumn<readonly string[]>[] = [
  { heading: "NAME", text: ([name = ""]) => name },
  { heading: "COUNT", text: ([, count = ""]) => count },
  { heading: "RATE", text: ([, , rate = ""]) => rate, goes: 1 },
  { heading: "P99", text: ([, , , p99 = ""]) => p99, goes: 2, as: () => "bad" },
];

test("fittedTable() sets names to the left and numbers to the right", () => {
  assert.is(fittedTable([["user.created", "1,204", "3/s", "6.80"], ["日本", "–", "–", "0.41"]], COLUMNS, { width: 80, color: false }), [
    "NAME          COUNT  RATE   P99\n",
    "user.created  1,204   3/s  6.80\n",
    "日本              –     –  0.41\n",
  ].join(""));
});

test("fittedTable() leaves columns out in which nothing stands, then those that go first, then shortens names", () => {
  const rows = [["a.very.long.name.of.a.message", "12", "3/s", "6.80"]];
  const headingOf = (all: readonly (readonly string[])[], width: number) => fittedTable(all, COLUMNS, { width, color: false }).split("\n")[0];

  assert.is(headingOf([["a", "1", "–", "–"]], 80), "NAME  COUNT");
  assert.is(headingOf(rows, 48), "NAME                           COUNT  RATE   P99");
  assert.is(headingOf(rows, 43), "NAME                           COUNT   P99");
  assert.is(headingOf(rows, 36), "NAME                           COUNT");
  assert.is(fittedTable(rows, COLUMNS, { width: 20, color: false }), "NAME           COUNT\na.very.long.…     12\n");
});

test("fittedTable() paints what means something, and nothing without colour", () => {
  assert.is(fittedTable([["a", "1", "", "9"]], COLUMNS, { width: 80, color: true }), "\x1b[2mNAME\x1b[0m  \x1b[2mCOUNT\x1b[0m  \x1b[2mP99\x1b[0m\na         1    \x1b[31m9\x1b[0m\n");
});

test("fittedTable() is no wider than it may be, for any names", () => {
  const name = fc.string({ unit: fc.constantFrom("a", ".", "日", "é"), maxLength: 60 });
  fc.assert(fc.property(fc.array(fc.tuple(name, fc.constantFrom("1", "1,204"), fc.constantFrom("–", "3/s"), fc.constantFrom("0.1", "")), { minLength: 1, maxLength: 5 }), fc.integer({ min: 20, max: 120 }), (rows, width) => {
    for (const line of fittedTable(rows, COLUMNS, { width, color: false }).split("\n")) assert.ok(cellWidth(line) <= width, line);
  }), { numRuns: 300, seed: 17 });
});

test("shortened() ends in … where something is missing, and splits no wide character", () => {
  assert.equal([shortened("abcdef", 6), shortened("abcdef", 5), shortened("日本語", 5), shortened("日本語", 4)], ["abcdef", "abcd…", "日本…", "日…"]);
});

test("amounts stand with the unit that makes them readable", () => {
  assert.equal([0, 7, 1204].map(countText), ["–", "7", "1,204"]);
  assert.equal([undefined, 0.004, 3.234, 41.67, 1234, 75_300].map(msText), ["–", "0.00", "3.23", "41.7", "1234", "75.3 s"]);
  assert.equal([undefined, 0, 1234.5, 12, 1.24, 0.2, 1 / 3600].map(rateText), ["–", "–", "1,235/s", "12/s", "1.2/s", "12/min", "1.0/h"]);
  assert.equal([0, 812, 1204, 12_345, 999_499, 999_500, 34e6, 2.5e12].map(bytesText), ["–", "812 B", "1.2 kB", "12 kB", "999 kB", "1.0 MB", "34 MB", "2.5 TB"]);
  assert.equal([1, 0.99999, 0.9724, 0].map(shareText), ["100.0 %", "99.9 %", "97.2 %", "0.0 %"]);
  assert.equal([undefined, 0, 0.0001, 0.126, 1].map(percentText), ["–", "–", "<1 %", "13 %", "100 %"]);
  assert.equal([0, 340.4, 7_100, 99_499, 720_000, 12_600_000, 180_000_000].map(spanText), ["0 ms", "340 ms", "7.1 s", "99.5 s", "12.0 min", "3.5 h", "2.1 d"]);
});

test("csvOf() quotes what needs quotes, and ends lines with CR LF", () => {
  assert.is(csvOf(["type", "count"], [['say "hi", you', 1], ["two\nlines", undefined], ["plain", 0.5]]), 'type,count\r\n"say ""hi"", you",1\r\n"two\nlines",\r\nplain,0.5\r\n');
});

test("csvOf() comes back as it was, for any text", () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.string(), fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", "a") })), { maxLength: 5 }), (rows) => {
    assert.equal(parsed(csvOf(["a", "b"], rows)), [["a", "b"], ...rows]);
  }), { numRuns: 300, seed: 18 });
});

/** Reads CSV by the grammar of RFC 4180. */
function parsed(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}
