/** Texts that only chance can have made: keys and session ids without a prefix. */
import { isDigit, isLower, isUpper } from "./letters.ts";

/** Shorter ones are ids (nanoid has 21, a ULID 26), longer ones files. */
const SHORTEST = 32;
const LONGEST = 512;

/** Bits a character, by Shannon's measure: 32 characters of base62 have about 4.5, names in code 3.8 to 4.2. */
const LEAST_BITS = 4;

/** Of all neighbours, how many change between small letter, capital, digit and the rest: by chance six of ten, in words far fewer. */
const LEAST_CHANGES = 0.35;

/** Of all neighbours, how many are two small letters: by chance two of ten, in `camelCaseNames` and paths six. */
const MOST_SMALL = 0.4;

/** How files of common kinds begin in base64: PNG, GIF, JPEG, RIFF, SVG, XML, ICO, PDF, zip, gzip, WOFF2, MP4. */
const FILES = /^(?:iVBORw0KGgo|R0lGOD|\/9j\/|UklGR|PHN2Zy|PD94bW|AAABAA|JVBERi|UEsDB|H4sI|d09GMg|AAAA[A-Z]Gf0eX)/;

/** What hashes look like: hexadecimal with or without hyphens (UUIDs, commits, digests), and digests with their method (`sha256-…`). */
const HASHES = /^(?:(?:0x)?[0-9a-f_-]+|[\dA-F-]+|(?:0x)?[\da-fA-F]+|sha(?:1|256|384|512)-.*)$/;

/**
 * Tells whether a text without spaces and dots is random: 32 to 512 characters, small letters, capitals and digits that change as chance
 * changes them. Hashes, UUIDs, names in code, paths, and files in base64 are not. Cost: two passes over at most 512 characters.
 */
export function isRandomText(text: string): boolean {
  const { length } = text;
  if (length < SHORTEST || length > LONGEST || HASHES.test(text) || FILES.test(text)) return false;
  let kinds = 0;
  let changes = 0;
  let small = 0;
  let before = 0;
  for (let at = 0; at < length; at++) {
    const kind = kindOf(text.charCodeAt(at));
    kinds |= kind;
    if (at > 0 && kind !== before) changes += 1;
    if (kind === 1 && before === 1) small += 1;
    before = kind;
  }
  return (kinds & 7) === 7 && changes / (length - 1) >= LEAST_CHANGES && small / (length - 1) <= MOST_SMALL && bitsPerCharacter(text) >= LEAST_BITS;
}

/** Entropy of the characters: -Σ p log2 p (C. E. Shannon, A Mathematical Theory of Communication, 1948, section 6). */
export function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count / text.length * Math.log2(count / text.length);
  return bits;
}

function kindOf(code: number): number {
  return isLower(code) ? 1 : isUpper(code) ? 2 : isDigit(code) ? 4 : 8;
}
