/**
 * One index for everything that a person sees of a log: columns over its bytes, built without parsing payloads. A gigabyte is indexed in one to three
 * seconds, by how many records it holds; the bytes stay where they are, and only what is looked at is read again. It grows with its source.
 */
import type { Entries, Log, LogCounts } from "../trace/log.ts";
import type { DispatchColumns, HandlingColumns, Texts } from "../trace/columns.ts";
import type { DispatchTrace } from "../trace/dispatch_trace.ts";
import type { Defect, GapRecord, LogItem } from "../trace/record.ts";
import type { RunTrace } from "../trace/run_trace.ts";
import { AheadReader } from "./index/ahead_reader.ts";
import { IndexedEntries } from "./index/indexed_entries.ts";
import { LineTexts } from "./index/line_texts.ts";
import { type JoinedLogs, LogBorders } from "./index/log_borders.ts";
import { LogTables } from "./index/log_tables.ts";
import { MergedEntries } from "./index/merged_entries.ts";
import { keyOfRun } from "./index/run_records.ts";
import { TraceReader } from "./index/trace_reader.ts";
import { readFully } from "./index/window_reader.ts";
import { readLine, tooLong, torn } from "./read_line.ts";
import type { ScannedLines } from "./scan/ahead.ts";
import { ROW, type Rows, type Scanner } from "./scan/scanner.ts";
import { scanner as newScanner } from "./scan/mod.ts";
import type { Source } from "./source.ts";

/** How an index reads. */
export interface LogIndexOptions {
  /** Finds the lines. Absent: the fastest one that runs here. */
  readonly scanner?: Scanner;
  /** A line longer than this is a defect. Absent: 128 MB. */
  readonly lineBytes?: number;
  /** Several logs that the source holds one after another, as `joinSources()` does: entries are merged by wall clock, and runs know their log. */
  readonly logs?: JoinedLogs;
}

/** How much of the beginning of a torn line is read, to quote it. */
const QUOTED_BYTES = 256;

/**
 * A log that is read, or was: columns over its bytes. Memory: some thirty bytes a record; payloads stay where they are, so the source must stay readable.
 * @example
 * const log = new LogIndex(memorySource(await readFile("run.jsonl")));
 * log.readAll();
 * for (let dispatch = 0; dispatch < log.dispatches.length; dispatch++) console.log(log.texts.textOf(log.dispatches.type(dispatch)), log.dispatches.state(dispatch));
 */
export class LogIndex implements Log {
  readonly #source: Source;
  readonly #tables: LogTables;
  readonly #reader: AheadReader;
  readonly #traces: TraceReader;
  readonly #lineTexts: LineTexts;
  /** The list of messages: dispatches, and what is said between them. */
  readonly entries: Entries;
  /** The same in the order of their lines, also of several logs: what is read later stands behind what was there. */
  readonly entriesByLine: Entries;
  /** The texts of the columns: types, sources, handlers. */
  readonly texts: Texts;
  readonly #lineBytes: number | undefined;
  readonly #borders: LogBorders | undefined;
  #isRefused = false;
  /** How much of the source is a torn line that was told of. */
  #tornAt = -1;

