/**
 * A row of the screen as data: pieces of text with what they mean. Colours come later (`paint.ts`), so a row can be tested
 * as text. The text of a segment must be safe already (`safe_text.ts`); its width is measured in cells.
 */
import { cellWidth, clip } from "./cell_width.ts";

/** What a piece of text means. A palette gives it a colour; a sign beside it (✓ ✗ ● …) says the same without one. */
export type Meaning =
  | "plain" | "dim" | "strong" | "heading" | "good" | "bad" | "warning" | "busy" | "accent"
  | "key" | "string" | "number" | "literal";

/** A piece of a row. */
export interface Segment {
  readonly text: string;
  readonly as: Meaning;
}

/** One row of the screen, from its left edge. */
export type Row = readonly Segment[];

/** Makes a segment. */
export function segment(text: string, as: Meaning = "plain"): Segment {
  return { text, as };
}

/** Tells how many cells `row` takes. */
export function rowWidth(row: Row): number {
  let cells = 0;
  for (const piece of row) cells += cellWidth(piece.text);
  return cells;
}

/** Gives the text of `row` without its meanings, as a test or a plain terminal sees it. */
export function rowText(row: Row): string {
  return row.map((piece) => piece.text).join("");
}

/** Cuts `row` to `width` cells; what was cut is told by `…`. A row that fits comes back as it is. */
export function fitRow(row: Row, width: number): Row {
  if (rowWidth(row) <= width) return row;
  const fitting: Segment[] = [];
  let left = width;
  for (const [index, piece] of row.entries()) {
    const cells = cellWidth(piece.text);
    const isLast = index === row.length - 1;
    if (cells < left || (cells === left && isLast)) {
      fitting.push(piece);
      left -= cells;
      continue;
    }
    fitting.push({ ...piece, text: clip(cells > left ? piece.text : `${piece.text}  `, left) });
    return fitting;
  }
  return fitting;
}

/** Puts `right` at the right edge of `width` cells, after `left`. When both do not fit, `right` gives way first. */
export function spread(left: Row, right: Row, width: number): Row {
  const space = width - rowWidth(left) - rowWidth(right);
  if (space >= 1) return [...left, segment(" ".repeat(space)), ...right];
  return fitRow(left, width);
}
