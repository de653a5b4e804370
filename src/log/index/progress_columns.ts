/** What dispatches have come to so far: the cells that change with each of their handlings, side by side. */
import { CHUNK_BITS, CHUNK_MASK, CHUNK_ROWS } from "./chunk.ts";

/** Cells of some rows. A number that does not fit its cell is its greatest number there, and stands beside. */
interface Cells {
  readonly states: Uint8Array;
  readonly arrived: Uint8Array;
  /** Microseconds. */
  readonly took: Uint32Array;
  /** One more than the ordinal. */
  readonly last: Uint32Array;
}

const MOST_ARRIVED = 0xff;
const MOST_TOOK = 0xffff_ffff;

export class ProgressColumns {
  readonly #chunks: Cells[] = [];
  readonly #manyArrived = new Map<number, number>();
  readonly #longTook = new Map<number, number>();

  /** Makes room for a row, in state 0 and without handlings. */
  add(row: number): void {
    if ((row & CHUNK_MASK) !== 0) return;
    this.#chunks.push({ states: new Uint8Array(CHUNK_ROWS), arrived: new Uint8Array(CHUNK_ROWS), took: new Uint32Array(CHUNK_ROWS), last: new Uint32Array(CHUNK_ROWS) });
  }

  state(row: number): number {
    return this.#of(row).states[row & CHUNK_MASK]!;
  }

  setState(row: number, state: number): void {
    this.#of(row).states[row & CHUNK_MASK] = state;
  }

  /** How many of its handlings have ended. */
  arrived(row: number): number {
    const arrived = this.#of(row).arrived[row & CHUNK_MASK]!;
    return arrived === MOST_ARRIVED ? this.#manyArrived.get(row)! : arrived;
  }

  /** How long it took until the last of them had, in microseconds. */
  took(row: number): number {
    const took = this.#of(row).took[row & CHUNK_MASK]!;
    return took === MOST_TOOK ? this.#longTook.get(row)! : took;
  }

  /** The ordinal of the handling that came last; -1 for none. */
  last(row: number): number {
    return this.#of(row).last[row & CHUNK_MASK]! - 1;
  }

  /** One of its handlings has ended, so many microseconds after it was sent; gives how many have. */
  handled(row: number, handling: number, took: number): number {
    const cells = this.#of(row);
    const cell = row & CHUNK_MASK;
    cells.last[cell] = handling + 1;
    if (took > cells.took[cell]!) this.#setTook(cells, row, took);
    const arrived = cells.arrived[cell]! + 1;
    return arrived < MOST_ARRIVED ? cells.arrived[cell] = arrived : this.#setArrived(cells, row);
  }

  #of(row: number): Cells {
    return this.#chunks[row >>> CHUNK_BITS]!;
  }

  #setTook(cells: Cells, row: number, took: number): void {
    if (took >= MOST_TOOK) this.#longTook.set(row, Math.max(took, this.#longTook.get(row) ?? 0));
    cells.took[row & CHUNK_MASK] = Math.min(took, MOST_TOOK);
  }

  #setArrived(cells: Cells, row: number): number {
    const arrived = (this.#manyArrived.get(row) ?? MOST_ARRIVED - 1) + 1;
    this.#manyArrived.set(row, arrived);
    cells.arrived[row & CHUNK_MASK] = MOST_ARRIVED;
    return arrived;
  }
}
