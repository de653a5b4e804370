/** Lines up cells to the left, two spaces between them; the last column is not padded. */
export function columnsText(rows: readonly (readonly string[])[], indent = "  "): string {
  const widths = Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_, at) => Math.max(0, ...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => `${`${indent}${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ")}`.trimEnd()}\n`).join("");
}
