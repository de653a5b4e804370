/**
 * Numbers that a line writes in another way than `JSON.stringify()`: what is looked for in a payload's text may then stand in it, and not in the line. A recorder writes such numbers
 * only where they are very large or very small; other hands may write `1e3`.
 */

/** Each line is asked this. Engines skip most characters where an expression begins so; only then it is looked back whether that is a number, and no part of a text. */
const EXPONENT = /\d[eE][-+\d](?<=[:,[\s]-?[\d.]+[eE].)/;
const TINY = /0\.000000(?<=[:,[\s]-?0\.000000)/;
const LONG = /[\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.](?<=[:,[\s]-?[\d.]{16})/;

/**
 * False: no number of a line is written otherwise. Without this each number of its JSON stands in the line as it is: a number of up to 15 digits survives being
 * read (IEEE 754, the `DBL_DIG` of C), so at most a point, zeros at its end and the sign of a zero are left out.
 */
export function mayHoldOddNumber(line: string): boolean {
  return EXPONENT.test(line) || LONG.test(line) || TINY.test(line);
}

/**
 * Whether a text can stand within a number as `JSON.stringify()` writes it, or within what an odd one becomes: `1e999` is read as Infinity, and written as null.
 */
export function isWithinNumber(text: string): boolean {
  return /^[-+]?\d*(?:\.\d*)?(?:e(?:[-+]?\d*)?)?$/i.test(text) || ["null", "-infinity"].some((word) => word.includes(text.toLowerCase()));
}
