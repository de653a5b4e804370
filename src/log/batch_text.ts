/**
 * The text of a batch while it grows, in pieces of whole lines. What encodes it takes piece by piece: a string with one character
 * beyond Latin-1 is held with two bytes a character, and both putting it together and encoding it are several times slower.
 * In pieces that is so for the lines around that character, and not for the whole batch.
 */

/** From this on a piece is closed. Measured on Node, Deno and Bun: smaller ones cost more calls, larger ones share the fate of more lines. */
export const PIECE_CHARACTERS = 8192;

/** Lines, put together. */
export class BatchText {
  #closed: string[] = [];
  #closedCharacters = 0;
  #open = "";

  /** How many characters there are. */
  get length(): number {
    return this.#closedCharacters + this.#open.length;
  }

  /** Adds a line without its `\n`. */
  add(line: string): void {
    this.#open += `${line}\n`;
    if (this.#open.length < PIECE_CHARACTERS) return;
    this.#closedCharacters += this.#open.length;
    this.#closed.push(this.#open);
    this.#open = "";
  }

  /** Gives the pieces, and begins anew. */
  take(): string[] {
    const pieces = this.#closed;
    if (this.#open !== "") pieces.push(this.#open);
    this.#closed = [];
    this.#closedCharacters = 0;
    this.#open = "";
    return pieces;
  }
}

/** Gives the whole of some pieces. Engines put strings together when somebody looks at them: that costs next to nothing where nobody does. */
export function wholeOf(pieces: readonly string[]): string {
  let text = "";
  for (const piece of pieces) text += piece;
  return text;
}
