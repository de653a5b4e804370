// Lines as texts: what of the source is read for them, and that each is the right one.
import { LineTable } from "../../../src/log/index/line_table.ts";
import { LineTexts } from "../../../src/log/index/line_texts.ts";
import type { Source } from "../../../src/log/source.ts";
import { assert, suite } from "../../harness.ts";

const test = suite("log/index/line_texts");

const BLOCK = 65_536;

/** Lines in a source that tells what is read of it, and grows. */
function textsOf(lines: readonly string[], canRead: (offset: number, bytes: number) => boolean = () => true) {
  const table = new LineTable();
  const reads: (readonly [offset: number, bytes: number])[] = [];
  let whole = new Uint8Array(0);
  const add = (...more: readonly string[]): void => {
    const added = new TextEncoder().encode(more.map((line) => `${line}\n`).join(""));
    const grown = new Uint8Array(whole.length + added.length);
    grown.set(whole);
    grown.set(added, whole.length);
    whole = grown;
    for (const line of more) table.push(new TextEncoder().encode(line).length + 1);
  };
  const source: Source = {
    get size() {
      return whole.length;
    },
    read(into, offset) {
      if (!canRead(offset, into.length)) throw new Error("it is gone");
      reads.push([offset, into.length]);
      const part = whole.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
  };
  add(...lines);
  const texts = new LineTexts(table, source);
  return { reads, add, line: (line: number) => texts.text(line) };
}

/** Lines of 100 bytes with their ends, so many. */
const numbered = (count: number, from: number = 0) => Array.from({ length: count }, (_, at) => `${from + at}`.padEnd(99, "."));

test("LineTexts reads blocks for whoever asks for lines in their order, and lines that no block holds by themselves", () => {
  const lines = numbered(5_000);
  const { reads, line } = textsOf(lines);

  assert.equal(lines.map((_, at) => line(at + 1)), lines);
  assert.equal(reads.filter(([, bytes]) => bytes === BLOCK).map(([offset]) => offset / BLOCK), [0, 1, 2, 3, 4, 5, 6]);
  // The first one, those across two blocks, and those behind the last whole block.
  assert.is(reads.filter(([, bytes]) => bytes === 99).length, 1 + 7 + 412);
});

test("LineTexts reads no more than the line that is asked for here and there", () => {
  const { reads, line } = textsOf(numbered(10_000));

  assert.equal([9_000, 1, 5_000, 2_000, 8_000].map((number) => Number.parseInt(line(number))), [8_999, 0, 4_999, 1_999, 7_999]);
  assert.equal(reads.map(([, bytes]) => bytes), [99, 99, 99, 99, 99]);
});

test("LineTexts keeps blocks for two who read at two places by turns", () => {
  const { reads, line } = textsOf(numbered(10_000));

  const found = Array.from({ length: 2_000 }, (_, at) => [Number.parseInt(line(at + 1)), Number.parseInt(line(at + 6_001))]);

  assert.equal(found, Array.from({ length: 2_000 }, (_, at) => [at, at + 6_000]));
  assert.ok(reads.length < 20, `${reads.length} reads`);
});

test("LineTexts gives lines that are no ASCII, or no UTF-8, or longer than a block", () => {
  const lines = Array.from({ length: 3_000 }, (_, at) => at === 1_700 ? "y".repeat(200_000) : `${at} ${at % 700 === 3 ? "é😀\ufffd" : ""}${"x".repeat(at % 97)}`);
  const { line } = textsOf(lines);

  assert.equal(lines.map((_, at) => line(at + 1)), lines);
  assert.equal(lines.map((_, at) => line(lines.length - at)), lines.toReversed());
});

test("LineTexts gives the lines of a source as it grows", () => {
  const { reads, line, add } = textsOf(numbered(10));
  const before = [line(9), line(10)];

  add(...numbered(990, 10));

  assert.equal([before.map((text) => Number.parseInt(text)), [11, 12, 600, 1_000].map((number) => Number.parseInt(line(number)))], [[8, 9], [10, 11, 599, 999]]);
  assert.equal(reads.map(([, bytes]) => bytes), [99, 99, BLOCK, 99]);
});

test("LineTexts gives a line that the source still has, where it can give no block around it", () => {
  const { line } = textsOf(numbered(2_000), (offset, bytes) => bytes === 99 && offset < 300);

  assert.equal([1, 2, 3].map((number) => Number.parseInt(line(number))), [0, 1, 2]);
  assert.throws(() => line(4), { message: "it is gone" });
});
