// The texts that were met, by their bytes: each is kept once and has a number, from 1 on in the order in which they came. A hash table of open
// addressing; its slots and the list of the texts are made anew, twice as large, when they are full.
import { take } from "./layout";

/** A slot: the upper half of the hash, the number (0: free), where the text stands, its length. */
const SLOT: usize = 16;

let slots: usize = take(1024 * SLOT);
let mask: u32 = 1023;
/** Where each text stands, and its length, by number. */
let list: usize = take(1024 * 8);
let listed: u32 = 1024;
let count: u32 = 1;
let bytes: u64 = 0;
let most: u64 = 0;
let isFull: bool = false;

/** So many bytes of texts are kept. */
export function limitTexts(toBytes: f64): void {
  most = <u64>toBytes;
}

/** One more than the highest number. */
export function textCount(): u32 {
  return count;
}

export function textAt(number: u32): usize {
  return load<u32>(list + (<usize>number << 3));
}

export function textLength(number: u32): u32 {
  return load<u32>(list + (<usize>number << 3), 4);
}

/** The last bytes of a text as a word, without those that follow it. */
// @ts-ignore: decorator
@inline
function lastWord(at: usize, length: u32): u64 {
  return load<u64>(at) & (~(<u64>0) >> ((8 - length) << 3));
}

/** 32 bytes that are set, and 32 that are not. */
const MASKS = memory.data<u64>([0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff, 0, 0, 0, 0], 16);
/** Texts up to this length are compared and hashed at once, without a loop: most are, and each loop ends where the processor does not expect it. */
const SHORT: u32 = 32;

/** The first 16 bytes of a short text, with zeros for those that are not its own. */
// @ts-ignore: decorator
@inline
function first(from: usize, length: u32): v128 {
  return v128.and(v128.load(from), v128.load(MASKS + 32 - length));
}

/** The next 16. */
// @ts-ignore: decorator
@inline
function second(from: usize, length: u32): v128 {
  return v128.and(v128.load(from, 16), v128.load(MASKS + 48 - length));
}

/** Multilinear hashing (Lemire and Kaser, "Strongly universal string hashing is fast", 2014), and the last steps of MurmurHash3 (Appleby, 2008). */
// @ts-ignore: decorator
@inline
function shortHash(a: v128, b: v128, length: u32): u64 {
  let hash = i64x2.extract_lane(a, 0) * 0x9e3779b97f4a7c15 + i64x2.extract_lane(a, 1) * 0xbf58476d1ce4e5b9
    + i64x2.extract_lane(b, 0) * 0x94d049bb133111eb + i64x2.extract_lane(b, 1) * 0xd6e8feb86659fd93 + <i64>length * 0xff51afd7ed558ccd;
  hash = (hash ^ (<i64>(<u64>hash >> 32))) * 0xc4ceb9fe1a85ec53;
  return <u64>hash ^ (<u64>hash >> 32);
}

/** MurmurHash64A (Appleby, 2008; in the public domain). */
function longHash(from: usize, length: u32): u64 {
  const MULTIPLIER: u64 = 0xc6a4a7935bd1e995;
  let hash: u64 = <u64>length * MULTIPLIER;
  let at = from;
  for (let left = length; left != 0;) {
    let part: u64;
    if (left >= 8) {
      part = load<u64>(at);
      left -= 8;
      at += 8;
    } else {
      part = lastWord(at, left);
      left = 0;
    }
    part *= MULTIPLIER;
    part ^= part >> 47;
    hash = (hash ^ (part * MULTIPLIER)) * MULTIPLIER;
  }
  hash ^= hash >> 47;
  hash *= MULTIPLIER;
  return hash ^ (hash >> 47);
}

function hashOf(from: usize, length: u32): u64 {
  return length <= SHORT ? shortHash(first(from, length), second(from, length), length) : longHash(from, length);
}

