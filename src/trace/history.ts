/**
 * What the records of a log amount to, so far: runs, dispatches with their handlings, who caused whom, and what is missing.
 * It only grows; adding an item costs O(1). Whatever a log says, in whatever order its lines stand, adding never throws.
 *
 * Not here: text, filters, statistics. Those are functions over a history.
 */
import { accountFor, LossLedger } from "./losses.ts";
import type {
  Defect, DispatchRecord, GapRecord, HandlingRecord, InterceptedRecord, KnownRecord, LogItem, LogRecord, ProgressRecord,
  ReplyRecord, RunningRecord, ServiceRecord, TypeRecord, SettledRecord, SkippedRecord, SubscriptionRecord,
} from "./record.ts";
import { HistoryCounts } from "./counts.ts";

/** One run: one life of one Core in a log. */
export interface RunTrace {
  /** Who is recorded, as the log says. */
  readonly header: LogRecord;
  /** The wall clock at `at` 0, in milliseconds since 1970; NaN where the header has no readable time. */
  readonly startedAtMs: number;
  /** The services by name, each in its latest state. */
  readonly services: Map<string, ServiceRecord>;
  /** The documented messages, by type. */
  readonly types: Map<string, TypeRecord>;
  /** The subscriptions by id, those that have ended, too. */
  readonly subscriptions: Map<number, SubscriptionTrace>;
}

/** A subscription with its end. */
export interface SubscriptionTrace {
  /** Its record. */
  readonly added: SubscriptionRecord;
  /** When it ended, in milliseconds since the run began; absent while it has not. */
  removedAt?: number;
}

/** One dispatch with all that was recorded of it. */
export interface DispatchTrace {
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
  readonly cause?: DispatchTrace;
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
  | { readonly kind: "run"; readonly run: RunTrace };

/** A log, understood. */
export class History {
  /** In the order in which they began. */
  readonly runs: RunTrace[] = [];
  /** In the order of their lines. */
  readonly dispatches: DispatchTrace[] = [];
  /** Those that nothing caused. */
  readonly roots: DispatchTrace[] = [];
  /** Dispatches, gaps and beginnings of runs, in the order of their lines. */
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
        return accountFor(record, record.count, "skipped", index?.ids, this.#losses);
      case "clock": case "degraded": case "trigger": case "end": return;
      case "type":
        index?.run.types.set(record.type, record);
        return;
      case "service":
        index?.run.services.set(record.name, record);
        return;
      case "subscription": return addSubscription(record, index);
      case "handling": case "running": case "settled": case "reply": case "progress": case "intercepted":
        return this.#addTo(index?.traces.get(record.dispatch), record);
      default: return unknownKind(record);
    }
  }

  #begin(header: LogRecord): RunIndex {
    let index = this.#byRun.get(header.run);
    if (index === undefined) {
      const run: RunTrace = { header, startedAtMs: Date.parse(header.startedAt), services: new Map(), types: new Map(), subscriptions: new Map() };
      index = { run, traces: new Map(), ids: this.#losses.ids() };
      this.#byRun.set(header.run, index);
      this.runs.push(run);
      this.entries.push({ kind: "run", run });
    }
    this.#current = index;
    return index;
  }

  #indexOf(run: RunTrace): RunIndex | undefined {
    return this.#byRun.get(run.header.run);
  }

  #addDispatch(record: DispatchRecord, line: number, offset: number, { run, traces, ids }: RunIndex): void {
    const cause = record.cause === undefined ? undefined : traces.get(record.cause);
    const trace: DispatchTrace = {
      record, run, line, offset, handlings: [], running: [], replies: [], intercepted: [], caused: [],
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

  #addTo(trace: DispatchTrace | undefined, record: PartRecord): void {
    if (trace === undefined) this.strays.push(record);
    else this.#counts.changing(trace, () => addPart(trace, record));
  }
}

/** What stands for a log that begins without saying what it is. */
const HEADLESS: LogRecord = { kind: "log", version: 1, run: "", part: 1, name: "?", startedAt: "" };

interface RunIndex {
  readonly run: RunTrace;
  readonly traces: Map<number, DispatchTrace>;
  readonly ids: ReturnType<LossLedger["ids"]>;
}

type PartRecord = HandlingRecord | RunningRecord | SettledRecord | ReplyRecord | ProgressRecord | InterceptedRecord;

function addPart(trace: DispatchTrace, record: PartRecord): void {
  switch (record.kind) {
    case "handling":
      insertByN(trace.handlings, record);
      removeN(trace.running, record.n);
      return;
    case "running":
      if (!trace.handlings.some(({ n }) => n === record.n)) insertByN(trace.running, record);
      return;
    case "settled":
      trace.settled = record;
      return;
    case "reply":
      trace.replies.push(record);
      return;
    case "progress":
      trace.progress = record;
      return;
    case "intercepted":
      trace.intercepted.push(record);
      return;
    default: return unknownKind(record);
  }
}

function addSubscription(record: SubscriptionRecord, index: RunIndex | undefined): void {
  const known = index?.run.subscriptions.get(record.id);
  if (record.state === "removed" && known !== undefined) known.removedAt = record.at;
  else if (known === undefined) index?.run.subscriptions.set(record.id, { added: record, ...(record.state === "removed" ? { removedAt: record.at } : {}) });
}

/** Handlings mostly end in order, so this mostly pushes. */
function insertByN<Item extends { readonly n: number }>(items: Item[], item: Item): void {
  let at = items.length;
  while (at > 0 && (items[at - 1]?.n ?? 0) > item.n) at--;
  items.splice(at, 0, item);
}

function removeN(items: { readonly n: number }[], n: number): void {
  const at = items.findIndex((item) => item.n === n);
  if (at >= 0) items.splice(at, 1);
}

function unknownKind(record: never): never {
  throw new TypeError(`Cannot add a record: unknown ${JSON.stringify(record)}`);
}
