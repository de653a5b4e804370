/**
 * A column of milliseconds with three decimals, as a log has them, that do not change. They are packed as whole microseconds, which gives back the
 * very same numbers; a chunk in which one has more decimals is kept as it is.
 */
import { type Chunk, CHUNK_BITS, CHUNK_MASK, CHUNK_ROWS, pack, roomFor } from "./chunk.ts";

export class TimeColumn {
  /** The rows of the chunk that is not whole yet, in milliseconds. */
  stage: Float64Array = roomFor();
  readonly #chunks: (Chunk & { readonly perMs: number })[] = [];
  #sealed = 0;

  /** Gives the milliseconds of a row that is there. Cost: a few nanoseconds. */
  at(row: number): number {
    if (row >= this.#sealed) return this.stage[row & CHUNK_MASK] as number;
    const { base, cells, perMs } = this.#chunks[row >>> CHUNK_BITS] as Chunk & { readonly perMs: number };
    return (base + (cells[row & CHUNK_MASK] as number)) / perMs;
  }

  /** Makes room in the stage, up to a whole chunk. */
  widen(): void {
    this.stage = roomFor(this.stage);
  }

  /** The stage holds a whole chunk: its rows are packed, and it begins anew. */
  seal(): void {
    this.#chunks.push(this.#packed() ?? { base: 0, cells: this.stage.slice(), perMs: 1 });
    this.#sealed += CHUNK_ROWS;
  }

  #packed(): (Chunk & { readonly perMs: number }) | undefined {
    return toMicros(this.stage) ? { ...pack(MICROS), perMs: 1000 } : undefined;
  }
}

/** One chunk, while it is packed. */
const MICROS = new Float64Array(CHUNK_ROWS);

/** Puts the microseconds of a whole chunk into `MICROS`; false when those of one would not give it back. It is a function of its own: one that goes on behind such a loop is thrown out of compiled code there, each time. */
function toMicros(stage: Float64Array): boolean {
  for (let at = 0; at < CHUNK_ROWS; at++) {
    const ms = stage[at]!;
    const micros = Math.round(ms * 1000);
    if (micros / 1000 !== ms || micros > Number.MAX_SAFE_INTEGER) return false;
    MICROS[at] = micros;
  }
  return true;
}
