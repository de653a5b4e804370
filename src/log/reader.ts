/**
 * Bytes of a log as its records, one after another. Lines are found in the bytes, whatever the borders of the chunks; each is a record or a
 * defect with its line number. Reading never throws, and skips nothing silently.
 */
import type { LogItem } from "../trace/record.ts";
import { LINE_BYTES, readLine, tooLong, torn } from "./read_line.ts";

const NEWLINE = 10;

/**
 * Reads one log.
 * @example
 * const reader = new LogReader();
 * const items = [...reader.push(bytes), ...reader.end()];
 */
export class LogReader {
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #line = 1;
  #offset = 0;
  #isRefused = false;
  readonly #lineBytes: number;

  /** Makes a reader that keeps lines up to `lineBytes`; a longer one is a defect. */
  constructor({ lineBytes = LINE_BYTES }: { readonly lineBytes?: number } = {}) {
    this.#lineBytes = lineBytes;
  }

  /** Reads further bytes; gives what the lines that ended in them say. Cost: linear in the bytes, whatever the chunks. */
  push(bytes: Uint8Array): LogItem[] {
    const items: LogItem[] = [];
    let from = 0;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, from)) {
      this.#take(bytes.subarray(from, at), items);
      from = at + 1;
    }
    if (from < bytes.length) this.#keep(bytes.slice(from));
    return items;
  }

  /** Nothing follows: a line without its end is torn. */
  end(): LogItem[] {
    if (this.#waitingBytes === 0) return [];
    const defect = torn(this.#joined(), this.#waitingBytes, { line: this.#line, offset: this.#offset });
    this.#forget();
    return this.#isRefused ? [] : [defect];
  }

  #keep(bytes: Uint8Array): void {
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes <= this.#lineBytes) this.#waiting.push(bytes);
    else this.#waiting.length = Math.min(this.#waiting.length, 1);
  }

  #take(end: Uint8Array, items: LogItem[]): void {
    const bytes = this.#waitingBytes + end.length;
    if (!this.#isRefused) items.push(this.#item(end, bytes));
    this.#forget();
    this.#line += 1;
    this.#offset += bytes + 1;
  }

  #item(end: Uint8Array, bytes: number): LogItem {
    const place = { line: this.#line, offset: this.#offset };
    if (bytes > this.#lineBytes) return tooLong(bytes, place, this.#lineBytes);
    const item = readLine(this.#waitingBytes === 0 ? end : this.#joined(end), place);
    this.#isRefused = item.kind === "defect" && item.problem === "version";
    return item;
  }

  #joined(end: Uint8Array = new Uint8Array(0)): Uint8Array {
    const whole = new Uint8Array(this.#waiting.reduce((sum, { length }) => sum + length, end.length));
    let at = 0;
    for (const part of [...this.#waiting, end]) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  #forget(): void {
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
  }
}
