/** A column of whole numbers that do not change. Whoever fills it writes into `stage`, calls `widen()` where that is full, and `seal()` after each whole chunk. */
import { type Chunk, CHUNK_BITS, CHUNK_MASK, CHUNK_ROWS, pack, roomFor } from "./chunk.ts";

export class PackedColumn {
  /** The rows of the chunk that is not whole yet. */
  stage: Float64Array = roomFor();
  readonly #chunks: Chunk[] = [];
  #sealed = 0;

  /** Gives the number of a row that is there. Cost: a few nanoseconds. */
  at(row: number): number {
    if (row >= this.#sealed) return this.stage[row & CHUNK_MASK] as number;
    const chunk = this.#chunks[row >>> CHUNK_BITS] as Chunk;
    return chunk.base + (chunk.cells[row & CHUNK_MASK] as number);
  }

  /** Makes room in the stage, up to a whole chunk. */
  widen(): void {
    this.stage = roomFor(this.stage);
  }

  /** The stage holds a whole chunk: its rows are packed, and it begins anew. */
  seal(): void {
    this.#chunks.push(pack(this.stage));
    this.#sealed += CHUNK_ROWS;
  }
}
