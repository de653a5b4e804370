/**
 * Numbers that a line writes in another way than `JSON.stringify()`: what is looked for in a payload's text may then stand in it, and not in the line. A recorder writes such numbers
 * only where they are very large or very small; other hands may write `1e3`.
 */

/** Each line is asked this, so it is asked in ways that skip most characters. Written out since only then engines do. */
const EXPONENT = /\d[eE][-+\d]/;
const TINY = /0\.000000/;
const LONG = /[\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.]/;

/** The same, but not within most texts. */
const ODD = /(?:^|[:,[\s])-?(?:[\d.]{16}|\d+(?:\.\d+)?[eE]|0\.000000)/;

/**
 * Says that no number of a line is written otherwise, or that it is not known. Without this each number of its JSON stands in the line as it is: a number of up to 15 digits survives being
 * read (IEEE 754, the `DBL_DIG` of C), so at most a point, zeros at its end and the sign of a zero are left out.
 */
export function mayHoldOddNumber(line: string): boolean {
  return (EXPONENT.test(line) || LONG.test(line) || TINY.test(line)) && ODD.test(line);
}

/**
 * Whether a text can stand within a number as `JSON.stringify()` writes it, or within what an odd one becomes: `1e999` is read as Infinity, and written as null.
 */
export function isWithinNumber(text: string): boolean {
  return /^[-+]?\d*(?:\.\d*)?(?:e(?:[-+]?\d*)?)?$/i.test(text) || ["null", "-infinity"].some((word) => word.includes(text.toLowerCase()));
}
