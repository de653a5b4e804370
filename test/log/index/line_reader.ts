// Lines that are read again: which of them cost a read of the source, and that each is the right one.
import { LineReader } from "../../../src/log/index/line_reader.ts";
import { LineTable } from "../../../src/log/index/line_table.ts";
import { memorySource, type Source } from "../../../src/log/source.ts";
import { assert, suite } from "../../harness.ts";

const test = suite("log/index/line_reader");

/** Lines in a source that tells what is read of it. */
function readerOf(lines: readonly string[], canRead: (offset: number, bytes: number) => boolean = () => true) {
  const text = lines.map((line) => `${line}\n`).join("");
  const table = new LineTable();
  for (const line of lines) table.push(line.length + 1);
  const reads: (readonly [offset: number, bytes: number])[] = [];
  const whole = memorySource(new TextEncoder().encode(text));
  const source: Source = {
    size: whole.size,
    read(into, offset) {
      if (!canRead(offset, into.length)) throw new Error("it is gone");
      reads.push([offset, into.length]);
      return whole.read(into, offset);
    },
  };
  const reader = new LineReader(table, source);
  return { reads, line: (line: number) => new TextDecoder().decode(reader.bytes(line)) };
}

test("LineReader reads lines that stand together once, in whatever order they are asked for", () => {
  const { reads, line } = readerOf(Array.from({ length: 100 }, (_, at) => `line ${at + 1}`));

  assert.equal([line(50), line(1), line(100), line(2)], ["line 50", "line 1", "line 100", "line 2"]);
  assert.equal(reads.filter(([, bytes]) => bytes === 32_768).length, 1);
});

test("LineReader gives the right lines from one end of a log to the other, and back", () => {
  const lines = Array.from({ length: 3_000 }, (_, at) => `${at} ${"x".repeat(at % 97)}`);
  const { line } = readerOf(lines);

  assert.equal(lines.map((_, at) => line(at + 1)), lines);
  assert.equal(lines.map((_, at) => line(lines.length - at)), lines.toReversed());
});

test("LineReader reads a line by itself that half a block does not hold", () => {
  const long = "y".repeat(20_000);
  const { reads, line } = readerOf(["a", long, "b"]);

  assert.equal([line(2), line(1), line(3)], [long, "a", "b"]);
  assert.equal(reads[0], [2, 20_000]);
});

test("LineReader gives a line that the source still has, where it can give no block around it", () => {
  const { line } = readerOf(["a", "b", "c"], (offset, bytes) => offset === 2 && bytes === 1);

  assert.is(line(2), "b");
  assert.throws(() => line(1), { message: "it is gone" });
});