function areSame(a: usize, b: usize, length: u32): bool {
  let left = length;
  while (left >= 8) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
    left -= 8;
  }
  return left == 0 || lastWord(a, left) == lastWord(b, left);
}

/** Gives the number of a text, a new one to a new text; 0 once it is full and the text is not there. */
export function intern(from: usize, length: u32): u32 {
  if (length > SHORT) return internLong(from, length);
  const a = first(from, length);
  const b = second(from, length);
  const hash = shortHash(a, b, length);
  const tag = <u32>(hash >> 32);
  let at = <u32>hash & mask;
  while (true) {
    const slot = slots + <usize>at * SLOT;
    const number = load<u32>(slot, 4);
    if (number == 0) return add(from, length, at, tag);
    if (load<u32>(slot) == tag && load<u32>(slot, 12) == length) {
      const text = load<u32>(slot, 8);
      if (!v128.any_true(v128.or(v128.xor(a, v128.load(text)), v128.xor(b, v128.load(text, 16))))) return number;
    }
    at = (at + 1) & mask;
  }
}

function internLong(from: usize, length: u32): u32 {
  const hash = longHash(from, length);
  const tag = <u32>(hash >> 32);
  let at = <u32>hash & mask;
  while (true) {
    const slot = slots + <usize>at * SLOT;
    const number = load<u32>(slot, 4);
    if (number == 0) return add(from, length, at, tag);
    if (load<u32>(slot) == tag && load<u32>(slot, 12) == length && areSame(load<u32>(slot, 8), from, length)) return number;
    at = (at + 1) & mask;
  }
}

/** Gives the next number to what no line can hold; 0 once it is full. */
export function skipText(): u32 {
  return append(0, 0);
}

function add(from: usize, length: u32, at: u32, tag: u32): u32 {
  const number = append(from, length);
  if (number == 0) return 0;
  fill(slots + <usize>at * SLOT, tag, number);
  if (count * 2 > mask && !spread()) isFull = true;
  return number;
}

/** The text may stand where memory is taken next, so it is taken for the text first. */
function append(from: usize, length: u32): u32 {
  const isOver = isFull || bytes + length > most;
  const at = isOver ? 0 : take(max(length, SHORT));
  if (at == 0) {
    isFull = true; // for good: the numbers that others give from here on are not to be given twice
    return 0;
  }
  memory.copy(at, from, length);
  if (length < SHORT) memory.fill(at + length, 0, SHORT - length);
  bytes += length;
  store<u32>(list + (<usize>count << 3), <u32>at);
  store<u32>(list + (<usize>count << 3), length, 4);
  count += 1;
  if (count == listed && !lengthen()) isFull = true;
  return count - 1;
}

function fill(slot: usize, tag: u32, number: u32): void {
  store<u32>(slot, tag);
  store<u32>(slot, number, 4);
  store<u32>(slot, <u32>textAt(number), 8);
  store<u32>(slot, textLength(number), 12);
}

function lengthen(): bool {
  const longer = take(<usize>listed << 4);
  if (longer == 0) return false;
  memory.copy(longer, list, <usize>listed << 3);
  list = longer;
  listed <<= 1;
  return true;
}

/** Makes the table twice as large. False where there is no memory: it stays as it is. */
function spread(): bool {
  const next = (mask << 1) | 1;
  const wider = take((<usize>next + 1) * SLOT);
  if (wider == 0) return false;
  memory.fill(wider, 0, (<usize>next + 1) * SLOT);
  for (let slot = slots, end = slots + (<usize>mask + 1) * SLOT; slot < end; slot += SLOT) {
    const number = load<u32>(slot, 4);
    if (number == 0) continue;
    let at = <u32>hashOf(textAt(number), textLength(number)) & next;
    while (load<u32>(wider + <usize>at * SLOT, 4) != 0) at = (at + 1) & next;
    fill(wider + <usize>at * SLOT, load<u32>(slot), number);
  }
  slots = wider;
  mask = next;
  return true;
}
