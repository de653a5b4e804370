// Where things are in the memory of the scanner: the columns of the rows, the window, and after them, growing, the texts.

export const MOST_ROWS: i32 = 16384;
export const WINDOW_BYTES: i32 = 1 << 21;
/** What is loaded past the end of a line is looked at no further, but has to be there. */
const MARGIN: i32 = 128;

export const KIND = memory.data(MOST_ROWS, 16);
export const CODE = memory.data(MOST_ROWS, 16);
export const START = memory.data(MOST_ROWS * 4, 16);
export const END = memory.data(MOST_ROWS * 4, 16);
export const TYPE = memory.data(MOST_ROWS * 4, 16);
export const WHO = memory.data(MOST_ROWS * 4, 16);
export const AT = memory.data(MOST_ROWS * 8, 16);
export const ID = memory.data(MOST_ROWS * 8, 16);
export const N = memory.data(MOST_ROWS * 8, 16);
export const LINK = memory.data(MOST_ROWS * 8, 16);
export const BY = memory.data(MOST_ROWS * 8, 16);
export const SYNC = memory.data(MOST_ROWS * 8, 16);
export const WINDOW = memory.data(WINDOW_BYTES + MARGIN, 64);

/** Where what grows goes on. Nothing is ever given back. */
let top: usize = __heap_base;

/** Makes sure that so many bytes, and a margin, may be written from the top on; gives where, or 0 where there is no memory. */
export function room(bytes: usize): usize {
  const from = (top + 7) & ~7;
  const needed = <u64>from + <u64>bytes + <u64>MARGIN;
  if (needed > 0xffff0000) return 0;
  const has = <u64>memory.size() << 16;
  if (needed > has) {
    // By a quarter at the least: some engines copy all of it.
    const least = <i32>((needed - has + 0xffff) >> 16);
    const more = max(least, memory.size() >> 2);
    if (memory.grow(more) < 0 && memory.grow(least) < 0) return 0;
  }
  return from;
}

/** Gives so many bytes; 0 where there is no memory. */
export function take(bytes: usize): usize {
  const from = room(bytes);
  if (from != 0) top = from + bytes;
  return from;
}
