/**
 * Card numbers in a text: 13 to 19 digits, in one piece or in groups set apart by single spaces or hyphens, whose first digit is
 * one that payment cards have and whose check digit holds. A time in milliseconds, a decimal fraction, or digits within a word are none.
 */
import { isAlphanumeric, isDigit } from "./letters.ts";
import { SIGNS, signsIn } from "./signs.ts";
import type { Span } from "./span.ts";

const LEAST = 13;
const MOST = 19;

/** Cards are printed in groups of three to six digits, the last one with what is left. */
const LEAST_GROUP = 3;
const MOST_GROUP = 6;

/** Gives the card numbers of a text, in order. Cost: linear in its length. */
export function cardsIn(text: string, signs: number = signsIn(text)): readonly Span[] {
  if ((signs & SIGNS.digits) === 0) return [];
  const spans: Span[] = [];
  for (let at = 0; at < text.length; at++) {
    if (!isDigit(text.charCodeAt(at))) continue;
    const groups = groupsFrom(text, at);
    const last = groups[groups.length - 1]!;
    addCards(text, groups, spans);
    at = last.end;
  }
  return spans;
}

/** Tells whether digits are a card's: their number, first digit (ISO/IEC 7812-1: 2 to 6 for banks, shops and travel) and check digit. */
export function isCard(digits: string): boolean {
  const first = digits.charCodeAt(0);
  return digits.length >= LEAST && digits.length <= MOST && first >= 50 && first <= 54 && hasCheckDigit(digits);
}

/**
 * Luhn's formula (ISO/IEC 7812-1, annex B; H. P. Luhn, US patent 2,950,048, 1960): from the right every second digit is doubled,
 * the digits of all are added, and the sum is a multiple of ten.
 */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, isDoubled = false; at >= 0; at--, isDoubled = !isDoubled) {
    const digit = digits.charCodeAt(at) - 48;
    const value = isDoubled ? digit * 2 : digit;
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** The groups of digits that follow one another from `at`, single separators between them. */
function groupsFrom(text: string, at: number): Span[] {
  const groups: Span[] = [];
  let start = at;
  for (;;) {
    let end = start;
    while (isDigit(text.charCodeAt(end))) end += 1;
    groups.push({ start, end });
    const separator = text[end];
    if ((separator !== " " && separator !== "-") || !isDigit(text.charCodeAt(end + 1))) return groups;
    start = end + 1;
  }
}

/** Not within a word, and no part of a decimal fraction. */
function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  const after = text.charCodeAt(end);
  if (isAlphanumeric(before) || isAlphanumeric(after) || before === 95 || after === 95) return false;
  const isFraction = before === 46 && isDigit(text.charCodeAt(start - 2)) || after === 46 && isDigit(text.charCodeAt(end + 1));
  return !isFraction;
}

/** Looks at whole groups only: from each, as many as make 13 to 19 digits; of several readings the longest. */
function addCards(text: string, groups: readonly Span[], spans: Span[]): void {
  for (let first = 0; first < groups.length; first++) {
    let digits = "";
    let found = -1;
    for (let last = first; last < groups.length; last++) {
      const { start, end } = groups[last]!;
      const size = end - start;
      if (digits.length + size > MOST) break;
      digits += text.slice(start, end);
      if (isCard(digits) && standsAlone(text, groups[first]!.start, end)) found = last;
      if (size < LEAST_GROUP || size > MOST_GROUP) break;
    }
    if (found === -1) continue;
    spans.push({ start: groups[first]!.start, end: groups[found]!.end });
    first = found;
  }
}
