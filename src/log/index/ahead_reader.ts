/**
 * Reads a source from its beginning, and takes what another thread has scanned further on, where the source lets one. Whoever takes the lines gets each one once, in
 * order, whoever has scanned it.
 */
import type { ScanAhead, ScannedLines } from "../scan/ahead.ts";
import type { Scanner } from "../scan/scanner.ts";
import type { Source } from "../source.ts";
import { type LineTaker, WindowReader } from "./window_reader.ts";

/** What is told of lines, in order. */
export interface AheadTaker extends LineTaker {
  /** Lines that another thread has scanned. */
  scanned(lines: ScannedLines): void;
}

/** Reads one source. */
export class AheadReader {
  readonly #source: Source;
  readonly #scanner: Scanner;
  readonly #taker: AheadTaker;
  readonly #windows: WindowReader;
  #isAsked = false;
  #ahead: ScanAhead | undefined;
  /** Where its next lines begin; undefined while that is not known. */
  #begins: number | undefined;

  constructor(source: Source, scanner: Scanner, taker: AheadTaker, options: { readonly lineBytes?: number } = {}) {
    this.#source = source;
    this.#scanner = scanner;
    this.#taker = taker;
    this.#windows = new WindowReader(source, scanner, taker, options);
  }

  /** Where the first line begins that has no end yet. */
  get told(): number {
    return this.#windows.told;
  }

  /** Reads on, up to the end of some lines; false when no further line has ended. */
  step(): boolean {
    if (!this.#isAsked) this.#ask();
    this.#meet();
    if (this.#begins === this.told) return this.#take(this.#begins) || this.#windows.step();
    if (this.#windows.step()) return true;
    if (this.#begins === undefined) return false;
    // Its lines begin in what was read here, or no line ends there: the source is not what it was.
    if (this.#begins !== this.told) this.stop();
    return this.step();
  }

  /** Nothing more is taken from the other thread. */
  stop(): void {
    this.#ahead?.stop();
    this.#ahead = undefined;
    this.#begins = undefined;
    this.#windows.stopAt(Infinity);
  }

  /** Whoever only looks at the beginning needs no help. */
  #ask(): void {
    if (this.told === 0) return;
    this.#isAsked = true;
    this.#ahead = this.#source.scanAhead?.((text) => this.#scanner.numberOf(text));
  }

  /** Asks where the next lines begin. */
  #meet(): void {
    if (this.#ahead === undefined || this.#begins !== undefined) return;
    const begins = this.#ahead.begins(this.#windows.read);
    if (begins === "later") return;
    if (begins === "never") return this.stop();
    this.#begins = begins;
    this.#windows.stopAt(begins);
  }

  #take(begins: number): boolean {
    const lines = this.#ahead?.next();
    if (lines === undefined) {
      this.stop();
      return false;
    }
    this.#begins = undefined;
    this.#windows.goOnAt(begins + lines.bytes);
    this.#taker.scanned(lines);
    return true;
  }
}
