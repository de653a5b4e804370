/** Reads a source window by window, as far as it has grown, and hands on the lines in it. Memory: one window, and a line that is longer. */
import { LINE_BYTES } from "../read_line.ts";
import type { Scanner } from "../scan/scanner.ts";
import type { Source } from "../source.ts";

const NEWLINE = 10;

/** What is told of lines, in order. */
export interface LineTaker {
  /** So many lines stand in the scanner's rows. */
  rows(count: number): void;
  /** One line that no window holds, without its end. */
  line(bytes: Uint8Array): void;
  /** One line that is longer than a line may be: how many bytes it has, without its end. */
  tooLong(bytes: number): void;
}

/**
 * So much is read at once: what fits the nearer caches of a processor is read and scanned several times as fast as a whole window. A line may be
 * as long as the window all the same.
 */
const READ_BYTES = 64 * 1024;

/** Reads one source. */
export class WindowReader {
  readonly #source: Source;
  readonly #scanner: Scanner;
  readonly #taker: LineTaker;
  readonly #lineBytes: number;
  /** Everything before is told. */
  #told = 0;
  /** How many bytes from there on the window holds. */
  #held = 0;
  /** No line ends in what it holds. Else a scan had more lines than room for rows. */
  #isScanned = true;
  /** In a line that no window holds: up to where no end was found. */
  #searched = 0;
  /** It reads up to there: a line begins there that somebody else reads. */
  #limit = Infinity;

  constructor(source: Source, scanner: Scanner, taker: LineTaker, { lineBytes = LINE_BYTES }: { readonly lineBytes?: number } = {}) {
    this.#source = source;
    this.#scanner = scanner;
    this.#taker = taker;
    this.#lineBytes = lineBytes;
  }

  /** Where the first line begins that has no end yet. */
  get told(): number {
    return this.#told;
  }

  /** Up to where it has read of the source, lines without an end too. */
  get read(): number {
    return Math.max(this.#searched, this.#told + this.#held);
  }

  /** From `limit` on, where a line begins, somebody else reads; `Infinity`: nobody. */
  stopAt(limit: number): void {
    this.#limit = limit;
  }

  /** Reads on from `offset`, where a line begins. */
  goOnAt(offset: number): void {
    this.#told = offset;
    this.#held = 0;
    this.#searched = 0;
    this.#isScanned = true;
  }

  /** Reads on, up to the end of some lines; false when no further line has ended. */
  step(): boolean {
    if (this.#searched > this.#told) return this.#stepInLong();
    for (;;) {
      if (this.#isScanned) {
        if (this.#held === this.#scanner.window.length) return this.#beginLong();
        if (!this.#readMore()) return false;
      }
      const rows = this.#scanner.scan(this.#held);
      this.#isScanned = rows < this.#scanner.rows.kind.length;
      if (rows === 0) continue;
      const { taken } = this.#scanner;
      this.#taker.rows(rows);
      this.#scanner.window.copyWithin(0, taken, this.#held);
      this.#told += taken;
      this.#held -= taken;
      return true;
    }
  }

  #readMore(): boolean {
    const from = this.#told + this.#held;
    const most = Math.min(READ_BYTES, this.#limit - from);
    const read = most <= 0 ? 0 : readFully(this.#source, this.#scanner.window.subarray(this.#held, this.#held + most), from);
    this.#held += read;
    return read > 0;
  }

  /** The window is full, and holds no end of a line. */
  #beginLong(): boolean {
    this.#searched = this.#told + this.#held;
    this.#held = 0;
    return this.#stepInLong();
  }

  /** Looks for the end of a long line in one more window. */
  #stepInLong(): boolean {
    const { window } = this.#scanner;
    const length = readFully(this.#source, window, this.#searched);
    const end = window.subarray(0, length).indexOf(NEWLINE);
    if (end === -1) {
      this.#searched += length;
      return length > 0;
    }
    const bytes = this.#searched + end - this.#told;
    if (bytes > this.#lineBytes) this.#taker.tooLong(bytes);
    else this.#taker.line(this.#wholeLine(bytes));
    this.#told += bytes + 1;
    this.#searched = 0;
    return true;
  }

  #wholeLine(bytes: number): Uint8Array {
    const line = new Uint8Array(bytes);
    readFully(this.#source, line, this.#told);
    return line;
  }
}

/** Reads until `into` is full or the source has no more; gives how many bytes. */
export function readFully(source: Source, into: Uint8Array, offset: number): number {
  let length = 0;
  for (let more = -1; length < into.length && more !== 0; length += more) more = source.read(length === 0 ? into : into.subarray(length), offset + length);
  return length;
}
