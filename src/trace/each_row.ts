/** Loops over the columns of a log that can be stopped: work for `slices.ts`. */

/** So many rows are a step of the work: well below a millisecond. */
export const ROWS_AT_ONCE = 8_192;

/** Does something with all rows of a table, the first first, a few at a step. The loop stands in a function of its own: engines make little of those in generators. */
export function* eachRow(length: number, act: (row: number) => void): Generator<void, void> {
  for (let from = 0; from < length; from += ROWS_AT_ONCE) {
    rowsFrom(from, Math.min(length, from + ROWS_AT_ONCE), act);
    yield;
  }
}

function rowsFrom(from: number, to: number, act: (row: number) => void): void {
  for (let row = from; row < to; row++) act(row);
}
