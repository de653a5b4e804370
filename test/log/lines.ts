// Lines as they were written: whatever is chosen, what comes out is the bytes of those lines.
import { bytesOfLines, LineSet } from "../../src/log/lines.ts";
import { memorySource, type Source } from "../../src/log/source.ts";
import { assert, suite } from "../harness.ts";

const test = suite("log/lines");

/** A text whose lines have these lengths, with their ends. */
function textOf(lengths: readonly number[]) {
  const lines = lengths.map((length, at) => `${String.fromCharCode(97 + at % 26).repeat(Math.max(0, length - 1))}\n`);
  const offsets = [0];
  for (const line of lines) offsets.push(offsets.at(-1)! + line.length);
  return { lines, source: memorySource(new TextEncoder().encode(lines.join(""))), lineOffset: (line: number) => offsets[line - 1]! };
}

function chosen(text: ReturnType<typeof textOf>, numbers: readonly number[]): { bytes: string; pieces: number; reads: number } {
  const set = new LineSet(text.lines.length);
  for (const number of numbers) set.add(number);
  let bytes = "";
  let pieces = 0;
  let reads = 0;
  const source: Source = { size: text.source.size, read: (into, offset) => { reads += 1; return text.source.read(into, offset); } };
  for (const piece of bytesOfLines(text, source, set)) {
    bytes += new TextDecoder().decode(piece);
    pieces += 1;
  }
  return { bytes, pieces, reads };
}

const cases: readonly [what: string, lengths: readonly number[], numbers: readonly number[]][] = [
  ["nothing", [3, 4, 5], []],
  ["all", [3, 4, 5], [1, 2, 3]],
  ["the first and the last", [3, 4, 5, 6], [4, 1]],
  ["one twice", [3, 4, 5], [2, 2]],
  ["empty lines", [1, 1, 3, 1], [1, 2, 4]],
  ["lines far apart", [3, 50_000, 4, 50_000, 5], [1, 3, 5]],
  ["a line that is longer than a window", [3, 3_000_000, 4], [1, 2, 3]],
  ["more than a window", Array.from({ length: 5_000 }, () => 500), Array.from({ length: 5_000 }, (_, at) => at + 1)],
  ["every third of more than a window", Array.from({ length: 9_000 }, () => 500), Array.from({ length: 3_000 }, (_, at) => at * 3 + 1)],
];
for (const [what, lengths, numbers] of cases) {
  test(`bytesOfLines() gives ${what}`, () => {
    const text = textOf(lengths);

    assert.is(chosen(text, numbers).bytes, [...new Set(numbers)].sort((a, b) => a - b).map((number) => text.lines[number - 1]).join(""));
  });
}

test("bytesOfLines() reads what lies close together at once", () => {
  const near = chosen(textOf(Array.from({ length: 3_000 }, () => 200)), Array.from({ length: 1_000 }, (_, at) => at * 3 + 1));
  const far = chosen(textOf([3, 50_000, 4]), [1, 3]);

  assert.equal([near.reads, far.reads, far.pieces], [1, 2, 2]);
});
