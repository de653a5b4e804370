/**
 * Reads the members of a line one after the other, as a recorder writes them. Each method takes what stands at `at` and moves on, or says that it is
 * something else. The bytes end with a newline, which nothing here takes: so nothing reads past it.
 */
import { isUtf8 } from "./utf8.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ZERO = 0x30;
const MINUS = 0x2d;
const DOT = 0x2e;
/** So many digits are a whole number below 2^53, and its quotient by a power of ten is rounded once: the number that `JSON.parse` gives (Clinger, 1990). */
const MOST_DIGITS = 15;
const POWERS: readonly number[] = Array.from({ length: MOST_DIGITS + 1 }, (_, power) => 10 ** power);

/** A place in a line. */
export class LineMembers {
  readonly bytes: Uint8Array;
  at = 0;
  /** Where the last text begins. */
  textFrom = 0;
  /** Where the last text ends, before its quote. */
  textTo = 0;

  /** Makes one that reads these bytes. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Takes exactly these bytes. */
  takes(word: Uint8Array): boolean {
    const { bytes, at } = this;
    for (let index = 0; index < word.length; index++) if (bytes[at + index] !== word[index]) return false;
    this.at = at + word.length;
    return true;
  }

  /** Takes one of several words; gives which, or -1. */
  takesOneOf(words: readonly Uint8Array[]): number {
    return words.findIndex((word) => this.takes(word));
  }

  /** Takes a whole number from 0 on; gives -1 for anything else. */
  count(): number {
    const { bytes } = this;
    const from = this.at;
    let value = 0;
    let at = from;
    for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) value = value * 10 + digit;
    if (at === from || at - from > MOST_DIGITS || (at - from > 1 && bytes[from] === ZERO)) return -1;
    this.at = at;
    return value;
  }

  /** Takes a number; gives NaN for anything else, and for one that says -0, has an exponent or more digits than are exact. */
  number(): number {
    const { bytes } = this;
    const isNegative = bytes[this.at] === MINUS;
    const from = isNegative ? this.at + 1 : this.at;
    let value = 0;
    let at = from;
    for (let digit = bytes[at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO) value = value * 10 + digit;
    const whole = at - from;
    if (whole === 0 || (whole > 1 && bytes[from] === ZERO)) return Number.NaN;
    let decimals = 0;
    if (bytes[at] === DOT) {
      for (let digit = bytes[++at]! - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at]! - ZERO, decimals++) value = value * 10 + digit;
      if (decimals === 0) return Number.NaN;
    }
    if (whole + decimals > MOST_DIGITS || (isNegative && value === 0)) return Number.NaN;
    this.at = at;
    value /= POWERS[decimals]!;
    return isNegative ? -value : value;
  }

  /** Takes a text up to its closing quote, and that: `textFrom` and `textTo` say which bytes. Not one with an escape. */
  text(): boolean {
    const { bytes } = this;
    let at = this.at;
    let all = 0;
    for (let byte = bytes[at]!; byte !== QUOTE; byte = bytes[++at]!) {
      if (byte < 0x20 || byte === BACKSLASH) return false;
      all |= byte;
    }
    if (all >= 0x80 && !isUtf8(bytes, this.at, at)) return false;
    this.textFrom = this.at;
    this.textTo = at;
    this.at = at + 1;
    return true;
  }

  /** Takes a text up to its closing quote, and that; with escapes too, whatever they say. */
  escapedText(): boolean {
    const { bytes } = this;
    let at = this.at;
    for (let byte = bytes[at]!; byte !== QUOTE; byte = bytes[++at]!) {
      if (byte === BACKSLASH) at += 1;
      if (bytes[at]! < 0x20) return false;
    }
    this.at = at + 1;
    return true;
  }
}
