/** What is said between the dispatches of a log: beginnings of runs, what is missing, what the recorder did. */
import type { LogEntry } from "../../trace/dispatch_trace.ts";

/** What stands in the list and is no dispatch. */
export type Mark = Exclude<LogEntry, { readonly kind: "dispatch" }>;

/** Marks among dispatches: a position counts both. */
export class MarkList {
  readonly #marks: Mark[] = [];
  /** The position of each in the list of dispatches and marks. */
  readonly #positions: number[] = [];

  get length(): number {
    return this.#marks.length;
  }

  /** Adds one behind so many dispatches. */
  push(mark: Mark, dispatches: number): void {
    this.#positions.push(dispatches + this.#marks.length);
    this.#marks.push(mark);
  }

  /** Gives the mark at a position, or how many marks stand before it. */
  at(position: number): Mark | number {
    const before = this.before(position);
    return this.#positions[before] === position ? this.#marks[before] as Mark : before;
  }

  /** Gives how many marks stand before a position. */
  before(position: number): number {
    let low = 0;
    let high = this.#positions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#positions[middle] as number) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
