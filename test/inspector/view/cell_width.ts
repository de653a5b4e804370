// Widths in cells: what fits, what is cut, and that a cut text is never wider than asked for.
import fc from "fast-check";
import { cellWidth, clip, pad } from "../../../inspector/view/cell_width.ts";
import { safeText } from "../../../inspector/view/safe_text.ts";
import { anyText } from "../../any_text.ts";
import { assert, suite } from "../../harness.ts";

const test = suite("inspector/view/cell_width");

test("cellWidth() counts ASCII by length", () => {
  assert.is(cellWidth("user.created"), 12);
});

test("cellWidth() counts CJK, kana, hangul and emoji as two", () => {
  assert.is(cellWidth("漢字"), 4);
  assert.is(cellWidth("かな"), 4);
  assert.is(cellWidth("한글"), 4);
  assert.is(cellWidth("🎉"), 2);
});

test("cellWidth() counts the signs of the screen as one", () => {
  for (const sign of "✓✗∅⋯…▸▾›●○■‖◇│─└·▁█") assert.is(cellWidth(sign), 1, sign);
});

test("cellWidth() counts combining marks as none", () => {
  assert.is(cellWidth("x\u0301\u0302"), 1);
});

test("clip() keeps what fits and tells what it cut", () => {
  assert.is(clip("user.created", 12), "user.created");
  assert.is(clip("user.created", 6), "user.…");
  assert.is(clip("漢字漢字", 5), "漢字…");
  assert.is(clip("漢字漢字", 4), "漢…");
  assert.is(clip("abc", 0), "");
});

test("pad() fills to the width on either side", () => {
  assert.is(pad("ab", 4), "ab  ");
  assert.is(pad("ab", 4, "right"), "  ab");
  assert.is(pad("漢", 3), "漢 ");
});

test("clip() is never wider than asked for, whatever the text", () => {
  fc.assert(fc.property(anyText(), fc.integer({ min: 0, max: 40 }), (text, width) => {
    return cellWidth(clip(safeText(text), width)) <= width;
  }));
  assert.ok(true);
});

test("pad() is exactly as wide as asked for, whatever the text", () => {
  fc.assert(fc.property(anyText(), fc.integer({ min: 0, max: 40 }), (text, width) => {
    return cellWidth(pad(safeText(text), width)) === width;
  }));
  assert.ok(true);
});
