/**
 * Which entries of the history the list shows, as positions in it: a growing array that successive models share. A model
 * knows how many of its positions are its own, so adding to a newer model never changes an older one.
 */

/** The positions shown, and how far the history was looked at. */
export interface Shown {
  readonly positions: readonly number[];
  /** How many of `positions` this value owns. */
  readonly length: number;
  /** How many of them are messages: gaps and beginnings of runs are shown whatever the filter says. */
  readonly messages: number;
  /** How many messages were looked at and left out. */
  readonly hidden: number;
  /** The first position of the history that was not looked at yet. */
  readonly lookedTo: number;
}

/** Nothing was looked at. */
export function nothingShown(): Shown {
  return { positions: [], length: 0, messages: 0, hidden: 0, lookedTo: 0 };
}

/** What became of one entry: shown as a message, shown though it is none, hidden by the filter, or no row of the list at all. */
export type Verdict = "message" | "mark" | "hidden" | "none";

/** Looks at the entries from `shown.lookedTo` to before `end`; `judge` says of each position what becomes of it. */
export function lookFurther(shown: Shown, end: number, judge: (position: number) => Verdict): Shown {
  if (end <= shown.lookedTo) return shown;
  const positions = ownPositions(shown);
  let { messages, hidden } = shown;
  for (let position = shown.lookedTo; position < end; position++) {
    const verdict = judge(position);
    if (verdict === "hidden") hidden += 1;
    if (verdict === "message") messages += 1;
    if (verdict === "message" || verdict === "mark") positions.push(position);
  }
  return { positions, length: positions.length, messages, hidden, lookedTo: end };
}

/** Finds the row whose position is `position`, or else the last one before it (0 when there is none). */
export function rowAt(shown: Shown, position: number): number {
  let low = 0;
  let high = shown.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((shown.positions[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/** The array itself when nobody added to it since, else a copy of this value's part. */
function ownPositions(shown: Shown): number[] {
  const isNewest = shown.positions.length === shown.length;
  return isNewest ? (shown.positions as number[]) : shown.positions.slice(0, shown.length);
}
