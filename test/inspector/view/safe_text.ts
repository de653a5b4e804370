// Text from an app, made safe: nothing in it is obeyed by a terminal, and all of it can still be read.
import fc from "fast-check";
import { safeOutput, safeText } from "../../../inspector/view/safe_text.ts";
import { anyText } from "../../any_text.ts";
import { assert, suite } from "../../harness.ts";

const test = suite("inspector/view/safe_text");

test("safeText() leaves letters of any script as they are", () => {
  assert.is(safeText("Grüße, 漢字, привет, עברית, हिन्दी 🎉"), "Grüße, 漢字, привет, עברית, हिन्दी 🎉");
});

test("safeText() shows escape sequences instead of obeying them", () => {
  assert.is(safeText("\x1b[2Jgone\x07"), "\\x1b[2Jgone\\x07");
  assert.is(safeText("\x9b31m\x7f"), "\\x9b31m\\x7f");
  assert.is(safeText("\x1b]8;;https://example.com\x1b\\link"), "\\x1b]8;;https://example.com\\x1b\\link");
});

test("safeText() keeps text on its row", () => {
  assert.is(safeText("one\ntwo\r\n\tthree"), "one\\ntwo\\r\\n\\tthree");
  assert.is(safeText("a\u2028b\u2029c\u0085d"), "a\\u{2028}b\\u{2029}c\\x85d");
});

test("safeText() shows bidi controls", () => {
  assert.is(safeText("user\u202egnp.exe"), "user\\u{202e}gnp.exe");
  assert.is(safeText("\u2066a\u2069\u200f\u061c"), "\\u{2066}a\\u{2069}\\u{200f}\\u{61c}");
});

test("safeText() shows what has no width", () => {
  assert.is(safeText("pass\u200bword\ufeff\u00ad"), "pass\\u{200b}word\\u{feff}\\xad");
  assert.is(safeText("a\u{e0041}"), "a\\u{e0041}");
});

test("safeText() shows joiners, flags and skin tones, whose width terminals dispute", () => {
  assert.is(safeText("👩\u200d💻"), "👩\\u{200d}💻");
  assert.is(safeText("🇩🇪"), "\\u{1f1e9}\\u{1f1ea}");
  assert.is(safeText("👍🏽"), "👍\\u{1f3fd}");
});

test("safeText() leaves one hint for an emoji look out and shows a second one", () => {
  assert.is(safeText("❤\ufe0f"), "❤");
  assert.is(safeText("❤\ufe0f\ufe0f"), "❤\\u{fe0f}");
  assert.is(safeText("\ufe0f"), "\\u{fe0f}");
});

test("safeText() composes marks, keeps two on a letter, and shows the others", () => {
  assert.is(safeText("e\u0301"), "é");
  assert.is(safeText("x\u0300\u0301\u0302\u0303"), "x\u0300\u0301\\u{302}\\u{303}");
  assert.is(safeText("\u0301alone"), "\\u{301}alone");
});

test("safeText() shows lone surrogates and unassigned characters", () => {
  assert.is(safeText("a\ud800b"), "a\\u{d800}b");
  assert.is(safeText("\u{10ffff}"), "\\u{10ffff}");
});

/** One of each sort that a terminal obeys, or that nobody sees; among all characters they are too rare to be drawn. */
const OBEYED = [...Array(0x20).keys(), 0x7f, 0x80, 0x9b, 0x9f, 0xad, 0x61c, 0x200b, 0x200d, 0x200e, 0x202e, 0x2060, 0x2066, 0xd800, 0xdfff, 0xfeff, 0xfff9, 0x1bca0, 0xe0001, 0xe007f].map((code) => String.fromCodePoint(code));

test("safeText() gives nothing that a terminal obeys, whatever the text", () => {
  const text = fc.array(fc.oneof(fc.constantFrom(...OBEYED), fc.constantFrom("a", "é", "e\u0301", "漢", "😀", "\ufe0f"), anyText({ maxLength: 2 })), { maxLength: 8 }).map((parts) => parts.join(""));

  fc.assert(fc.property(text, (drawn) => assert.not.match(safeText(drawn), /[\p{Cc}\p{Cf}\p{Cs}]/u)), { numRuns: 500 });
});

test("safeOutput() leaves colours out and shows other sequences", () => {
  assert.is(safeOutput("\x1b[31merror\x1b[0m at \x1b[2J\r"), "error at \\x1b[2J");
  assert.is(safeOutput("a\tb"), "a    b");
});
