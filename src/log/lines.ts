/**
 * Lines of a log as they were written, byte for byte: chosen by their numbers, read in windows, never decoded. What lies close together is read at once, so a line costs
 * little more than its bytes.
 */
import type { LogIndex } from "./log_index.ts";
import type { Source } from "./source.ts";

/** Read at once; a window that is larger is no quicker. */
const WINDOW_BYTES = 1024 * 1024;
/** So much that is not wanted is read along: about what one call of the system costs. */
const BETWEEN_BYTES = 16 * 1024;

/** Lines by number, each once. */
export class LineSet {
  readonly #isIn: Uint8Array;
  #count = 0;

  /** Makes an empty set over so many lines. */
  constructor(lines: number) {
    this.#isIn = new Uint8Array(lines + 1);
  }

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  /** Adds a line, from 1. */
  add(line: number): void {
    if (this.#isIn[line] === 1) return;
    this.#isIn[line] = 1;
    this.#count += 1;
  }

  /** Gives the first line from there on; 0 when there is none. */
  from(line: number): number {
    return Math.max(0, this.#isIn.indexOf(1, line));
  }

  /** Gives the first line from there on that is not in it. */
  endFrom(line: number): number {
    const end = this.#isIn.indexOf(0, line);
    return end === -1 ? this.#isIn.length : end;
  }
}

/**
 * Gives the bytes of lines, in their order, with their ends: pieces of at most a megabyte, or of one line that is longer. Each is only valid until the next.
 * @throws what the source does when it cannot be read
 */
export function* bytesOfLines(log: Pick<LogIndex, "lineOffset">, source: Source, lines: LineSet): Generator<Uint8Array, void> {
  const window = new Uint8Array(WINDOW_BYTES);
  for (let first = lines.from(1); first > 0;) {
    const begin = log.lineOffset(first);
    let end = begin;
    // Stretches of lines within the window: where each begins and ends in it.
    const stretches: number[] = [];
    while (first > 0) {
      const from = log.lineOffset(first);
      if (from - end > BETWEEN_BYTES) break;
      const behind = lastThatFits(log, first, lines.endFrom(first), begin + WINDOW_BYTES);
      if (behind === first) break;
      end = log.lineOffset(behind);
      stretches.push(from - begin, end - begin);
      first = lines.from(behind);
    }
    if (stretches.length === 0) {
      const long = new Uint8Array(log.lineOffset(first + 1) - begin);
      yield long.subarray(0, source.read(long, begin));
      first = lines.from(first + 1);
      continue;
    }
    source.read(window.subarray(0, end - begin), begin);
    yield joined(window, stretches);
  }
}

/** The last of the lines `[first, behind]` that begins at a place or before. */
function lastThatFits(log: Pick<LogIndex, "lineOffset">, first: number, behind: number, limit: number): number {
  if (log.lineOffset(behind) <= limit) return behind;
  let low = first;
  let high = behind;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (log.lineOffset(middle) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Moves the stretches of a window together at its beginning. */
function joined(window: Uint8Array, stretches: readonly number[]): Uint8Array {
  let length = 0;
  for (let at = 0; at < stretches.length; at += 2) {
    const from = stretches[at] as number;
    const to = stretches[at + 1] as number;
    if (from !== length) window.copyWithin(length, from, to);
    length += to - from;
  }
  return window.subarray(0, length);
}
