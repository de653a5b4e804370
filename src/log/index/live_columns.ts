/** A column whose cells change after they were added. */
import { CHUNK_BITS, CHUNK_MASK, CHUNK_ROWS } from "./chunk.ts";

/** Whole numbers from 0 on: four bytes each, those that do not fit beside. */
export class WideColumn {
  readonly #chunks: Uint32Array[] = [];
  readonly #great = new Map<number, number>();

  at(row: number): number {
    const cell = (this.#chunks[row >>> CHUNK_BITS] as Uint32Array)[row & CHUNK_MASK] as number;
    return cell === WIDEST ? this.#great.get(row) as number : cell;
  }

  /** Makes room for a row; it holds 0. */
  add(row: number): void {
    if ((row & CHUNK_MASK) === 0) this.#chunks.push(new Uint32Array(CHUNK_ROWS));
  }

  set(row: number, value: number): void {
    (this.#chunks[row >>> CHUNK_BITS] as Uint32Array)[row & CHUNK_MASK] = value < WIDEST ? value : WIDEST;
    if (value >= WIDEST) this.#great.set(row, value);
  }
}

const WIDEST = 0xffff_ffff;