  /** Makes an index that has read nothing yet. */
  constructor(source: Source, { scanner = newScanner(), lineBytes, logs }: LogIndexOptions = {}) {
    this.#borders = logs === undefined ? undefined : new LogBorders(logs);
    this.#source = source;
    this.#lineBytes = lineBytes;
    this.#tables = new LogTables(scanner, (line) => this.#traces.record(line), this.#borders);
    this.#reader = new AheadReader(source, scanner, {
      rows: (count) => this.#takeRows(scanner.rows, count, (from, to) => scanner.window.subarray(from, to)),
      scanned: (lines) => this.#takeScanned(lines),
      line: (bytes) => this.#take(readLine(bytes, this.#place()), bytes.length + 1),
      tooLong: (bytes) => this.#take(tooLong(bytes, this.#place(), lineBytes), bytes + 1),
    }, lineBytes === undefined ? {} : { lineBytes });
    this.#traces = new TraceReader(this.#tables, source, (text) => scanner.textOf(text));
    this.#lineTexts = new LineTexts(this.#tables.lines, source);
    this.entriesByLine = new IndexedEntries(this.#tables, (dispatch) => this.trace(dispatch));
    this.entries = logs === undefined ? this.entriesByLine : new MergedEntries(this.entriesByLine, this.#tables);
    this.texts = {
      get length() {
        return scanner.texts;
      },
      textOf: (text) => text === 0 ? "" : scanner.textOf(text),
      numberOf: (text) => scanner.find(text),
    };
  }

  /** Grows with whatever is read. */
  get version(): number {
    return this.#tables.lines.length + (this.#tornAt === -1 ? 0 : 1);
  }

  /** How many records were read. */
  get records(): number {
    return this.#tables.records;
  }

  /** How many of them had a kind that this version does not know. */
  get unknown(): number {
    return this.#tables.unknown;
  }

  /** How many tell of dispatches that the log does not hold, and nothing says why. */
  get strays(): number {
    return this.#tables.strays;
  }

  /** Lines that were no records. */
  get defects(): readonly Defect[] {
    return this.#tables.defects;
  }

  /** What was lost, as the log says. */
  get gaps(): readonly GapRecord[] {
    return this.#tables.gaps;
  }

  /** In the order in which they began. */
  get runs(): readonly RunTrace[] {
    return this.#tables.runs;
  }

  /** The dispatches, by ordinal. */
  get dispatches(): DispatchColumns {
    return this.#tables.dispatches;
  }

  /** The handlings that have ended, by ordinal. */
  get handlings(): HandlingColumns {
    return this.#tables.handlings;
  }

  /** How many dispatches the log knows to have been sent, those that it does not hold too; not those of parts that were not read. */
  get sent(): number {
    return this.#tables.losses.sent;
  }

  /** How many dispatches of each type were left out, as far as the log says their types. */
  get skippedTypes(): ReadonlyMap<string, number> {
    return this.#tables.losses.skippedTypes;
  }

  /** How many lines were read. */
  get lines(): number {
    return this.#tables.lines.length;
  }

  /** How many bytes of the source were read, up to the end of the last whole line. */
  get bytes(): number {
    return this.#tables.lines.end;
  }

  /** Reads the next few megabytes of what the source has; false when there is no further whole line now. Cost: some milliseconds. */
  readMore(): boolean {
    this.#tables.lookForBorder();
    return !this.#isRefused && this.#reader.step();
  }

  /** Reads all that the source has now, and takes it for all that there is: a last line without its end is torn. */
  readAll(): void {
    while (this.readMore());
    this.end();
  }

  /** Nothing follows: a last line without its end is torn. Told once. */
  end(): void {
    const bytes = this.#source.size - this.#reader.told;
    if (bytes <= 0 || this.#isRefused || this.#tornAt === this.#reader.told) return;
    const beginning = new Uint8Array(Math.min(bytes, QUOTED_BYTES));
    readFully(this.#source, beginning, this.#reader.told);
    this.#tables.defects.push(this.#named(torn(beginning, bytes, this.#place())));
    this.#tornAt = this.#reader.told;
  }

  /** Gives all that was recorded of a dispatch, with its payloads. Cost: its lines are read and parsed, some microseconds; compare `index`, not identity. @throws what the source says when it cannot be read */
  trace(dispatch: number): DispatchTrace {
    return this.#traces.trace(dispatch);
  }

  /** Gives the ordinals of the dispatches that a dispatch caused, in the order of their records. Cost: their number; the first call looks at all dispatches. */
  caused(dispatch: number): readonly number[] {
    return this.#traces.caused(dispatch);
  }

  /** Gives the lines of what else is said of a dispatch: `running`, `settled`, `reply`, `progress`, `intercepted`. Cost: O(1). */
  notes(dispatch: number): readonly number[] {
    return this.#tables.notes.linesOf(dispatch);
  }

  /** Finds a dispatch by its id, in `run` or else in the newest run that has it; -1 for none. Cost: logarithmic. */
  indexOf(id: number, run?: RunTrace): number {
    const { runs, byRun } = this.#tables;
    if (run !== undefined) return byRun.get(keyOfRun(run.header.run, run.log))?.ordinals.get(id) ?? -1;
    for (let at = runs.length - 1; at >= 0; at--) {
      const dispatch = this.indexOf(id, runs[at]);
      if (dispatch !== -1) return dispatch;
    }
    return -1;
  }

  /** Gives the record on a line, from 1, as it was written, without the end of the line; undefined where there is no such line. Cost: one read, or less for lines that are asked for in their order. */
  lineText(line: number): string | undefined {
    return line >= 1 && line <= this.#tables.lines.length ? this.#lineTexts.text(line) : undefined;
  }

  /** Gives the bytes of a line, from 1, without its end; undefined where there is no such line. Cost: one read. */
  lineBytes(line: number): Uint8Array | undefined {
    const { lines } = this.#tables;
    return line >= 1 && line <= lines.length ? lines.read(line, this.#source) : undefined;
  }

  /** Gives the lines that tell of a dispatch: its own, and those of its handlings and of what else was said of it. In no order. Cost: their number. */
  linesOf(dispatch: number): number[] {
    const { dispatches, handlings, notes } = this.#tables;
    const lines = [...notes.linesOf(dispatch)];
    lines.push(dispatches.line(dispatch));
    for (let at = dispatches.lastHandling(dispatch); at !== -1; at = handlings.before(at)) lines.push(handlings.line(at));
    return lines;
  }

  /** Gives where a line begins in the source, from 1; of the one behind the last, where the last one ends. */
  lineOffset(line: number): number {
    const { lines } = this.#tables;
    return line > lines.length ? lines.end : lines.offset(line);
  }

  /** Counts what there is. Cost: O(1). */
  counts(): LogCounts {
    const { counts, losses, dispatches, defects } = this.#tables;
    return { dispatches: dispatches.length, ...counts.values(), lost: losses.lost, skipped: losses.skipped, defects: defects.length };
  }

  /** The dispatch ids that no record, gap or `skipped` accounts for, as ranges. Cost: the number of holes. */
  unaccounted(): readonly { readonly run: RunTrace; readonly from: number; readonly to: number }[] {
    return [...this.#tables.byRun.values()].flatMap(({ run, ids }) => ids.holes().map((hole) => ({ run, ...hole })));
  }

  /** `bytesAt` gives the bytes of a line that the scanner leaves to the parser. */
  #takeRows(rows: Rows, count: number, bytesAt: (start: number, end: number) => Uint8Array): void {
    const { kind, start, end } = rows;
    const most = this.#lineBytes ?? Infinity;
    for (let at = 0; at < count && !this.#isRefused; at++) {
      const from = at;
      while (at < count && kind[at] !== ROW.other && end[at]! - start[at]! <= most) at++;
      if (at > from) this.#tables.addRows(rows, from, at);
      if (at === count) return;
      const bytes = bytesAt(start[at]!, end[at]!);
      this.#take(bytes.length > most ? tooLong(bytes.length, this.#place(), this.#lineBytes) : readLine(bytes, this.#place()), bytes.length + 1);
    }
  }

  /** What another thread has scanned stands in no window: it is read again where it is to be parsed. */
  #takeScanned({ rows, count }: ScannedLines): void {
    const base = this.#tables.lines.end;
    this.#takeRows(rows, count, (start, end) => {
      const bytes = new Uint8Array(end - start);
      return bytes.subarray(0, readFully(this.#source, bytes, base + start));
    });
  }

  #take(read: LogItem, bytes: number): void {
    const item = read.kind === "defect" ? this.#named(read) : read;
    this.#tables.addItem(item, bytes);
    this.#isRefused = item.kind === "defect" && item.problem === "version";
    if (this.#isRefused) this.#reader.stop();
  }

  /** Of several logs it is said in which one it is. */
  #named(defect: Defect): Defect {
    return this.#borders === undefined ? defect : { ...defect, message: `${this.#borders.name}: ${defect.message}` };
  }

  /** Of the line that is read next. */
  #place(): { line: number; offset: number } {
    const { lines } = this.#tables;
    this.#tables.lookForBorder();
    const line = lines.length + 1;
    return { line: this.#borders?.lineIn(line) ?? line, offset: lines.end };
  }
}
