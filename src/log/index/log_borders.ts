/** Which of several logs a line belongs to, where one index reads them as one space of bytes. A line is counted in its own log. */
import type { Border } from "../joined_source.ts";

/** Several logs that are read as one. */
export interface JoinedLogs {
  /** What they are called, in order. */
  readonly names: readonly string[];
  /** Where the bytes of one end and those of another begin; it may grow. */
  readonly borders: readonly Border[];
}

/** Walks along the borders as lines are read. */
export class LogBorders {
  readonly #logs: JoinedLogs;
  #passed = 0;
  /** The lines of each log before those that are read now. */
  readonly #before: number[];
  #firstLine = 0;

  constructor(logs: JoinedLogs) {
    this.#logs = logs;
    this.#before = logs.names.map(() => 0);
  }

  /** The log that is read; -1 before the first. */
  get log(): number {
    return this.#logs.borders[this.#passed - 1]?.log ?? -1;
  }

  /** What the log that is read is called. */
  get name(): string {
    return this.#logs.names[this.log] ?? "";
  }

  /** Where the next border is; Infinity where there is none yet. */
  get next(): number {
    return this.#logs.borders[this.#passed]?.from ?? Infinity;
  }

  /** Passes a border; so many lines were read. */
  pass(lines: number): void {
    if (this.log !== -1) this.#before[this.log] = this.#before[this.log]! + lines - this.#firstLine;
    this.#passed += 1;
    this.#firstLine = lines;
  }

  /** Gives the number of a line in its own log, from one over all of them. */
  lineIn(line: number): number {
    return this.#before[this.log]! + line - this.#firstLine;
  }
}
