/**
 * What the records of a log amount to, so far: runs, dispatches with their handlings, who caused whom, and what is missing.
 * It only grows; adding an item costs O(1). Whatever a log says, in whatever order its lines stand, adding never throws.
 *
 * Not here: text, filters, statistics. Those are functions over a history.
 */
import { addPart, type PartRecord } from "./add_part.ts";
import { HistoryCounts } from "./counts.ts";
import { accountFor, LossLedger } from "./losses.ts";
import type {
  Defect, DegradedRecord, DispatchRecord, EndRecord, GapRecord, HandlingRecord, InterceptedRecord, KnownRecord, LogItem, LogRecord, ProgressRecord,
  ReplyRecord, RunningRecord, SettledRecord, SkippedRecord, TriggerRecord, UnknownRecord,
} from "./record.ts";
import { addService, addSubscription } from "./registry/add.ts";
import type { RunTrace } from "./run_trace.ts";
import { WallClock } from "./wall_clock.ts";

export type { Disagreement, RunTrace, SubscriptionTrace } from "./run_trace.ts";

/** One dispatch with all that was recorded of it. */
export interface DispatchTrace {
  /** Its ordinal in the log: the same for each object that tells of it. */
  readonly index: number;
  /** Its record. */
  readonly record: DispatchRecord;
  /** The run that it belongs to. */
  readonly run: RunTrace;
  /** The line of its record, from 1. */
  readonly line: number;
  /** Where that line begins in the log, in bytes. */
  readonly offset: number;
  /** Those that have ended, by `n`. */
  readonly handlings: HandlingRecord[];
  /** Those that were still open after 100 ms and have not ended since. */
  readonly running: RunningRecord[];
  /** How it ended, where its handlings do not say so. */
  settled?: SettledRecord;
  /** What was sent on the reply channels in its data. */
  readonly replies: ReplyRecord[];
  /** The latest report of the task. */
  progress?: ProgressRecord;
  /** What interceptors did to it. */
  readonly intercepted: InterceptedRecord[];
  /** In the order of their records. */
  readonly caused: DispatchTrace[];
  /** The dispatch whose handling sent it; absent for a root and for an orphan. */
  readonly cause?: DispatchTrace | undefined;
  /** It has a cause that this log does not hold. */
  readonly isOrphan: boolean;
  /** 0 for a root. */
  readonly depth: number;
}

/** What stands in a list of the history. */
export type HistoryEntry =
  | { readonly kind: "dispatch"; readonly trace: DispatchTrace }
  | { readonly kind: "gap"; readonly record: GapRecord; readonly run: RunTrace | undefined }
  | { readonly kind: "skipped"; readonly record: SkippedRecord; readonly run: RunTrace | undefined }
  | { readonly kind: "degraded"; readonly record: DegradedRecord; readonly run: RunTrace | undefined }
  | { readonly kind: "trigger"; readonly record: TriggerRecord; readonly run: RunTrace | undefined }
  | { readonly kind: "run"; readonly run: RunTrace };

/** A log, understood. */
export class History {
  /** In the order in which they began. */
  readonly runs: RunTrace[] = [];
  /** In the order of their lines. */
  readonly dispatches: DispatchTrace[] = [];
  /** Those that nothing caused. */
  readonly roots: DispatchTrace[] = [];
  /** Dispatches, and what is said between them: beginnings of runs, what is missing, what the recorder did. In the order of their lines. */
  readonly entries: HistoryEntry[] = [];
  /** What was lost, as the log says. */
  readonly gaps: GapRecord[] = [];
  /** Lines that were no records. */
  readonly defects: Defect[] = [];
  /** Records of dispatches that the log does not hold: their lines are well-formed but nothing is known of what they belong to. */
  readonly strays: KnownRecord[] = [];
  /** How many records had a kind that this version does not know. */
  unknown = 0;
  /** How many records were read. */
  records = 0;
  /** Grows with every item. */
  version = 0;
  readonly #counts = new HistoryCounts();
  readonly #losses = new LossLedger();
  readonly #byRun = new Map<string, RunIndex>();
  #current: RunIndex | undefined;

