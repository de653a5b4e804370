// Where a payload ends: 64 bytes at a time, as bits. After Langdale and Lemire, "Parsing Gigabytes of JSON per Second" (VLDB Journal 28, 2019), whose
// first stage this is, with brackets counted in place of a second one.
import { BACKSLASH, QUOTE, escapedTextEnd } from "./members";
import { isUtf8 } from "./utf8";

const EVEN: u64 = 0x5555555555555555;
/** A quote, a backslash, a space, an opening and a closing brace, each 16 times: in memory, since V8 makes a constant of 16 bytes anew wherever it is used. */
const SIXTEEN = memory.data<u64>([
  0x2222222222222222, 0x2222222222222222, 0x5c5c5c5c5c5c5c5c, 0x5c5c5c5c5c5c5c5c, 0x2020202020202020, 0x2020202020202020,
  0x7b7b7b7b7b7b7b7b, 0x7b7b7b7b7b7b7b7b, 0x7d7d7d7d7d7d7d7d, 0x7d7d7d7d7d7d7d7d,
], 16);
const LONGEST_SCALAR: usize = 64;

/** Gives the position after the payload that begins at `from`; 0 where a parser has to look. */
export function payloadEnd(from: usize): usize {
  const first: u32 = load<u8>(from);
  if ((first | 0x20) == 0x7b) return nestedEnd(from);
  return first == QUOTE ? textPayloadEnd(from) : scalarEnd(from);
}

/** One bit for each of 64 bytes. */
// @ts-ignore: decorator
@inline
function bits(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64>i8x16.bitmask(a) | (<u64>i8x16.bitmask(b) << 16) | (<u64>i8x16.bitmask(c) << 32) | (<u64>i8x16.bitmask(d) << 48);
}

/** Each bit the sum, without carry, of those up to it: set from the quote that opens a text to before the one that closes it. */
// @ts-ignore: decorator
@inline
function sums(single: u64): u64 {
  let sum = single;
  sum ^= sum << 1;
  sum ^= sum << 2;
  sum ^= sum << 4;
  sum ^= sum << 8;
  sum ^= sum << 16;
  return sum ^ (sum << 32);
}

function nestedEnd(from: usize): usize {
  let depth: i32 = 0;
  /** All bits where the block begins inside of a text. */
  let inside: u64 = 0;
  /** 1 where its first byte is escaped. */
  let isEscaped: u64 = 0;
  let isWide = false;
  const quote = v128.load(SIXTEEN);
  const backslash = v128.load(SIXTEEN, 16);
  const space = v128.load(SIXTEEN, 32);
  const opening = v128.load(SIXTEEN, 48);
  const closing = v128.load(SIXTEEN, 64);
  let block = from;
  while (true) {
    const a = v128.load(block);
    const b = v128.load(block, 16);
    const c = v128.load(block, 32);
    const d = v128.load(block, 48);
    let quotes = bits(i8x16.eq(a, quote), i8x16.eq(b, quote), i8x16.eq(c, quote), i8x16.eq(d, quote));

    const escapeA = i8x16.eq(a, backslash);
    const escapeB = i8x16.eq(b, backslash);
    const escapeC = i8x16.eq(c, backslash);
    const escapeD = i8x16.eq(d, backslash);
    let escapes: u64 = 0;
    if (v128.any_true(v128.or(v128.or(escapeA, escapeB), v128.or(escapeC, escapeD)))) {
      escapes = bits(escapeA, escapeB, escapeC, escapeD);
      // Section 3.1.1: a backslash that ends an odd run of them escapes what follows.
      const starts = escapes & ~isEscaped;
      const follows = (starts << 1) | isEscaped;
      const oddStarts = starts & ~EVEN & ~follows;
      const carried = oddStarts + starts;
      isEscaped = <u64>(carried < starts);
      quotes &= ~((EVEN ^ (carried << 1)) & follows);
    } else if (isEscaped) {
      quotes &= ~(<u64>1);
      isEscaped = 0;
    }
    const texts = sums(quotes) ^ inside;
    inside = <u64>(<i64>texts >> 63);

    // With 0x20 in it, a bracket is a brace.
    const braceA = v128.or(a, space);
    const braceB = v128.or(b, space);
    const braceC = v128.or(c, space);
    const braceD = v128.or(d, space);
    const opens = bits(i8x16.eq(braceA, opening), i8x16.eq(braceB, opening), i8x16.eq(braceC, opening), i8x16.eq(braceD, opening)) & ~texts;
    const closes = bits(i8x16.eq(braceA, closing), i8x16.eq(braceB, closing), i8x16.eq(braceC, closing), i8x16.eq(braceD, closing)) & ~texts;

    /** Which bytes belong to the payload, as far as it is known. */
    let mine: u64 = ~(<u64>0);
    let end: usize = 0;
    const closed = <i32>popcnt(closes);
    if (depth > closed) {
      depth += <i32>popcnt(opens) - closed;
    } else {
      for (let left = closes, before = depth; left != 0; left &= left - 1) {
        const bit = left & (~left + 1);
        before -= 1;
        if (before + <i32>popcnt(opens & (bit - 1)) != 0) continue;
        mine = bit - 1;
        end = block + <usize>ctz(bit);
        break;
      }
      depth += <i32>popcnt(opens) - closed;
    }

    // A backslash that is in no text, a control character: the end of the line, most of all.
    if ((escapes & ~texts & mine) != 0) return 0;
    const lowA = i8x16.lt_s(a, space);
    const lowB = i8x16.lt_s(b, space);
    const lowC = i8x16.lt_s(c, space);
    const lowD = i8x16.lt_s(d, space);
    if (v128.any_true(v128.or(v128.or(lowA, lowB), v128.or(lowC, lowD)))) {
      const wide = bits(a, b, c, d);
      if ((bits(lowA, lowB, lowC, lowD) & ~wide & mine) != 0) return 0;
      if ((wide & mine) != 0) isWide = true;
    }
    if (end != 0) return isWide && !isUtf8(from, end) ? 0 : end + 1;
    block += 64;
  }
}

function textPayloadEnd(from: usize): usize {
  const end = escapedTextEnd(from + 1);
  return end != 0 && isUtf8(from, end) ? end + 1 : 0;
}

function digitsAfter(at: usize): usize {
  while (<u32>load<u8>(at) - 0x30 < 10) at += 1;
  return at;
}

function numberEnd(from: usize): usize {
  let at = from;
  if (load<u8>(at) == 0x2d) at += 1;
  let end = digitsAfter(at);
  if (end == at || (load<u8>(at) == 0x30 && end - at > 1)) return 0;
  if (load<u8>(end) == 0x2e) {
    at = end + 1;
    end = digitsAfter(at);
    if (end == at) return 0;
  }
  if ((<u32>load<u8>(end) | 0x20) == 0x65) {
    at = end + 1;
    if (load<u8>(at) == 0x2b || load<u8>(at) == 0x2d) at += 1;
    end = digitsAfter(at);
    if (end == at) return 0;
  }
  return end;
}

/** A scalar is a few bytes: it is checked to the end. One that is longer is left to the parser. */
function scalarEnd(from: usize): usize {
  if (is(from, 'true') || is(from, 'null')) return from + 4;
  if (is(from, 'false')) return from + 5;
  const end = numberEnd(from);
  return end - from <= LONGEST_SCALAR ? end : 0;
}
