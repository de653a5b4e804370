/** A column of whole numbers that do not change. Whoever fills it writes into `stage`, and calls `seal()` after each whole chunk. */
import { type Chunk, CHUNK_BITS, CHUNK_MASK, CHUNK_ROWS, pack } from "./chunk.ts";

export class PackedColumn {
  /** The rows of the chunk that is not whole yet. */
  readonly stage = new Float64Array(CHUNK_ROWS);
  readonly #chunks: Chunk[] = [];
  #sealed = 0;

  /** Gives the number of a row that is there. Cost: a few nanoseconds. */
  at(row: number): number {
    if (row >= this.#sealed) return this.stage[row & CHUNK_MASK] as number;
    const chunk = this.#chunks[row >>> CHUNK_BITS] as Chunk;
    return chunk.base + (chunk.cells[row & CHUNK_MASK] as number);
  }

  /** The stage is full: its rows are packed, and it begins anew. */
  seal(): void {
    this.#chunks.push(pack(this.stage));
    this.#sealed += CHUNK_ROWS;
  }
}
