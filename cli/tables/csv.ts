/** Tables as CSV, as RFC 4180 has it: lines end with CR LF, the first one names the members, and what holds a quote, a comma or an end of a line stands in quotes. */

/** Gives a table; undefined is an empty field. */
export function csvOf(names: readonly string[], rows: readonly (readonly (string | number | undefined)[])[]): string {
  return [names, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

function field(value: string | number | undefined): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
