/** Where each line of a log begins. Lines are counted from 1. */
import type { Source } from "../source.ts";
import { CHUNK_MASK } from "./chunk.ts";
import { PackedColumn } from "./packed_column.ts";
import { readFully } from "./window_reader.ts";

/** Grows with the lines that were read. */
export class LineTable {
  readonly #offsets = new PackedColumn();
  #length = 0;
  /** Where the line begins that is read next. */
  #end = 0;

  /** How many lines were read. */
  get length(): number {
    return this.#length;
  }

  /** Where the last line that was read ends. */
  get end(): number {
    return this.#end;
  }

  /** Adds a line of so many bytes, with its end; gives its number. */
  push(bytes: number): number {
    const cell = this.#length++ & CHUNK_MASK;
    if (cell === this.#offsets.stage.length) this.#offsets.widen();
    this.#offsets.stage[cell] = this.#end;
    this.#end += bytes;
    if (cell === CHUNK_MASK) this.#offsets.seal();
    return this.#length;
  }

  offset(line: number): number {
    return this.#offsets.at(line - 1);
  }

  /** How many bytes a line has, with its end. */
  bytes(line: number): number {
    return (line === this.length ? this.#end : this.#offsets.at(line)) - this.#offsets.at(line - 1);
  }

  /** Reads a line, without its end. */
  read(line: number, source: Source): Uint8Array {
    const bytes = new Uint8Array(this.bytes(line) - 1);
    return bytes.subarray(0, readFully(source, bytes, this.offset(line)));
  }
}
