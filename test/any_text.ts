// Texts of any characters, drawn at random. Shared, registers nothing.
import fc from "fast-check";

/** The halves of pairs are no characters. */
const [FIRST_HALF, HALVES] = [0xd800, 0x800];

/** Any one character. fast-check's own `unit: "binary"` first puts each of the 1,112,064 there are into a table: three seconds a process. */
const ANY_CHARACTER = fc.integer({ min: 0, max: 0x10ffff - HALVES }).map(
  (number) => String.fromCodePoint(number < FIRST_HALF ? number : number + HALVES),
  (text) => {
    const code = typeof text === "string" && [...text].length === 1 ? text.codePointAt(0)! : NaN;
    if (Number.isNaN(code) || (code >= FIRST_HALF && code < FIRST_HALF + HALVES)) throw new TypeError("Cannot find the number of what is no character");
    return code < FIRST_HALF ? code : code - HALVES;
  },
);

/** Texts of any characters, as `fc.string({ unit: "binary" })` gives them. */
export function anyText(constraints: { readonly maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.string({ ...constraints, unit: ANY_CHARACTER });
}
