/**
 * What the lines of a log amount to, as tables: each line, from a scanner's row or from a parsed record, goes where it belongs. It only grows.
 * Whatever a log says, in whatever order its lines stand, adding never throws.
 */
import { ORPHAN, ROOT } from "../../trace/columns.ts";
import { accountFor, LossLedger } from "../../trace/losses.ts";
import { isOwnMessage } from "../../trace/own_messages.ts";
import type { Defect, DispatchRecord, GapRecord, HandlingRecord, InterceptedRecord, KnownRecord, LogItem, LogRecord, ProgressRecord, ReplyRecord, RunningRecord, SettledRecord } from "../../trace/record.ts";
import { addService, addSubscription } from "../../trace/registry/add.ts";
import type { RunTrace } from "../../trace/run_trace.ts";
import { ABSENT, ROW, type Rows, type Scanner, SNAPSHOT_BIT } from "../scan/scanner.ts";
import { DispatchTable, RUNNING } from "./dispatch_table.ts";
import { HandlingTable } from "./handling_table.ts";
import { LineTable } from "./line_table.ts";
import { MarkList } from "./mark_list.ts";
import { NoteTable } from "./note_table.ts";
import { dispatchRow, handlingRow, oneRow } from "./parsed_row.ts";
import type { LogBorders } from "./log_borders.ts";
import { beginPart, countRecord, endRun, HEADLESS, keyOfRun, newRun, type RunIndex } from "./run_records.ts";
import { StateCounts } from "./state_counts.ts";
import { stateFrom, UNHANDLED } from "./state_from.ts";

/** A record about a dispatch that is neither its own nor a handling's. */
type Note = RunningRecord | SettledRecord | ReplyRecord | ProgressRecord | InterceptedRecord;

/** Reads the record of a line again. */
export type ReadRecord = (line: number) => KnownRecord | undefined;

export class LogTables {
  readonly lines: LineTable = new LineTable();
  readonly dispatches: DispatchTable = new DispatchTable((line) => this.lines.bytes(line));
  readonly handlings: HandlingTable = new HandlingTable((line) => this.lines.bytes(line));
  readonly notes: NoteTable = new NoteTable();
  readonly marks: MarkList = new MarkList();
  readonly runs: RunTrace[] = [];
  readonly gaps: GapRecord[] = [];
  readonly defects: Defect[] = [];
  readonly losses: LossLedger = new LossLedger();
  readonly byRun: Map<string, RunIndex> = new Map();
  readonly counts: StateCounts;
  records = 0;
  unknown = 0;
  strays = 0;
  readonly #scanner: Scanner;
  readonly #read: ReadRecord;
  readonly #borders: LogBorders | undefined;
  #nextBorder = Infinity;
  /** The run that is read; of several logs, that of each. */
  #current: RunIndex | undefined;
  readonly #currentOf = new Map<number, RunIndex | undefined>();
  /** Where a parsed record stands as a row. */
  readonly #row = oneRow();

  constructor(scanner: Scanner, read: ReadRecord, borders?: LogBorders) {
    this.#borders = borders;
    this.#scanner = scanner;
    this.#read = read;
    this.counts = new StateCounts(this.dispatches, (type) => isOwnMessage(scanner.textOf(type)));
  }

