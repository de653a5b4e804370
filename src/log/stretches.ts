/** Stretches of bytes from several places, one after another, as one space of bytes. Where one ends within a line, a newline is put after it that its place does not have. */

const NEWLINE = 10;

/** Bytes that are read by offset; as `Source.read()`. */
export interface ByteReader {
  /** Where the file is, and its device and inode, if it is one. */
  readonly path?: string;
  readonly id?: string;
  read(into: Uint8Array, offset: number): number;
}

/** Bytes of one place. */
export interface Stretch {
  /** Where they begin. */
  readonly start: number;
  readonly place: ByteReader;
  /** Where they begin in their place. */
  readonly base: number;
  readonly bytes: number;
  /** A newline follows them that their place does not have. */
  readonly isMended: boolean;
}

type Growing = { -readonly [Member in keyof Stretch]: Stretch[Member] };

/** A space of bytes that only grows. */
export class Stretches {
  readonly #all: Growing[] = [];
  #isAtLineEnd = true;
  #size = 0;

  /** How many bytes there are. */
  get size(): number {
    return this.#size;
  }

  /** The stretches, in order. */
  get all(): readonly Stretch[] {
    return this.#all;
  }

  /** Adds bytes of a place, from `base` on; they begin on a line of their own. Gives where they stand. */
  add(place: ByteReader, base: number, bytes: number): number {
    this.endLine();
    const start = this.#size;
    this.#all.push({ start, place, base, bytes: 0, isMended: false });
    this.grow(bytes);
    return start;
  }

  /** The last stretch has become longer. */
  grow(bytes: number): void {
    const last = this.#all.at(-1);
    if (last === undefined || bytes === 0) return;
    last.bytes += bytes;
    this.#size += bytes;
    const byte = new Uint8Array([NEWLINE]);
    this.read(byte, this.#size - 1);
    this.#isAtLineEnd = byte[0] === NEWLINE;
  }

  /** What follows begins on a line of its own. */
  endLine(): void {
    const last = this.#all.at(-1);
    if (last === undefined || this.#isAtLineEnd) return;
    last.isMended = true;
    this.#size += 1;
    this.#isAtLineEnd = true;
  }

  /** The bytes of a place are now read from another one, at the same offsets. */
  replace(place: ByteReader, by: ByteReader): void {
    for (const stretch of this.#all) if (stretch.place === place) stretch.place = by;
  }

  /** Reads as `Source.read()`. Cost: logarithmic in the number of stretches, and what their places take. */
  read(into: Uint8Array, offset: number): number {
    let got = 0;
    for (let at = this.#stretchAt(offset); got < into.length && at < this.#all.length; at++) {
      const { start, place, base, bytes, isMended } = this.#all[at]!;
      const within = offset + got - start;
      const wanted = Math.min(into.length - got, bytes - within);
      if (wanted > 0) got += place.read(into.subarray(got, got + wanted), base + within);
      if (isMended && got < into.length && offset + got === start + bytes) into[got++] = NEWLINE;
    }
    return got;
  }

  /** The last one that begins at an offset or before. */
  #stretchAt(offset: number): number {
    let low = 0;
    let high = this.#all.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#all[middle]!.start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
