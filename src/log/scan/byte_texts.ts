/**
 * The texts that a scanner met, by their bytes: each is kept once and has a number, from 1 on in the order in which they came. A hash table of open
 * addressing: no object for a text, and growing costs in proportion to what was added.
 */

/** How many bytes of texts are kept; what comes after that is left to the parser. A log whose names fill this has no names, but payloads in their place. */
export const TEXT_BYTES: number = 1 << 30;

const FIRST_SLOTS = 1024;

/** Texts as bytes. */
export class ByteTexts {
  readonly #most: number;
  #bytes = new Uint8Array(16_384);
  /** Where each text ends in `#bytes`, by number: it begins where the one before ends. */
  #ends = new Uint32Array(256);
  #hashes = new Uint32Array(256);
  /** Numbers by hash; 0 where none is. At most half of them are taken. */
  #slots = new Uint32Array(FIRST_SLOTS);
  #length = 1;
  #isFull = false;

  /** Makes a table for so many bytes. */
  constructor(most: number = TEXT_BYTES) {
    this.#most = most;
  }

  /** One more than the highest number. */
  get length(): number {
    return this.#length;
  }

  /** Gives the bytes of a text. */
  bytesOf(number: number): Uint8Array {
    return this.#bytes.subarray(this.#ends[number - 1], this.#ends[number]);
  }

  /** Gives the number of a text, a new one to a new text; 0 once it is full and the text is not there. */
  numberOf(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashOf(bytes, from, to);
    let slot = hash & (this.#slots.length - 1);
    for (let number = this.#slots[slot]!; number !== 0; number = this.#slots[slot]!) {
      if (this.#hashes[number] === hash && this.#isAt(number, bytes, from, to)) return number;
      slot = (slot + 1) & (this.#slots.length - 1);
    }
    if (!this.#append(bytes.subarray(from, to), hash)) return 0;
    this.#slots[slot] = this.#length - 1;
    if (this.#length * 2 > this.#slots.length) this.#spread();
    return this.#length - 1;
  }

  /** Gives the next number to what no line can hold. False once it is full. */
  skip(): boolean {
    return this.#append(new Uint8Array(0), 0);
  }

  #isAt(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#ends[number - 1]!;
    if (this.#ends[number]! - start !== to - from) return false;
    for (let at = from; at < to; at++) if (bytes[at] !== this.#bytes[start + at - from]) return false;
    return true;
  }

  #append(text: Uint8Array, hash: number): boolean {
    const start = this.#ends[this.#length - 1]!;
    const end = start + text.length;
    if (this.#isFull || end > this.#most) {
      this.#isFull = true; // for good: the numbers that others give from here on are not to be given twice
      return false;
    }
    if (end > this.#bytes.length) this.#bytes = grown(this.#bytes, new Uint8Array(Math.max(end, this.#bytes.length * 2)));
    if (this.#length === this.#ends.length) {
      this.#ends = grown(this.#ends, new Uint32Array(this.#length * 2));
      this.#hashes = grown(this.#hashes, new Uint32Array(this.#length * 2));
    }
    this.#bytes.set(text, start);
    this.#ends[this.#length] = end;
    this.#hashes[this.#length] = hash;
    this.#length += 1;
    return true;
  }

  /** Numbers that `skip()` gave have no slot: nothing finds them. */
  #spread(): void {
    const before = this.#slots;
    this.#slots = new Uint32Array(before.length * 2);
    for (const number of before) {
      if (number === 0) continue;
      let slot = this.#hashes[number]! & (this.#slots.length - 1);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = number;
    }
  }
}

function grown<Numbers extends Uint8Array | Uint32Array>(from: Numbers, into: Numbers): Numbers {
  into.set(from);
  return into;
}

/** FNV-1a (Fowler, Noll, Vo; RFC 9923), and the last step of MurmurHash3 (Appleby, 2008), which spreads it over the lower bits. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
