/**
 * Reads lines again, mostly near to each other: a flow's lines stand together, and whoever looks at one dispatch looks at its neighbours. So a block of the source is
 * read at a time, and one block is kept.
 */
import type { Source } from "../source.ts";
import type { LineTable } from "./line_table.ts";
import { readFully } from "./window_reader.ts";

/** A block begins at a multiple of half of it: from where a line begins, half a block follows at the least. */
const BLOCK_BYTES = 32 * 1024;
const STEP_BYTES: number = BLOCK_BYTES / 2;

export class LineReader {
  readonly #lines: LineTable;
  readonly #source: Source;
  #block: Uint8Array = new Uint8Array(0);
  #from = 0;
  #length = 0;

  constructor(lines: LineTable, source: Source) {
    this.#lines = lines;
    this.#source = source;
  }

  /** Gives the bytes of a line, without its end, until the next line is asked for. Cost: a read of the source, or none where a line near to it was asked for before. */
  bytes(line: number): Uint8Array {
    const offset = this.#lines.offset(line);
    const length = this.#lines.bytes(line) - 1;
    if (length > STEP_BYTES) return this.#lines.read(line, this.#source);
    if (!this.#holds(offset, length)) this.#readBlock(offset - offset % STEP_BYTES);
    // What the source cannot give of the block may be another line.
    if (!this.#holds(offset, length)) return this.#lines.read(line, this.#source);
    return this.#block.subarray(offset - this.#from, offset - this.#from + length);
  }

  #holds(offset: number, length: number): boolean {
    return offset >= this.#from && offset + length <= this.#from + this.#length;
  }

  #readBlock(from: number): void {
    if (this.#block.length === 0) this.#block = new Uint8Array(BLOCK_BYTES);
    this.#from = from;
    this.#length = 0;
    try {
      this.#length = readFully(this.#source, this.#block, from);
    } catch {
      // The line itself is read next, and says what is wrong with it.
    }
  }
}
