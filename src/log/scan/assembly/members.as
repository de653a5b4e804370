// Members of a line. Each function takes what stands at `at` and gives where it ends, or 0 where it is something else. All of them stop at a control
// character, and each line ends with one.
import { isUtf8 } from "./utf8";

export const QUOTE: u32 = 0x22;
export const BACKSLASH: u32 = 0x5c;
const ZEROS: u64 = 0x3030303030303030;

/** 10^0 to 10^15. */
const POWERS = memory.data<f64>([1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]);

/** How many of the eight bytes are digits before the first that is none. Of the bytes less "0": a digit is the only one to which 0x76 can be added without a carry. */
// @ts-ignore: decorator
@inline
function digitsIn(eight: u64): u32 {
  return <u32>ctz(((eight + 0x7676767676767676) | eight) & 0x8080808080808080) >> 3;
}

/** The number that the first `digits` of eight bytes say, by three multiplications (Lemire, "Quickly parsing eight digits", 2018). */
// @ts-ignore: decorator
@inline
function valueOf(eight: u64, digits: u32): u64 {
  if (digits == 0) return 0;
  let value = eight << (64 - (<u64>digits << 3)); // zeros before it
  value = (value * 10) + (value >> 8);
  return (((value & 0x000000ff000000ff) * 0x000f424000000064) + (((value >> 16) & 0x000000ff000000ff) * 0x0000271000000001)) >> 32;
}

/** What `wholeDigits` read. */
let digitsValue: u64 = 0;

/** Takes digits, 15 at the most; gives 0 for more. */
// @ts-ignore: decorator
@inline
function digitsEnd(at: usize): usize {
  const first = load<u64>(at) ^ ZEROS;
  const some = digitsIn(first);
  if (some < 8) {
    digitsValue = valueOf(first, some);
    return at + some;
  }
  const second = load<u64>(at + 8) ^ ZEROS;
  const more = digitsIn(second);
  if (more == 8) return 0;
  digitsValue = valueOf(first, 8) * <u64>load<f64>(POWERS + (<usize>more << 3)) + valueOf(second, more);
  return at + 8 + more;
}

/** Takes a whole number from 0 on, and stores it. */
// @ts-ignore: decorator
@inline
export function count(at: usize, into: usize): usize {
  const end = digitsEnd(at);
  if (end <= at || (load<u8>(at) == 0x30 && end - at > 1)) return 0;
  store<f64>(into, <f64>digitsValue);
  return end;
}

/**
 * Takes a number and stores it; not one that says -0, has an exponent or more than 15 digits. So many digits are a whole number below 2^53, and its
 * quotient by a power of ten is rounded once: the number that `JSON.parse` gives (Clinger, "How to read floating point numbers accurately", 1990).
 */
export function number(at: usize, into: usize): usize {
  const isNegative = load<u8>(at) == 0x2d;
  const from = at + <usize>isNegative;
  let end = digitsEnd(from);
  if (end <= from || (load<u8>(from) == 0x30 && end - from > 1)) return 0;
  let value = <f64>digitsValue;
  if (load<u8>(end) == 0x2e) {
    const point = end;
    const whole = digitsValue;
    end = digitsEnd(point + 1);
    const decimals = end - point - 1;
    if (end <= point + 1 || decimals + (point - from) > 15) return 0;
    const power = load<f64>(POWERS + (decimals << 3));
    value = <f64>(whole * <u64>power + digitsValue) / power;
  }
  if (isNegative) {
    if (value == 0) return 0;
    value = -value;
  }
  store<f64>(into, value);
  return end;
}

/** The bytes that end a text, or say that it is no plain one. As signed bytes, those of letters beyond ASCII are below the control characters. */
// @ts-ignore: decorator
@inline
function stopsIn(bytes: v128): u32 {
  return i8x16.bitmask(v128.or(v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))), i8x16.lt_s(bytes, i8x16.splat(0x20))));
}

/** Where a text ends that begins at `at`: the position of its quote. Not one with an escape. */
export function textEnd(at: usize): usize {
  for (let to = at;; to += 32) {
    const stops = stopsIn(v128.load(to)) | (stopsIn(v128.load(to, 16)) << 16);
    if (stops == 0) continue;
    const stop = to + ctz(stops);
    const byte = load<u8>(stop);
    return byte == QUOTE ? stop : byte >= 0x80 ? wideTextEnd(at, stop) : 0;
  }
}

function wideTextEnd(at: usize, from: usize): usize {
  let to = from;
  for (let byte: u32 = load<u8>(to); byte != QUOTE; byte = load<u8>(++to)) if (byte < 0x20 || byte == BACKSLASH) return 0;
  return isUtf8(at, to) ? to : 0;
}

/** The same with escapes, whatever they say, and whatever the bytes beyond ASCII are. */
export function escapedTextEnd(at: usize): usize {
  let to = at;
  for (let byte: u32 = load<u8>(to); byte != QUOTE; byte = load<u8>(++to)) {
    if (byte == BACKSLASH) byte = load<u8>(++to);
    if (byte < 0x20) return 0;
  }
  return to;
}
