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
import { ABSENT, OUTCOME_CODES, ROW, type Scanner, SNAPSHOT_BIT, VERB_CODES } from "../scan/scanner.ts";
import { type DispatchRow, DispatchTable, RUNNING } from "./dispatch_table.ts";
import { type HandlingRow, HandlingTable } from "./handling_table.ts";
import { LineTable } from "./line_table.ts";
import { MarkList } from "./mark_list.ts";
import { NoteTable } from "./note_table.ts";
import type { LogBorders } from "./log_borders.ts";
import { beginPart, countRecord, endRun, HEADLESS, keyOfRun, newRun, type RunIndex } from "./run_records.ts";
import { StateCounts } from "./state_counts.ts";
import { stateFrom, UNHANDLED } from "./state_from.ts";

/** A record about a dispatch that is neither its own nor a handling's. */
type Note = RunningRecord | SettledRecord | ReplyRecord | ProgressRecord | InterceptedRecord;

/** Reads the record of a line again. */
export type ReadRecord = (line: number) => KnownRecord | undefined;

export class LogTables {
  readonly lines = new LineTable();
  readonly dispatches: DispatchTable = new DispatchTable((line) => this.lines.bytes(line));
  readonly handlings: HandlingTable = new HandlingTable((line) => this.lines.bytes(line));
  readonly notes = new NoteTable();
  readonly marks = new MarkList();
  readonly runs: RunTrace[] = [];
  readonly gaps: GapRecord[] = [];
  readonly defects: Defect[] = [];
  readonly losses = new LossLedger();
  readonly byRun = new Map<string, RunIndex>();
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
  /** Filled and handed over for each line: what is made for each costs more than all else. */
  readonly #dispatch: DispatchRow = { line: 0, run: 0, id: 0, at: 0, verb: 0, type: 0, source: 0, handlers: ABSENT, cause: ROOT, by: ABSENT };
  readonly #handling: HandlingRow = { line: 0, dispatch: 0, n: 0, at: 0, ms: 0, syncMs: 0, handler: 0, subscription: 0, outcome: 0, before: -1 };

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
  addRows(from: number, to: number): void {
    const { kind, start, end, code, type, who, at: ats, id, n, link, by, sync } = this.#scanner.rows;
    const dispatch = this.#dispatch;
    const handling = this.#handling;
    this.records += to - from;
    for (let at = from; at < to; at++) {
      if (this.lines.end >= this.#nextBorder) this.lookForBorder();
      const line = this.lines.push(end[at]! - start[at]! + 1);
      const bits = code[at]!;
      if (kind[at] === ROW.dispatch) {
        dispatch.line = line;
        dispatch.id = id[at]!;
        dispatch.at = ats[at]!;
        dispatch.verb = bits & 3;
        dispatch.type = type[at]!;
        dispatch.source = who[at]!;
        dispatch.handlers = n[at]!;
        dispatch.cause = link[at]!;
        dispatch.by = by[at]!;
        this.#addDispatch(dispatch, (bits & SNAPSHOT_BIT) !== 0);
      } else {
        handling.line = line;
        handling.n = n[at]!;
        handling.at = ats[at]!;
        handling.ms = by[at]!;
        handling.syncMs = sync[at]!;
        handling.handler = who[at]!;
        handling.subscription = link[at]!;
        handling.outcome = bits & ~SNAPSHOT_BIT;
        this.#addHandling(handling, id[at]!, (bits & SNAPSHOT_BIT) !== 0);
      }
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
    if (record.kind === "dispatch") return this.#addDispatch(this.#rowOfDispatch(record, line), record.snapshot === true);
    if (record.kind === "handling") return this.#addHandling(this.#rowOfHandling(record, line), record.dispatch, record.snapshot === true);
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

  #addDispatch(row: DispatchRow, isSnapshot: boolean): void {
    const known = this.#current;
    const index = known ?? this.#begin(HEADLESS);
    if (known !== undefined) countRecord("dispatch", index.run);
    if (isSnapshot && index.ordinals.get(row.id) !== -1) return;
    const cause = row.cause === ABSENT ? ROOT : index.ordinals.get(row.cause);
    row.cause = row.cause !== ABSENT && cause === -1 ? ORPHAN : cause;
    row.run = index.position;
    const dispatch = this.dispatches.push(row);
    index.ordinals.add(row.id, dispatch);
    index.ids.seen(row.id);
    this.counts.begun(dispatch, row.handlers === 0 ? UNHANDLED : RUNNING, row.cause);
  }

  #addHandling(row: HandlingRow, id: number, isSnapshot: boolean): void {
    if (this.#current !== undefined) countRecord("handling", this.#current.run);
    const dispatch = this.#placeOf(id);
    if (dispatch === -1 || (isSnapshot && this.#hasHandling(dispatch, row.n))) return;
    row.dispatch = dispatch;
    row.before = this.dispatches.lastHandling(dispatch);
    const handling = this.handlings.push(row);
    this.dispatches.handled(dispatch, handling, Math.round((row.at + row.ms) * 1000) / 1000);
    this.counts.changed(dispatch, stateFrom(this.dispatches, this.handlings, dispatch));
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

  #rowOfDispatch(record: DispatchRecord, line: number): DispatchRow {
    const { id, at, verb, type, source, handlers, cause, by } = record;
    return Object.assign(this.#dispatch, {
      line, id, at, verb: VERB_CODES.indexOf(verb), type: this.#scanner.numberOf(type), source: source === undefined ? 0 : this.#scanner.numberOf(source),
      handlers: handlers ?? ABSENT, cause: cause ?? ABSENT, by: by ?? ABSENT,
    });
  }

  #rowOfHandling({ n, at, ms, syncMs, handler, subscription, outcome }: HandlingRecord, line: number): HandlingRow {
    return Object.assign(this.#handling, { line, n, at, ms, syncMs, handler: this.#scanner.numberOf(handler), subscription, outcome: OUTCOME_CODES.indexOf(outcome) });
  }
}
