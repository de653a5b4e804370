/**
 * A table as wide as its lines may be: the first column to the left, the others to the right. What does not fit goes in an order that the
 * table names; then what stands to the left is shortened. Columns in which nothing stands are left out.
 */
import { cellWidth } from "../../inspector/view/cell_width.ts";
import { paletteFor } from "../../inspector/view/paint.ts";
import type { Meaning } from "../../inspector/view/segment.ts";

/** One column. */
export interface FittedColumn<Row> {
  readonly heading: string;
  /** What stands in it, safe to print; "" for nothing. */
  readonly text: (row: Row) => string;
  /** How it is painted; plain unless given. */
  readonly as?: ((row: Row) => Meaning) | undefined;
  /** When it goes where there is no room: 1 before 2; never unless given. */
  readonly goes?: number | undefined;
  readonly align?: "left" | "right" | undefined;
}

export interface FittedTableOptions {
  readonly width: number;
  readonly color: boolean;
}

/** What shortens no name any more. */
const LEAST_NAME = 12;
const GAP = "  ";
/** What stands where there is nothing: a zero, or a duration of nothing. */
export const NOTHING = "–";

/** Gives a table with its headings; no line is wider than `width`, as long as the columns that never go fit. Cost: its cells. */
export function fittedTable<Row>(rows: readonly Row[], columns: readonly FittedColumn<Row>[], { width, color }: FittedTableOptions): string {
  const cells = columns.map((column) => ({ column, texts: rows.map((row) => column.text(row)) })).filter(({ column, texts }) => column.goes === undefined || texts.some((text) => text !== "" && text !== NOTHING));
  const shown = cells.map(({ column, texts }) => ({ column, texts, width: Math.max(cellWidth(column.heading), ...texts.map(cellWidth)) }));
  const total = (): number => shown.reduce((sum, each) => sum + each.width + GAP.length, -GAP.length);
  for (;;) {
    const [first] = shown;
    if (first === undefined || total() <= width) break;
    const next = shown.filter(({ column }) => column.goes !== undefined).sort((a, b) => a.column.goes! - b.column.goes!)[0];
    // A long name gives way before a number does, as long as enough of it stays.
    if (next === undefined || total() - width <= first.width - NAME_BEFORE_NUMBERS) {
      first.width = Math.max(LEAST_NAME, first.width - (total() - width));
      break;
    }
    shown.splice(shown.indexOf(next), 1);
  }
  const palette = paletteFor(color);
  const paint = (text: string, as: Meaning): string => color && palette[as] !== "" && text.trim() !== "" ? `\x1b[${palette[as]}m${text}\x1b[0m` : text;
  const line = (cellOf: (at: number) => readonly [text: string, as: Meaning]): string => {
    const texts = shown.map(({ column, width: room }, at) => {
      const [text, as] = cellOf(at);
      const fitted = shortened(text, room);
      const space = " ".repeat(Math.max(0, room - cellWidth(fitted)));
      return at === 0 || column.align === "left" ? `${paint(fitted, as)}${space}` : `${space}${paint(fitted, as)}`;
    });
    return `${texts.join(GAP).trimEnd()}\n`;
  };
  return line((at) => [shown[at]!.column.heading, "heading"]) + rows.map((row, index) => line((at) => [shown[at]!.texts[index]!, shown[at]!.column.as?.(row) ?? "plain"])).join("");
}

/** Names are shortened to this before the first number goes. */
const NAME_BEFORE_NUMBERS = 30;

/** Gives the beginning of a text, with `…` at the end where something is missing. Cost: its width. */
export function shortened(text: string, cells: number): string {
  if (cellWidth(text) <= cells) return text;
  let fitted = "";
  let width = 0;
  for (const character of text) {
    width += cellWidth(character);
    if (width > cells - 1) break;
    fitted += character;
  }
  return `${fitted}…`;
}
