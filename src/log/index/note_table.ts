/** What is said of dispatches beside their handlings, as the lines that say it: `settled`, `running`, `reply`, `progress`, `intercepted`. */

/** Grows with the records of a log. */
export class NoteTable {
  readonly #byDispatch = new Map<number, number[]>();

  push(dispatch: number, line: number): void {
    const lines = this.#byDispatch.get(dispatch);
    if (lines === undefined) this.#byDispatch.set(dispatch, [line]);
    else lines.push(line);
  }

  /** Gives the lines that tell of a dispatch, in order. */
  linesOf(dispatch: number): readonly number[] {
    return this.#byDispatch.get(dispatch) ?? [];
  }
}
