/**
 * Gives lines as texts, cheaply to whoever reads a log from its beginning to its end: whole blocks of the source are read ahead and decoded at once, and lines are cut out of them.
 * A line here and there costs what it costs to read that line. Memory: four blocks of 64 kB, and their texts.
 */
import type { Source } from "../source.ts";
import type { LineTable } from "./line_table.ts";
import { readFully } from "./window_reader.ts";

/** What fits the nearer caches of a processor; a read of the system costs a tenth of what is done with so much. */
const BLOCK_BYTES = 64 * 1024;

/** So many blocks are kept: whoever asks of a message asks of the lines that tell how it was handled, which stand further on. */
const MOST_BLOCKS = 4;

interface Block {
  /** Which one it is, from 0. */
  number: number;
  readonly bytes: Uint8Array;
  /** All of it, where each byte is a character; undefined where it has others. */
  text: string | undefined;
}

export class LineTexts {
  readonly #lines: LineTable;
  readonly #source: Source;
  readonly #decoder = new TextDecoder();
  /** The one that was asked of last stands last. */
  readonly #blocks: Block[] = [];
  /** The blocks of the last lines that were read by themselves. */
  readonly #touched: number[] = [];

  constructor(lines: LineTable, source: Source) {
    this.#lines = lines;
    this.#source = source;
  }

  /** Gives a line, without its end. Cost: a read of the source, or none where lines near to it were asked for before. */
  text(line: number): string {
    const offset = this.#lines.offset(line);
    const length = this.#lines.bytes(line) - 1;
    const number = Math.floor(offset / BLOCK_BYTES);
    const from = offset - number * BLOCK_BYTES;
    const block = from + length <= BLOCK_BYTES ? this.#block(number) : undefined;
    if (block === undefined) return this.#decoder.decode(this.#lines.read(line, this.#source));
    return block.text === undefined ? this.#decoder.decode(block.bytes.subarray(from, from + length)) : block.text.slice(from, from + length);
  }

  /** Gives a block that is kept, or that is worth it: a line in it was asked for before, or in the one before it. */
  #block(number: number): Block | undefined {
    const at = this.#find(number);
    if (at >= 0) return at === this.#blocks.length - 1 ? this.#blocks[at] : this.#last(at);
    if (!this.#touched.includes(number) && this.#find(number - 1) === -1) {
      if (this.#touched.push(number) > MOST_BLOCKS) this.#touched.shift();
      return undefined;
    }
    // What is not full yet grows.
    return (number + 1) * BLOCK_BYTES <= this.#lines.end ? this.#read(number) : undefined;
  }

  #find(number: number): number {
    for (let at = this.#blocks.length - 1; at >= 0; at--) if (this.#blocks[at]!.number === number) return at;
    return -1;
  }

  #last(at: number): Block {
    const [block] = this.#blocks.splice(at, 1) as [Block];
    this.#blocks.push(block);
    return block;
  }

  #read(number: number): Block | undefined {
    const block: Block = this.#blocks.length < MOST_BLOCKS ? { number, bytes: new Uint8Array(BLOCK_BYTES), text: undefined } : this.#blocks.shift()!;
    block.number = number;
    try {
      if (readFully(this.#source, block.bytes, number * BLOCK_BYTES) < BLOCK_BYTES) return undefined;
    } catch {
      // The line itself is read next, and says what is wrong with it.
      return undefined;
    }
    block.text = this.#textOf(block.bytes);
    this.#blocks.push(block);
    return block;
  }

  /** As many characters as bytes, none of them for bytes that are no UTF-8: each is its byte. */
  #textOf(bytes: Uint8Array): string | undefined {
    const text = this.#decoder.decode(bytes);
    return text.length === bytes.length && !text.includes("\ufffd") ? text : undefined;
  }
}
