/** What is said of dispatches beside their handlings, as the lines that say it: `settled`, `running`, `reply`, `progress`, `intercepted`. */
import { NumberColumn } from "./number_column.ts";

/** Grows with the records of a log. */
export class NoteTable {
  readonly #lines = new NumberColumn();
  /** How far back it is to the one before of the same dispatch; 0: there is none. */
  readonly #before = new NumberColumn({ floor: 0 });
  readonly #last = new Map<number, number>();

  push(dispatch: number, line: number): void {
    const note = this.#lines.length;
    const before = this.#last.get(dispatch);
    this.#lines.push(line);
    this.#before.push(before === undefined ? 0 : note - before);
    this.#last.set(dispatch, note);
  }

  /** Gives the lines that tell of a dispatch, in order. */
  linesOf(dispatch: number): number[] {
    const lines: number[] = [];
    for (let note = this.#last.get(dispatch); note !== undefined;) {
      lines.push(this.#lines.at(note));
      const back = this.#before.at(note);
      note = back === 0 ? undefined : note - back;
    }
    return lines.reverse();
  }
}
