/**
 * Lines as rows of columns, without `JSON.parse`. A scanner knows the two kinds that a log mostly consists of, `dispatch` and `handling`, as a
 * recorder writes them; whatever deviates in the least (another kind, another order of members, an escape in a name, an error, a line that is no
 * record) it leaves to a parser: the row says only where the line is. So a scanner is never wrong, only less quick.
 */

/** What a line is, as far as a scanner says. */
export const ROW = {
  /** To be parsed: see above. */
  other: 0,
  dispatch: 1,
  handling: 2,
} as const;

/** In the code of a dispatch: which verb, in the lowest two bits. */
export const VERB_CODES = ["ACTION", "QUERY", "QUERYALL", "PERFORM"] as const;
/** The outcome of a handling is the place of its name here. */
export const OUTCOME_CODES = ["done", "answered", "declined", "failed", "spared"] as const;
/** Set in the code of a dispatch that has `"snapshot":true`, and of such a handling. */
export const SNAPSHOT_BIT = 0x40;
/** What stands in a column of numbers where the record has no such member. */
export const ABSENT = -1;

/** The rows of one scan; valid until the next one. Each array is at least as long as there are rows. Of a line that is `ROW.other` only `kind`, `start` and `end` say something. */
export interface Rows {
  /** See `ROW`. */
  readonly kind: Uint8Array;
  /** Where the line begins in the window. */
  readonly start: Uint32Array;
  /** Where it ends, before its `\n`. */
  readonly end: Uint32Array;
  /** See `VERB_CODES`, `OUTCOME_CODES`, `SNAPSHOT_BIT`. */
  readonly code: Uint8Array;
  /** The number of the text of `type`. */
  readonly type: Uint32Array;
  /** A dispatch's `source` (0: absent), a handling's `handler`, as the number of the text. */
  readonly who: Uint32Array;
  /** When it was sent, or began. */
  readonly at: Float64Array;
  /** A dispatch's `id`, a handling's `dispatch`. */
  readonly id: Float64Array;
  /** A dispatch's `handlers` or `ABSENT`, a handling's `n`. */
  readonly n: Float64Array;
  /** A dispatch's `cause` or `ABSENT`, a handling's `subscription`. */
  readonly link: Float64Array;
  /** A dispatch's `by` or `ABSENT`, a handling's `ms`. */
  readonly by: Float64Array;
  /** A handling's `syncMs`. */
  readonly sync: Float64Array;
}

/** Where the columns of rows stand in memory, in the order of `Rows`. */
export type RowPlaces = readonly [kind: number, start: number, end: number, code: number, type: number, who: number, at: number, id: number, n: number, link: number, by: number, sync: number];

/** Gives rows over memory that somebody else fills, room for so many. */
export function rowsOver(buffer: ArrayBufferLike, [kind, start, end, code, type, who, at, id, n, link, by, sync]: RowPlaces, most: number): Rows {
  return {
    kind: new Uint8Array(buffer, kind, most), start: new Uint32Array(buffer, start, most), end: new Uint32Array(buffer, end, most),
    code: new Uint8Array(buffer, code, most), type: new Uint32Array(buffer, type, most), who: new Uint32Array(buffer, who, most),
    at: new Float64Array(buffer, at, most), id: new Float64Array(buffer, id, most), n: new Float64Array(buffer, n, most),
    link: new Float64Array(buffer, link, most), by: new Float64Array(buffer, by, most), sync: new Float64Array(buffer, sync, most),
  };
}

/** How a scanner is made. */
export interface ScannerOptions {
  /** How many bytes of texts it keeps, about; lines with others are `ROW.other` from there on. 1 GB unless told. */
  readonly textBytes?: number;
}

/** Finds the lines of a window and what stands in them. */
export interface Scanner {
  /** Where the bytes are put before a scan. It may be another array after each scan: ask again. */
  readonly window: Uint8Array;
  /** The rows of the last scan. */
  readonly rows: Rows;
  /** How many bytes of the window the last scan took: whole lines only. */
  readonly taken: number;
  /**
   * Scans the first `length` bytes of the window: as many whole lines as there is room for rows. Gives how many. 0, and `taken` is 0: these bytes
   * hold no whole line; where they fill the window, the line does not fit, and whoever calls has to read it otherwise. What was not taken stands
   * first in the next scan: `window.copyWithin(0, taken, length)`. Cost: under a nanosecond a byte.
   */
  scan(length: number): number;
  /** One more than the highest number of a text. */
  readonly texts: number;
  /** Gives a text by its number, from 1 on, in the order in which the scanner met them. */
  textOf(text: number): string;
  /** Gives a text its number, for lines that were parsed elsewhere; any string. The rows and the window stay as they are. */
  numberOf(text: string): number;
  /** Gives the number of a text; 0 where it has none. */
  find(text: string): number;
}
