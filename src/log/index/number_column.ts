/**
 * A column of whole numbers that grows at its end, in as few bytes as its numbers need: rows stand in chunks, each holds differences to the least
 * number in it, in cells of one, two, four or eight bytes. Numbers of one chunk are mostly near to each other, so most cells take one or two.
 */

/** Rows of one chunk: few enough that offsets and ids in it mostly fit two bytes, many enough that a chunk costs nothing. */
const CHUNK_BITS = 14;
const CHUNK_ROWS = 1 << CHUNK_BITS;
const CHUNK_MASK = CHUNK_ROWS - 1;

type Cells = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** What a cell of so many bytes holds. */
interface Width {
  readonly least: number;
  readonly most: number;
  readonly cells: () => Cells;
}

interface Chunk {
  readonly width: Width;
  readonly base: number;
  readonly least: number;
  readonly most: number;
  readonly cells: Cells;
}

const WIDTHS: readonly Width[] = [
  { least: 0, most: 0xff, cells: () => new Uint8Array(CHUNK_ROWS) },
  { least: 0, most: 0xffff, cells: () => new Uint16Array(CHUNK_ROWS) },
  { least: 0, most: 0xffff_ffff, cells: () => new Uint32Array(CHUNK_ROWS) },
];
/** Holds any number as it is. */
const WIDEST: Width = { least: -Infinity, most: Infinity, cells: () => new Float64Array(CHUNK_ROWS) };

/** One column. Adding and reading cost a few nanoseconds. */
export class NumberColumn {
  readonly #floor: number;
  readonly #chunks: Chunk[] = [];
  #length = 0;

  /** Makes an empty column. `floor`: the least number that is usual in it; absent where numbers only grow. */
  constructor({ floor = Infinity }: { readonly floor?: number } = {}) {
    this.#floor = floor;
  }

  get length(): number {
    return this.#length;
  }

  /** Gives the number of a row that is there. */
  at(row: number): number {
    const chunk = this.#chunks[row >>> CHUNK_BITS] as Chunk;
    return chunk.base + (chunk.cells[row & CHUNK_MASK] as number);
  }

  push(value: number): void {
    const row = this.#length++;
    // A chunk begins as wide as the one before has become.
    if ((row & CHUNK_MASK) === 0) this.#chunks.push(chunkOf(this.#chunks.at(-1)?.width ?? WIDTHS[0]!, Math.min(value, this.#floor)));
    this.set(row, value);
  }

  /** Puts another number into a row that is there. */
  set(row: number, value: number): void {
    const chunk = this.#chunks[row >>> CHUNK_BITS] as Chunk;
    const difference = value - chunk.base;
    if (difference >= chunk.least && difference <= chunk.most) chunk.cells[row & CHUNK_MASK] = difference;
    else this.#widen(chunk, row, value);
  }

  #widen(chunk: Chunk, row: number, value: number): void {
    const first = row - (row & CHUNK_MASK);
    const rows = Math.min(this.#length - first, CHUNK_ROWS);
    let least = Math.min(value, this.#floor);
    let greatest = value;
    for (let at = 0; at < rows; at++) {
      const there = at === row - first ? value : chunk.base + (chunk.cells[at] as number);
      if (there < least) least = there;
      if (there > greatest) greatest = there;
    }
    const isWhole = Number.isSafeInteger(least) && Number.isSafeInteger(greatest);
    const wider = chunkOf(isWhole ? WIDTHS.find(({ most }) => most >= Math.max(greatest - least, chunk.most)) ?? WIDEST : WIDEST, least);
    for (let at = 0; at < rows; at++) wider.cells[at] = chunk.base + (chunk.cells[at] as number) - wider.base;
    wider.cells[row - first] = value - wider.base;
    this.#chunks[row >>> CHUNK_BITS] = wider;
  }
}

function chunkOf(width: Width, base: number): Chunk {
  return { width, base: width === WIDEST ? 0 : base, least: width.least, most: width.most, cells: width.cells() };
}
