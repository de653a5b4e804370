/**
 * Which entries of the log the list shows, as positions in it: a growing array that successive models share. A model
 * knows how many of its positions are its own, so adding to a newer model never changes an older one. Without a filter there is no array: every
 * entry but the first is shown.
 */

/** The positions shown, and how far the log was looked at. */
export interface Shown {
  /** Absent: all from `FIRST` on. */
  readonly positions?: readonly number[];
  /** How many rows there are. */
  readonly length: number;
  /** How many of them are messages: gaps and beginnings of runs are shown whatever the filter says. */
  readonly messages: number;
  /** How many messages were looked at and left out. */
  readonly hidden: number;
  /** The first position of the log that was not looked at yet. */
  readonly lookedTo: number;
  /** Positions that were looked at when their messages were not over: what is said of those may change. */
  readonly open: readonly number[];
}

/** The beginning of the first run is no row: the header says it. */
export const FIRST = 1;

/** Nothing was looked at, and all will be shown. */
export function allShown(): Shown {
  return { length: 0, messages: 0, hidden: 0, lookedTo: 0, open: [] };
}

/** Nothing was looked at, and a filter decides. */
export function nothingShown(): Shown {
  return { positions: [], length: 0, messages: 0, hidden: 0, lookedTo: 0, open: [] };
}

/** What became of one entry: shown as a message, shown though it is none, hidden by the filter, or no row of the list at all. */
export type Verdict = "message" | "mark" | "hidden" | "none";

/** What is asked about positions. */
export interface Judge {
  readonly verdict: (position: number) => Verdict;
  /** Whether the verdict may be another one later. */
  readonly isOpen: (position: number) => boolean;
}

/** Lets in all entries to before `end`, of which so many are messages. */
export function letIn(shown: Shown, end: number, messages: number): Shown {
  return { ...shown, length: Math.max(0, end - FIRST), messages, lookedTo: end };
}

/** Looks at the entries from `shown.lookedTo` to before `end`, and again at those that were open. */
export function lookFurther(shown: Shown, end: number, judge: Judge): Shown {
  const again = lookAgain(shown, judge);
  if (end <= again.lookedTo) return again;
  const positions = ownPositions(again);
  const open = [...again.open];
  let { messages, hidden } = again;
  for (let position = again.lookedTo; position < end; position++) {
    const verdict = judge.verdict(position);
    if (verdict === "hidden") hidden += 1;
    if (verdict === "message") messages += 1;
    if (verdict === "message" || verdict === "mark") positions.push(position);
    if (judge.isOpen(position)) open.push(position);
  }
  return { positions, length: positions.length, messages, hidden, lookedTo: end, open };
}

/** What was not over may be now, and then pass the filter, or pass it no longer. */
function lookAgain(shown: Shown, { verdict, isOpen }: Judge): Shown {
  const over = shown.open.filter((position) => !isOpen(position));
  if (over.length === 0) return shown;
  const positions = (shown.positions ?? []).slice(0, shown.length);
  let { messages, hidden } = shown;
  for (const position of over) {
    const row = rowFrom(positions, position);
    const wasShown = positions[row] === position;
    if (wasShown === (verdict(position) === "message")) continue;
    if (wasShown) positions.splice(row, 1);
    else positions.splice(row, 0, position);
    messages += wasShown ? -1 : 1;
    hidden += wasShown ? 1 : -1;
  }
  return { ...shown, positions, length: positions.length, messages, hidden, open: shown.open.filter(isOpen) };
}

/** Gives the position of a row; undefined where there is no such row. */
export function positionAt({ positions, length }: Shown, row: number): number | undefined {
  if (row < 0 || row >= length) return undefined;
  return positions === undefined ? row + FIRST : positions[row];
}

/** Finds the row whose position is `position`, or else the last one before it (0 when there is none). */
export function rowAt({ positions, length }: Shown, position: number): number {
  if (positions === undefined) return Math.max(0, Math.min(position - FIRST, length - 1));
  const row = rowFrom(positions, position, length);
  return row < length && positions[row] === position ? row : Math.max(0, row - 1);
}

/** The first row whose position is not before `position`. */
function rowFrom(positions: readonly number[], position: number, length: number = positions.length): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] as number) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The array itself when nobody added to it since, else a copy of this value's part. */
function ownPositions(shown: Shown): number[] {
  const positions = shown.positions ?? [];
  return positions.length === shown.length ? positions as number[] : positions.slice(0, shown.length);
}
