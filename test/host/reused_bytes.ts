// Bytes of texts in a buffer that is used again.
import { ReusedBytes } from "../../src/host/reused_bytes.ts";
import { assert, suite } from "../harness.ts";

const test = suite("host/reused_bytes");

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test("ReusedBytes gives all pieces as UTF-8, one behind the other, whatever they are made of", () => {
  const bytes = new ReusedBytes();
  const pieces = ["plain\n", "Zürich\n", "東京 🚉\n", "", "lone \ud800\n"];

  assert.equal([...bytes.take(pieces)], [...new TextEncoder().encode(pieces.join(""))]);
});

test("ReusedBytes gives the same buffer again once it has it back", () => {
  const bytes = new ReusedBytes();
  const first = bytes.take(["first"]);
  bytes.giveBack(first);

  const second = bytes.take(["second"]);

  assert.is(second.buffer, first.buffer);
  assert.is(textOf(second), "second");
});

test("ReusedBytes leaves a buffer alone that was never given back, or given back too late", () => {
  const bytes = new ReusedBytes();
  const first = bytes.take(["first"]);
  const second = bytes.take(["second"]);
  bytes.giveBack(first);

  const third = bytes.take(["third"]);

  assert.equal([first, second, third].map(textOf), ["first", "second", "third"]);
});

test("ReusedBytes gives a text that does not fit a buffer of its own", () => {
  const bytes = new ReusedBytes();
  const long = "…".repeat(100_000);
  const first = bytes.take(["first"]);

  const large = bytes.take([long, long]);
  bytes.giveBack(large);

  assert.is(textOf(large), long + long);
  assert.equal([textOf(first), textOf(bytes.take(["next"]))], ["first", "next"]);
});
