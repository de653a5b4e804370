/** A test of names that is made once for each text of a log: then it costs a look into a table. */
import type { Texts } from "../columns.ts";
import type { TextTest } from "./fits.ts";

const UNKNOWN = 0;
const FITS = 1;
const DIFFERS = 2;

/** Gives the test of a text by its number. A text is tested when it is first met; the table grows with the log. */
export function textTable(texts: Texts, test: TextTest): (text: number) => boolean {
  let table = new Uint8Array(Math.max(64, texts.length));
  const look = (text: number): boolean => {
    if (text >= table.length) {
      const longer = new Uint8Array(Math.max(texts.length, text + 1, table.length * 2));
      longer.set(table);
      table = longer;
    }
    const fits = test(texts.textOf(text));
    table[text] = fits ? FITS : DIFFERS;
    return fits;
  };
  return (text) => {
    const known = table[text] ?? UNKNOWN;
    return known === UNKNOWN ? look(text) : known === FITS;
  };
}
