/** What kinds of characters stand at a place of a text, by their codes. */

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}

export function isLower(code: number): boolean {
  return code >= 97 && code <= 122;
}

/** ASCII letters and digits. */
export function isAlphanumeric(code: number): boolean {
  return isLower(code) || isDigit(code) || isUpper(code);
}

/** Letters and digits of scripts that set words apart: ASCII, and what stands below U+2000 from À on. Chinese and Japanese text runs up to a word. */
export function isWordLike(code: number): boolean {
  return isAlphanumeric(code) || code >= 0xc0 && code < 0x2000;
}

/** What base64, in both alphabets, and dotted tokens are made of. */
export function isTokenLike(code: number): boolean {
  return isAlphanumeric(code) || code === 45 || code === 95 || code === 46 || code === 43 || code === 47 || code === 61; // - _ . + / =
}
