// The text of a batch in pieces.
import { BatchText, PIECE_CHARACTERS, wholeOf } from "../../src/log/batch_text.ts";
import { assert, suite } from "../harness.ts";

const test = suite("log/batch_text");

test("BatchText gives its lines in order, in pieces of whole lines", () => {
  const text = new BatchText();
  const half = "x".repeat(PIECE_CHARACTERS / 2 - 1);

  for (const line of ["a", half, half, "é", "…"]) text.add(line);

  const { length } = text;
  const pieces = text.take();
  assert.equal(pieces, [`a\n${half}\n${half}\n`, "é\n…\n"]);
  assert.equal([length, wholeOf(pieces).length], [2 + PIECE_CHARACTERS + 4, length]);
});

test("BatchText leaves a line whole that is longer than a piece", () => {
  const text = new BatchText();
  const long = "x".repeat(3 * PIECE_CHARACTERS);

  text.add("a");
  text.add(long);

  assert.equal(text.take(), [`a\n${long}\n`]);
});

test("BatchText begins anew when it is taken, and leaves what was taken alone", () => {
  const text = new BatchText();
  text.add("a");
  const first = text.take();

  text.add("b");

  assert.equal([first, text.take(), text.take(), text.length], [["a\n"], ["b\n"], [], 0]);
});