  /** Adds what a reader gave for one line. */
  add(item: LogItem): void {
    this.version += 1;
    if (item.kind === "defect") {
      this.defects.push(item);
      return;
    }
    this.records += 1;
    const { record } = item;
    if (this.#current !== undefined && record.kind !== "log") counted(record, this.#current.run);
    if (record.kind === "unknown") this.unknown += 1;
    else this.#addRecord(record, item.line, item.offset);
  }

  /** Finds a dispatch by its id, in `run` or else in the newest run that has it. */
  find(id: number, run?: RunTrace): DispatchTrace | undefined {
    if (run !== undefined) return this.#indexOf(run)?.traces.get(id);
    const runs = [...this.#byRun.values()];
    return runs.findLast(({ traces }) => traces.has(id))?.traces.get(id);
  }

  /** Counts what there is: O(1). `lost` counts what gaps tell and what no record accounts for. */
  counts(): {
    dispatches: number; failed: number; running: number; unhandled: number; lost: number; skipped: number; orphans: number; defects: number;
  } {
    return { dispatches: this.dispatches.length, ...this.#counts.values(), lost: this.#losses.lost, skipped: this.#losses.skipped, defects: this.defects.length };
  }

  /** How many dispatches the log knows to have been sent, those that it does not hold too; not those of parts that were not read. */
  get sent(): number {
    return this.#losses.sent;
  }

  /** How many dispatches of each type were left out, as far as the log says their types. */
  get skippedTypes(): ReadonlyMap<string, number> {
    return this.#losses.skippedTypes;
  }

  /** The dispatch ids that no record, gap or `skipped` accounts for, as ranges. Cost: the number of holes. */
  unaccounted(): readonly { run: RunTrace; from: number; to: number }[] {
    return [...this.#byRun.values()].flatMap(({ run, ids }) => ids.holes().map((hole) => ({ run, ...hole })));
  }

  #addRecord(record: KnownRecord, line: number, offset: number): void {
    if (record.kind === "log") {
      this.#begin(record);
      return;
    }
    const index = this.#current;
    switch (record.kind) {
      case "dispatch": return this.#addDispatch(record, line, offset, index ?? this.#begin(HEADLESS));
      case "gap":
        this.gaps.push(record);
        this.entries.push({ kind: "gap", record, run: index?.run });
        return accountFor(record, record.lost, "lost", index?.ids, this.#losses);
      case "skipped":
        this.entries.push({ kind: "skipped", record, run: index?.run });
        this.#losses.toldTypes(record.types ?? {});
        if (index !== undefined) index.run.skipped += record.count;
        return accountFor(record, record.count, "skipped", index?.ids, this.#losses);
      case "clock": return index?.run.clock.tie(record);
      case "degraded":
        index?.run.degraded.push(record);
        this.entries.push({ kind: "degraded", record, run: index?.run });
        return;
      case "trigger":
        this.entries.push({ kind: "trigger", record, run: index?.run });
        return;
      case "end": return index === undefined ? undefined : end(record, index);
      case "type":
        index?.run.types.set(record.type, record);
        return;
      case "service":
        if (index !== undefined) addService(index.run, record);
        return;
      case "subscription": return index === undefined ? undefined : addSubscription(index.run, record, line);
      case "handling": case "running": case "settled": case "reply": case "progress": case "intercepted":
        return this.#addTo(index?.traces.get(record.dispatch), record, index);
      default: return unknownKind(record);
    }
  }

  #begin(header: LogRecord): RunIndex {
    let index = this.#byRun.get(header.run);
    if (index === undefined) {
      const startedAtMs = Date.parse(header.startedAt);
      const run: RunTrace = {
        header, startedAtMs, clock: new WallClock(startedAtMs), services: new Map(), serviceRecords: [], types: new Map(), subscriptions: new Map(), degraded: [],
        elsewhere: 0, skipped: 0, records: 0, unplaced: 0,
      };
      index = { run, traces: new Map(), ids: this.#losses.ids(), part: 0 };
      this.#byRun.set(header.run, index);
      this.runs.push(run);
      this.entries.push({ kind: "run", run });
    }
    counted(header, index.run);
    beginPart(header, index);
    this.#current = index;
    return index;
  }

  #indexOf(run: RunTrace): RunIndex | undefined {
    return this.#byRun.get(run.header.run);
  }

  #addDispatch(record: DispatchRecord, line: number, offset: number, { run, traces, ids }: RunIndex): void {
    if (record.snapshot === true && traces.has(record.id)) return;
    const cause = record.cause === undefined ? undefined : traces.get(record.cause);
    const trace: DispatchTrace = {
      index: this.dispatches.length, record, run, line, offset, handlings: [], running: [], replies: [], intercepted: [], caused: [],
      ...(cause === undefined ? {} : { cause }),
      isOrphan: record.cause !== undefined && cause === undefined,
      depth: cause === undefined ? 0 : cause.depth + 1,
    };
    traces.set(record.id, trace);
    ids.seen(record.id);
    this.dispatches.push(trace);
    this.entries.push({ kind: "dispatch", trace });
    if (cause !== undefined) cause.caused.push(trace);
    else if (!trace.isOrphan) this.roots.push(trace);
    this.#counts.begun(trace);
  }

  #addTo(trace: DispatchTrace | undefined, record: PartRecord, index: RunIndex | undefined): void {
    if (trace !== undefined) this.#counts.changing(trace, () => addPart(trace, record));
    else if (index?.ids.isKnown(record.dispatch) === true) index.run.unplaced += 1;
    else this.strays.push(record);
  }
}

/** What stands for a log that begins without saying what it is. */
const HEADLESS: LogRecord = { kind: "log", version: 1, run: "", part: 1, name: "?", startedAt: "" };

interface RunIndex {
  readonly run: RunTrace;
  readonly traces: Map<number, DispatchTrace>;
  readonly ids: ReturnType<LossLedger["ids"]>;
  /** The last part of it that was read. */
  part: number;
}

/** An end that something follows was none. */
function counted(record: KnownRecord | UnknownRecord, run: RunTrace): void {
  run.records += 1;
  if (record.kind !== "end") run.end = undefined;
}

/** What earlier parts hold stands elsewhere where they were not read; else it was read, or is missing. */
function beginPart({ part, before = 0 }: LogRecord, index: RunIndex): void {
  if (part > index.part + 1) {
    const from = index.ids.highest + 1;
    index.run.elsewhere += Math.max(0, before - from + 1);
    index.ids.elsewhere(from, before);
  } else {
    index.ids.reach(before);
  }
  index.part = part;
}

/** Its totals are held against what was read, where all of it was. */
function end(record: EndRecord, { run, ids }: RunIndex): void {
  run.end = record;
  const { dispatches, records } = record;
  const read = run.records - 1;
  const isWhole = run.elsewhere === 0 && run.header.part === 1;
  run.disagreement = dispatches < ids.highest ? { what: "messages", said: dispatches, read: ids.highest }
    : isWhole && records !== read ? { what: "records", said: records, read }
    : undefined;
  ids.reach(dispatches);
}

function unknownKind(record: never): never {
  throw new TypeError(`Cannot add a record: unknown ${JSON.stringify(record)}`);
}
