/**
 * A column of whole numbers that do not change and mostly fit a byte: numbers of texts, of handlers, distances. They are written as bytes at once;
 * only a chunk in which one does not fit is packed as others are.
 */
import { type Chunk, CHUNK_BITS, CHUNK_MASK, CHUNK_ROWS, pack } from "./chunk.ts";

export class NarrowColumn {
  readonly #chunks: Chunk[] = [];
  readonly #least: number;
  /** The rows of the chunk that is not whole yet: as bytes, or, once one did not fit, as they are. */
  readonly #bytes = new Uint8Array(CHUNK_ROWS);
  #wide: Float64Array | undefined;
  #sealed = 0;

  /** `least` is the least number that fits a byte. */
  constructor(least = 0) {
    this.#least = least;
  }

  /** Gives the number of a row that is there. Cost: a few nanoseconds. */
  at(row: number): number {
    if (row >= this.#sealed) return this.#wide === undefined ? this.#least + (this.#bytes[row & CHUNK_MASK] as number) : this.#wide[row & CHUNK_MASK] as number;
    const chunk = this.#chunks[row >>> CHUNK_BITS] as Chunk;
    return chunk.base + (chunk.cells[row & CHUNK_MASK] as number);
  }

  /** Writes a cell of the chunk that is not whole yet. */
  put(cell: number, number: number): void {
    const byte = number - this.#least;
    if (byte >= 0 && byte <= 0xff && this.#wide === undefined) this.#bytes[cell] = byte;
    else this.#putWide(cell, number);
  }

  /** The chunk is whole, and the next one begins. */
  seal(): void {
    this.#chunks.push(this.#wide === undefined ? { base: this.#least, cells: this.#bytes.slice() } : pack(this.#wide));
    this.#wide = undefined;
    this.#sealed += CHUNK_ROWS;
  }

  #putWide(cell: number, number: number): void {
    this.#wide ??= Float64Array.from(this.#bytes, (byte) => byte + this.#least);
    this.#wide[cell] = number;
  }
}
