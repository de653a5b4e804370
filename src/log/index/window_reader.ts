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

/** Reads one source. */
export class WindowReader {
  readonly #source: Source;
  readonly #scanner: Scanner;
  readonly #taker: LineTaker;
  readonly #lineBytes: number;
  /** Everything before is told. */
  #told = 0;
  /** In a line that no window holds: up to where no end was found. */
  #searched = 0;

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

  /** Reads one window; false when no further line has ended. */
  step(): boolean {
    if (this.#searched > this.#told) return this.#stepInLong();
    const { window } = this.#scanner;
    const length = readFully(this.#source, window, this.#told);
    const rows = length === 0 ? 0 : this.#scanner.scan(length);
    if (rows > 0) {
      this.#taker.rows(rows);
      this.#told += this.#scanner.taken;
      return true;
    }
    if (length < window.length) return false;
    this.#searched = this.#told + length;
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
