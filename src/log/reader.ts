/**
 * Bytes of a log as its records. Lines are found in the bytes, whatever the borders of the chunks; each is a record or a
 * defect with its line number. Reading never throws, and skips nothing silently.
 */
import type { Defect, LogItem } from "../trace/record.ts";
import { parseLine, type ParsedLine } from "./parse_line.ts";

/** A line longer than this is a defect: no string of twice its size fits an engine, and no record is so long. */
export const LINE_BYTES: number = 128 * 1024 * 1024;

const NEWLINE = 10;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

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
    const { text } = decode(this.#joined());
    const message = `line ${this.#line.toLocaleString("en")} is torn: its end is missing (${this.#waitingBytes.toLocaleString("en")} bytes, beginning ${quoted(text)})`;
    const torn: Defect = { kind: "defect", line: this.#line, offset: this.#offset, problem: "tornTail", message };
    this.#forget();
    return this.#isRefused ? [] : [torn];
  }

  #keep(bytes: Uint8Array): void {
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes <= this.#lineBytes) this.#waiting.push(bytes);
    else this.#waiting.length = Math.min(this.#waiting.length, 1);
  }

  #take(end: Uint8Array, items: LogItem[]): void {
    const bytes = this.#waitingBytes + end.length;
    const isTooLong = bytes > this.#lineBytes;
    const whole = this.#waitingBytes === 0 ? end : isTooLong ? end.subarray(0, 64) : this.#joined(end);
    if (!this.#isRefused) items.push(this.#item(whole, bytes, isTooLong));
    this.#forget();
    this.#line += 1;
    this.#offset += bytes + 1;
  }

  #item(whole: Uint8Array, bytes: number, isTooLong: boolean): LogItem {
    if (isTooLong) return this.#defect({ problem: "tooLong", why: `it has ${bytes.toLocaleString("en")} bytes, more than ${this.#lineBytes.toLocaleString("en")}` }, "");
    const { text, isValid } = decode(this.#line === 1 ? withoutMark(whole) : whole);
    if (!isValid) return this.#defect({ problem: "invalidUtf8", why: "it is not UTF-8" }, text);
    const parsed: ParsedLine = parseLine(text.endsWith("\r") ? text.slice(0, -1) : text);
    if ("record" in parsed) return { kind: "record", line: this.#line, offset: this.#offset, bytes: bytes + 1, record: parsed.record };
    this.#isRefused = parsed.problem === "version";
    return this.#defect(parsed, text);
  }

  #defect({ problem, why }: { problem: Defect["problem"]; why: string }, text: string): Defect {
    const what = problem === "version" ? "is of a newer version" : "is not a record";
    const beginning = text === "" || problem === "version" ? "" : ` (it begins ${quoted(text)})`;
    const message = `line ${this.#line.toLocaleString("en")} ${what}: ${why}${beginning}`;
    return { kind: "defect", line: this.#line, offset: this.#offset, problem, message };
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

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LENIENT = new TextDecoder("utf-8", { ignoreBOM: true });

function decode(bytes: Uint8Array): { text: string; isValid: boolean } {
  try {
    return { text: STRICT.decode(bytes), isValid: true };
  } catch {
    return { text: LENIENT.decode(bytes), isValid: false };
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte) ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
}

/** The beginning of a line as a person can read it: control characters are escaped. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
