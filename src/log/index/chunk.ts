/**
 * Numbers of one column in as few bytes as they need. Rows stand in chunks; each holds differences to the least number in it, in cells of one, two,
 * four or eight bytes, or in none where all are the same. Numbers of one chunk are mostly near to each other.
 */

/** Rows of one chunk: few enough that offsets and ids in it mostly fit two bytes, many enough that a chunk costs nothing. */
export const CHUNK_BITS = 14;
export const CHUNK_ROWS: number = 1 << CHUNK_BITS;
export const CHUNK_MASK: number = CHUNK_ROWS - 1;

/** The rows that a column has room for at first, and by how much it gets more: most logs are small, and fill no chunk. */
const FIRST_ROWS = 256;
const MORE = 8;

/** Gives room for the rows of a chunk that is not whole yet: the first, or more than there was, with what stands there. */
export function roomFor(stage?: Float64Array): Float64Array {
  if (stage === undefined) return new Float64Array(FIRST_ROWS);
  const wider = new Float64Array(Math.min(CHUNK_ROWS, stage.length * MORE));
  wider.set(stage);
  return wider;
}

/** What a row holds is `base` plus its cell. */
export interface Chunk {
  readonly base: number;
  readonly cells: Uint8Array | Uint16Array | Uint32Array | Float64Array;
}

const ZEROS = new Uint8Array(CHUNK_ROWS);

/** Packs the numbers of a whole chunk. Whole ones as differences; others as they are. Cost: two passes. */
export function pack(numbers: Float64Array): Chunk {
  let least = numbers[0] as number;
  let greatest = least;
  for (let at = 1; at < CHUNK_ROWS; at++) {
    const number = numbers[at] as number;
    if (number < least) least = number;
    else if (number > greatest) greatest = number;
  }
  if (least === greatest) return { base: least, cells: ZEROS };
  const range = greatest - least;
  if (range > 0xffff_ffff || !Number.isSafeInteger(least)) return { base: 0, cells: numbers.slice() };
  if (range <= 0xff) return { base: least, cells: bytesOf(numbers, least) };
  return { base: least, cells: range <= 0xffff ? pairsOf(numbers, least) : wordsOf(numbers, least) };
}

// One function for each width: a loop over arrays of several kinds is several times slower.

function bytesOf(numbers: Float64Array, base: number): Uint8Array {
  const cells = new Uint8Array(CHUNK_ROWS);
  for (let at = 0; at < CHUNK_ROWS; at++) cells[at] = (numbers[at] as number) - base;
  return cells;
}

function pairsOf(numbers: Float64Array, base: number): Uint16Array {
  const cells = new Uint16Array(CHUNK_ROWS);
  for (let at = 0; at < CHUNK_ROWS; at++) cells[at] = (numbers[at] as number) - base;
  return cells;
}

function wordsOf(numbers: Float64Array, base: number): Uint32Array {
  const cells = new Uint32Array(CHUNK_ROWS);
  for (let at = 0; at < CHUNK_ROWS; at++) cells[at] = (numbers[at] as number) - base;
  return cells;
}
