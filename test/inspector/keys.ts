// Bytes of a terminal → keys, whole or in pieces.
import { KeyReader } from "../../inspector/keys.ts";
import { assert, suite } from "../harness.ts";

const test = suite("inspector/keys");

const names = (reader: KeyReader, chunk: string): string[] => reader.push(chunk).map((key) => key.name);

test("push() names every key of one chunk", () => {
  assert.equal(names(new KeyReader(), "jjG\x1b[A\x1b[5~ \r\x7f\x03"), [
    "j", "j", "G", "up", "pageUp", "space", "enter", "backspace", "ctrl-c",
  ]);
});

test("push() knows arrows, home and end in both of their spellings", () => {
  assert.equal(names(new KeyReader(), "\x1bOA\x1b[B\x1bOC\x1b[D\x1b[H\x1bOF\x1b[1~\x1b[4~"), [
    "up", "down", "right", "left", "home", "end", "home", "end",
  ]);
});

test("push() joins a sequence that came in pieces", () => {
  const reader = new KeyReader();

  assert.equal(names(reader, "\x1b["), []);
  assert.equal(names(reader, "6"), []);
  assert.equal(names(reader, "~k"), ["pageDown", "k"]);
});

test("flush() takes an escape that nothing followed as the escape key", () => {
  const reader = new KeyReader();

  assert.equal(names(reader, "\x1b"), []);
  assert.is(reader.isWaiting, true);
  assert.equal(reader.flush(), [{ name: "escape", text: "" }]);
  assert.is(reader.isWaiting, false);
});

test("push() takes an escape before another key as the escape key", () => {
  assert.equal(names(new KeyReader(), "\x1bq"), ["escape", "q"]);
});

test("push() swallows mouse reports, focus reports and unknown function keys", () => {
  assert.equal(names(new KeyReader(), "\x1b[<0;10;5M\x1b[I\x1b[15~\x1bOPx"), ["x"]);
});

test("push() gives a paste as one key, on one line, so that pasted letters are not commands", () => {
  const reader = new KeyReader();

  assert.equal(reader.push("\x1b[200~quit\nq"), []);
  assert.equal(reader.push("q\x1b[201~j"), [{ name: "paste", text: "quit qq" }, { name: "j", text: "j" }]);
});

test("push() keeps characters beyond the basic plane whole", () => {
  assert.equal(new KeyReader().push("漢🎉"), [{ name: "漢", text: "漢" }, { name: "🎉", text: "🎉" }]);
});
