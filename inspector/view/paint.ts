/**
 * Rows → text with colours. Only the sixteen colours of the terminal's own palette are used, so a theme that somebody can
 * read stays readable. Each piece begins and ends its own colours: a row that is cut in two cannot stain the next one.
 */
import type { Meaning, Row } from "./segment.ts";

/** The codes that begin each meaning; an empty one draws the text as it is. */
export type Palette = Readonly<Record<Meaning, string>>;

const COLOURED: Palette = {
  plain: "", dim: "2", strong: "1", heading: "2", good: "32", bad: "31", warning: "33", busy: "36", accent: "1;36",
  key: "36", string: "32", number: "33", literal: "35",
};

/** `NO_COLOR` leaves weight alone: bold and dim are not colours. */
const COLOURLESS: Palette = {
  plain: "", dim: "2", strong: "1", heading: "2", good: "", bad: "1", warning: "", busy: "", accent: "1",
  key: "", string: "", number: "", literal: "",
};

/** Gives the palette for a terminal with or without colours. */
export function paletteFor(color: boolean): Palette {
  return color ? COLOURED : COLOURLESS;
}

/** Paints `row`: its text, with balanced colour codes around what means something. */
export function paintRow(row: Row, palette: Palette): string {
  let painted = "";
  for (const { text, as } of row) {
    const codes = palette[as];
    painted += codes === "" || text === "" ? text : `\x1b[${codes}m${text}\x1b[0m`;
  }
  return painted;
}