  /** Looks whether the next line is of another log than the last one, of those that are read as one. */
  lookForBorder(): void {
    if (this.#borders === undefined) return;
    for (; this.lines.end >= this.#borders.next; this.#current = this.#currentOf.get(this.#borders.log)) {
      this.#currentOf.set(this.#borders.log, this.#current);
      this.#borders.pass(this.lines.length);
    }
    this.#nextBorder = this.#borders.next;
  }

  /** Adds the lines of rows that the scanner understood. */
  addRows(rows: Rows, from: number, to: number): void {
    const { kind, start, end } = rows;
    this.records += to - from;
    for (let at = from; at < to; at++) {
      if (this.lines.end >= this.#nextBorder) this.lookForBorder();
      const line = this.lines.push(end[at]! - start[at]! + 1);
      if (kind[at] === ROW.dispatch) this.#addDispatch(rows, at, line);
      else this.#addHandling(rows, at, line);
    }
  }

  /** Adds a line of so many bytes that was parsed. */
  addItem(item: LogItem, bytes: number): void {
    if (this.lines.end >= this.#nextBorder) this.lookForBorder();
    const line = this.lines.push(bytes);
    if (item.kind === "defect") {
      this.defects.push(item);
      return;
    }
    const { record } = item;
    this.records += 1;
    if (record.kind === "dispatch") return this.#addDispatch(dispatchRow(this.#row, record, this.#scanner), 0, line);
    if (record.kind === "handling") return this.#addHandling(handlingRow(this.#row, record, this.#scanner), 0, line);
    if (this.#current !== undefined && record.kind !== "log") countRecord(record.kind, this.#current.run);
    if (record.kind === "unknown") this.unknown += 1;
    else this.#addRecord(record, line);
  }

  #addRecord(record: Exclude<KnownRecord, DispatchRecord | HandlingRecord>, line: number): void {
    const index = this.#current;
    const run = index?.run;
    switch (record.kind) {
      case "log": return void this.#begin(record);
      case "gap":
        this.gaps.push(record);
        this.marks.push({ kind: "gap", record, run }, this.dispatches.length);
        return accountFor(record, record.lost, "lost", index?.ids, this.losses);
      case "skipped":
        this.marks.push({ kind: "skipped", record, run }, this.dispatches.length);
        this.losses.toldTypes(record.types ?? {});
        if (run !== undefined) run.skipped += record.count;
        return accountFor(record, record.count, "skipped", index?.ids, this.losses);
      case "clock": return run?.clock.tie(record);
      case "degraded":
        run?.degraded.push(record);
        return this.marks.push({ kind: "degraded", record, run }, this.dispatches.length);
      case "trigger": return this.marks.push({ kind: "trigger", record, run }, this.dispatches.length);
      case "end": return index === undefined ? undefined : endRun(record, index);
      case "type": return void run?.types.set(record.type, record);
      case "service": return run === undefined ? undefined : addService(run, record);
      case "subscription": return run === undefined ? undefined : addSubscription(run, record, line);
      case "running": case "settled": case "reply": case "progress": case "intercepted": return this.#addNote(record, line);
      default: return record satisfies never;
    }
  }

  #begin(header: LogRecord): RunIndex {
    const log = this.#borders === undefined ? undefined : { name: this.#borders.name, position: this.#borders.log };
    const key = keyOfRun(header.run, log);
    let index = this.byRun.get(key);
    if (index === undefined) {
      index = newRun(header, this.runs.length, this.losses, log);
      this.byRun.set(key, index);
      this.runs.push(index.run);
      this.marks.push({ kind: "run", run: index.run }, this.dispatches.length);
    }
    countRecord(header.kind, index.run);
    beginPart(header, index);
    this.#current = index;
    return index;
  }

  #addDispatch(rows: Rows, at: number, line: number): void {
    const known = this.#current;
    const index = known ?? this.#begin(HEADLESS);
    if (known !== undefined) countRecord("dispatch", index.run);
    const id = rows.id[at]!;
    const { ordinals } = index;
    if ((rows.code[at]! & SNAPSHOT_BIT) !== 0 && ordinals.get(id) !== -1) return;
    const causeId = rows.link[at]!;
    const found = causeId === ABSENT ? ROOT : ordinals.get(causeId);
    const cause = causeId !== ABSENT && found === -1 ? ORPHAN : found;
    const dispatch = this.dispatches.push(rows, at, line, index.position, cause);
    ordinals.add(id, dispatch);
    index.ids.seen(id);
    this.counts.begun(dispatch, rows.n[at] === 0 ? UNHANDLED : RUNNING, cause);
  }

  #addHandling(rows: Rows, at: number, line: number): void {
    if (this.#current !== undefined) countRecord("handling", this.#current.run);
    const { dispatches } = this;
    const dispatch = this.#placeOf(rows.id[at]!);
    if (dispatch === -1 || ((rows.code[at]! & SNAPSHOT_BIT) !== 0 && this.#hasHandling(dispatch, rows.n[at]!))) return;
    const handling = this.handlings.push(rows, at, line, dispatch, dispatches.lastHandling(dispatch));
    const mayBeOver = dispatches.handled(dispatch, handling, rows.at[at]! + rows.by[at]!);
    if (mayBeOver) this.counts.changed(dispatch, stateFrom(dispatches, this.handlings, dispatch));
  }

  #addNote(record: Note, line: number): void {
    const dispatch = this.#placeOf(record.dispatch);
    if (dispatch === -1) return;
    if (record.kind === "intercepted" && record.snapshot === true && this.#isKnownInterception(dispatch, record)) return;
    this.notes.push(dispatch, line);
    if (record.kind === "settled") this.dispatches.settled(dispatch, record);
    else if (record.kind === "intercepted" && record.handlers !== undefined) this.dispatches.setHandlers(dispatch, record.handlers);
    else return;
    this.counts.changed(dispatch, stateFrom(this.dispatches, this.handlings, dispatch));
  }

  /** The ordinal of a dispatch of the run that is read; -1 where there is none, which is counted. */
  #placeOf(id: number): number {
    const dispatch = this.#current?.ordinals.get(id) ?? -1;
    if (dispatch !== -1) return dispatch;
    if (this.#current?.ids.isKnown(id) === true) this.#current.run.unplaced += 1;
    else this.strays += 1;
    return -1;
  }

  #hasHandling(dispatch: number, n: number): boolean {
    for (let at = this.dispatches.lastHandling(dispatch); at !== -1; at = this.handlings.before(at)) if (this.handlings.n(at) === n) return true;
    return false;
  }

  #isKnownInterception(dispatch: number, { at, by }: InterceptedRecord): boolean {
    return this.notes.linesOf(dispatch).some((line) => {
      const record = this.#read(line);
      return record?.kind === "intercepted" && record.at === at && record.by === by;
    });
  }
}
