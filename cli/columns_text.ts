/** Lines up cells to the left, two spaces between them. */
import { cellWidth, pad } from "../inspector/view/cell_width.ts";

/** Gives rows as lines, as wide as they are: widths are counted in the cells of a terminal. */
export function columnsText(rows: readonly (readonly string[])[], indent = "  "): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(0, ...rows.map((row) => cellWidth(row[at] ?? ""))));
  return rows.map((row) => `${`${indent}${widths.map((width, at) => pad(row[at] ?? "", width)).join("  ")}`.trimEnd()}\n`).join("");
}
