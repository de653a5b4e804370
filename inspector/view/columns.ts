/**
 * How wide each column of the list is. What says most stays longest: where there is little room DATA goes first, then
 * SOURCE, then the id and the milliseconds of the time.
 */

/** Cells of each column; 0: it is not there. */
export interface Columns {
  readonly width: number;
  readonly id: number;
  readonly time: number;
  readonly type: number;
  readonly source: number;
  readonly handledBy: number;
  readonly ms: number;
  readonly data: number;
}

/** Cells before the first column: an edge, the mark of the chosen row, a space. */
export const MARGIN = 3;
/** `02:14:07.041` */
const TIME = 12;
/** `02:14:07` */
const SHORT_TIME = 8;
/** `1234.56` would be `1235`; `12.3 s` */
const MS = 6;
/** Between two columns. */
export const GAP = 2;

/** Gives the columns for `width` cells, when the longest id has `idDigits` digits. */
export function columnsFor(width: number, idDigits = 4): Columns {
  const hasId = width >= 64;
  const id = hasId ? Math.max(4, idDigits) : 0;
  const time = hasId ? TIME : SHORT_TIME;
  const hasSource = width >= 96;
  const hasData = width >= 104;
  const gaps = 3 + Number(hasId) + Number(hasSource) + Number(hasData);
  const flexible = Math.max(2, width - MARGIN - id - time - MS - gaps * GAP - 1);
  const shares = sharesOf(hasSource, hasData);
  const type = Math.min(46, Math.floor(flexible * shares.type));
  const source = hasSource ? Math.min(20, Math.floor(flexible * shares.source)) : 0;
  const handledBy = Math.min(hasData ? 40 : 200, Math.floor(flexible * shares.handledBy));
  const data = hasData ? flexible - type - source - handledBy : 0;
  return { width, id, time, type, source, handledBy: hasData ? handledBy : flexible - type - source, ms: MS, data };
}

function sharesOf(hasSource: boolean, hasData: boolean): { type: number; source: number; handledBy: number } {
  if (hasData) return { type: 0.35, source: 0.15, handledBy: 0.27 };
  return hasSource ? { type: 0.48, source: 0.16, handledBy: 0.36 } : { type: 0.56, source: 0, handledBy: 0.44 };
}
