/** The help: every key with what it does, as the keymap has them, and the signs. */
import { geometryOf } from "../model/geometry.ts";
import { helpLines, type HelpLine } from "../model/help.ts";
import type { Model } from "../model/model.ts";
import { pad } from "./cell_width.ts";
import { fitRow, segment, type Row } from "./segment.ts";

/** Cells of the keys' column: the longest is `end Ctrl-E`. */
const KEYS_WIDTH = 12;

/** Gives exactly as many rows as the body has. */
export function helpRows(model: Model): Row[] {
  const { body } = geometryOf(model);
  const top = model.help?.top ?? 0;
  const lines = helpLines();
  const rows = lines.slice(top, top + body).map((line) => fitRow(lineRow(line), model.size.columns));
  while (rows.length < body) rows.push([]);
  // The last row says that there is more, in place of one line of it.
  if (lines.length > top + body) rows[body - 1] = [segment(`   ↓ ${lines.length - top - body + 1} more`, "dim")];
  return rows;
}

function lineRow(line: HelpLine): Row {
  switch (line.kind) {
    case "title": return [segment(` ${line.text}`, "strong")];
    case "entry": return [segment(`   ${pad(line.name, KEYS_WIDTH)}`, "key"), segment(`  ${line.says}`)];
    case "blank": return [];
    default: return unknownLine(line);
  }
}

function unknownLine(line: never): never {
  throw new TypeError(`Cannot draw a line of the help: unknown ${JSON.stringify(line)}`);
}
