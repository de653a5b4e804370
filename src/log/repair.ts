/**
 * A log without what is no record: its whole records as they were written, one a line, and a `gap` record wherever lines were left out, so that the copy says itself
 * what it misses. What is whole comes out as it went in. Nothing is guessed: a line is kept, or it is not.
 */
import type { Defect, EndRecord, LogItem, LogRecord } from "../trace/record.ts";
import { type Holes, PIECE_BYTES } from "./deep_check.ts";
import { parseLine } from "./parse_line.ts";
import { LogReader } from "./reader.ts";
import type { Source } from "./source.ts";
import { gapLine } from "./write.ts";

/** What became of a log. */
export interface RepairReport {
  /** How many records were kept. */
  readonly kept: number;
  /** The lines that were left out, in order. */
  readonly leftOut: readonly Defect[];
  /** Its last line was a record without the end of its line, and was kept. */
  readonly isEndMended: boolean;
  /** How many `gap` records were added. */
  readonly gaps: number;
  /** How many bytes the copy has. */
  readonly bytes: number;
}

const NEWLINE = 10;
const RETURN = 13;
const MARK_BYTES = 3;

/**
 * Gives a log's whole records to `write`, one after another; yields how many bytes it has read, so that it can be run in slices, or stopped. `holes` are those of `deepCheck()`.
 * Cost: each line is parsed.
 */
export function* repair(source: Source, holes: Holes, write: (bytes: Uint8Array) => void): Generator<number, RepairReport> {
  const copy = new Copy(source, holes, write);
  const reader = new LogReader();
  const piece = new Uint8Array(PIECE_BYTES);
  for (let at = 0; at < source.size;) {
    const bytes = source.read(piece, at);
    for (const item of reader.push(piece.subarray(0, bytes))) copy.take(item);
    at += bytes;
    yield at;
  }
  for (const item of reader.end()) copy.takeTail(item);
  return copy.finish();
}

class Copy {
  readonly #source: Source;
  readonly #holes: Holes;
  readonly #write: (bytes: Uint8Array) => void;
  readonly #leftOut: Defect[] = [];
  #kept = 0;
  #gaps = 0;
  #bytes = 0;
  #isEndMended = false;
  /** Left out since the last gap. */
  #missing = 0;
  #run = "";
  #at = 0;
  #highest = 0;
  /** Of the run: what its end must say otherwise now. */
  #lostOfRun = 0;
  #recordsOfRun = 0;
  #isWholeRun = false;

  constructor(source: Source, holes: Holes, write: (bytes: Uint8Array) => void) {
    this.#source = source;
    this.#holes = holes;
    this.#write = write;
  }

  take(item: LogItem): void {
    if (item.kind === "defect") {
      this.#leftOut.push(item);
      this.#missing += 1;
      return;
    }
    const { record, offset, bytes, line } = item;
    // What is missing before a further run belongs to the run before.
    if (this.#missing > 0) this.#addGap();
    if (record.kind === "log" && record.run !== this.#run) this.#beginRun(record);
    if ("at" in record) this.#at = Math.max(this.#at, record.at);
    this.#reach(record);
    this.#kept += 1;
    this.#recordsOfRun += 1;
    if (record.kind === "end" && this.#lostOfRun > 0) return this.#put(new TextEncoder().encode(JSON.stringify(this.#mendedEnd(record))));
    this.#put(this.#textAt(offset, bytes - 1, line === 1));
  }

  /** The last line, without its end: a record all the same, or left out. */
  takeTail(item: LogItem): void {
    if (item.kind !== "defect") return this.take(item);
    const bytes = this.#textAt(item.offset, this.#source.size - item.offset, item.line === 1);
    const parsed = parseLine(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
    if (!("record" in parsed) || !isUtf8(bytes)) return this.take(item);
    this.#isEndMended = true;
    this.take({ kind: "record", line: item.line, offset: item.offset, bytes: this.#source.size - item.offset + 1, record: parsed.record });
  }

  finish(): RepairReport {
    if (this.#missing > 0) this.#addGap();
    return { kept: this.#kept, leftOut: this.#leftOut, isEndMended: this.#isEndMended, gaps: this.#gaps, bytes: this.#bytes };
  }

  #beginRun({ run, part }: LogRecord): void {
    this.#run = run;
    this.#isWholeRun = part === 1;
    this.#at = 0;
    this.#highest = 0;
    this.#lostOfRun = 0;
    this.#recordsOfRun = 0;
  }

  /** Up to which id dispatches are accounted for. */
  #reach(record: Extract<LogItem, { kind: "record" }>["record"]): void {
    if (record.kind === "dispatch") this.#highest = Math.max(this.#highest, record.id);
    else if (record.kind === "gap" || record.kind === "skipped") this.#highest = Math.max(this.#highest, record.to ?? 0);
    else if (record.kind === "log") this.#highest = Math.max(this.#highest, record.before ?? 0);
  }

  #addGap(): void {
    const lost = this.#missing;
    const from = this.#highest + 1;
    const to = this.#holes.endOf(this.#run, from);
    const reason = `the repair left out ${lost.toLocaleString("en")} ${lost === 1 ? "line that was no record" : "lines that were no records"}`;
    this.#missing = 0;
    this.#gaps += 1;
    this.#recordsOfRun += 1;
    this.#lostOfRun += lost;
    this.#highest = Math.max(this.#highest, to ?? 0);
    this.#put(new TextEncoder().encode(gapLine(this.#at, { lost, reason, ...(to === undefined ? {} : { from, to }) })));
  }

  /** Its totals, of what the copy holds; where earlier parts stand elsewhere nobody can count them. */
  #mendedEnd(end: EndRecord): EndRecord {
    return { ...end, ...(this.#isWholeRun ? { records: this.#recordsOfRun - 1 } : {}), lost: end.lost + this.#lostOfRun };
  }

  #textAt(offset: number, length: number, isFirst: boolean): Uint8Array {
    const bytes = new Uint8Array(length);
    this.#source.read(bytes, offset);
    const from = isFirst && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? MARK_BYTES : 0;
    return bytes.subarray(from, bytes.at(-1) === RETURN ? length - 1 : length);
  }

  #put(line: Uint8Array): void {
    const bytes = new Uint8Array(line.length + 1);
    bytes.set(line);
    bytes[line.length] = NEWLINE;
    this.#bytes += bytes.length;
    this.#write(bytes);
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
