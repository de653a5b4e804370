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

/** MurmurHash64A (Appleby, 2008; in the public domain). */
function hashOf(from: usize, length: u32): u64 {
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
  const hash = hashOf(from, length);
  const tag = <u32>(hash >> 32);
  let at = <u32>hash & mask;
  while (true) {
    const slot = slots + <usize>at * SLOT;
    const number = load<u32>(slot, 4);
    if (number == 0) break;
    if (load<u32>(slot) == tag && load<u32>(slot, 12) == length && areSame(load<u32>(slot, 8), from, length)) return number;
    at = (at + 1) & mask;
  }
  const number = append(from, length);
  if (number == 0) return 0;
  fill(slots + <usize>at * SLOT, tag, number);
  if (count * 2 > mask) isFull = !spread();
  return number;
}

/** Gives the next number to what no line can hold; 0 once it is full. */
export function skipText(): u32 {
  return append(0, 0);
}

function append(from: usize, length: u32): u32 {
  if (isFull || bytes + length > most || (count == listed && !lengthen())) {
    isFull = true; // for good: the numbers that others give from here on are not to be given twice
    return 0;
  }
  const at = take(length);
  if (at == 0) {
    isFull = true;
    return 0;
  }
  memory.copy(at, from, length);
  bytes += length;
  store<u32>(list + (<usize>count << 3), <u32>at);
  store<u32>(list + (<usize>count << 3), length, 4);
  return count++;
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
