/** Makes the one object that tells all of a dispatch: its lines are read again and parsed. The last ones that were asked for are remembered. */
import { addPart } from "../../trace/add_part.ts";
import { ORPHAN } from "../../trace/columns.ts";
import type { DispatchTrace } from "../../trace/dispatch_trace.ts";
import type { DispatchRecord, HandlingRecord, InterceptedRecord, KnownRecord, ProgressRecord, ReplyRecord, RunningRecord, SettledRecord } from "../../trace/record.ts";
import type { RunTrace } from "../../trace/run_trace.ts";
import type { TaggedValue } from "../../trace/tagged.ts";
import { wallTimeOf } from "../../trace/wall_clock.ts";
import { readLine } from "../read_line.ts";
import type { Source } from "../source.ts";
import { Children } from "./children.ts";
import { LineReader } from "./line_reader.ts";
import type { LogTables } from "./log_tables.ts";

/** So many are remembered: some screens of them. */
const REMEMBERED = 1024;

/** What gives names to the numbers of texts. */
type TextOf = (text: number) => string;

export class TraceReader {
  readonly #tables: LogTables;
  readonly #lines: LineReader;
  readonly #textOf: TextOf;
  readonly #children: Children;
  readonly #remembered = new Map<number, { readonly trace: DispatchTrace; readonly lines: number }>();
  /** Why the last line was none that could be parsed. */
  #why = NOT_JSON;

  constructor(tables: LogTables, source: Source, textOf: TextOf) {
    this.#tables = tables;
    this.#lines = new LineReader(tables.lines, source);
    this.#textOf = textOf;
    this.#children = new Children(tables.dispatches);
  }

  /** Gives the ordinals of what a dispatch caused. */
  caused(dispatch: number): number[] {
    return this.#children.of(dispatch);
  }

  trace(dispatch: number): DispatchTrace {
    // Any line that was read since may tell of it.
    const lines = this.#tables.lines.length;
    const known = this.#remembered.get(dispatch);
    if (known?.lines === lines) return known.trace;
    this.#remembered.delete(dispatch);
    const trace = this.#read(dispatch);
    this.#remembered.set(dispatch, { trace, lines });
    if (this.#remembered.size > REMEMBERED) this.#remembered.delete(this.#remembered.keys().next().value as number);
    return trace;
  }

  /** Reads the record of a line; undefined for what is none, and for what can be read no longer: its columns stay. */
  record(line: number): KnownRecord | undefined {
    const { lines } = this.#tables;
    let bytes: Uint8Array;
    try {
      bytes = this.#lines.bytes(line);
    } catch (error) {
      this.#why = error instanceof Error ? error.message : String(error);
      return undefined;
    }
    this.#why = NOT_JSON;
    const item = readLine(bytes, { line, offset: lines.offset(line) });
    return item.kind === "record" && item.record.kind !== "unknown" ? item.record : undefined;
  }

  #read(dispatch: number): DispatchTrace {
    const { dispatches, handlings, notes, lines, runs } = this.#tables;
    const line = dispatches.line(dispatch);
    const run = runs[dispatches.run(dispatch)] as RunTrace;
    const trace = new ReadTrace(this, { index: dispatch, record: this.#dispatchRecord(dispatch, run), run, line, offset: lines.offset(line), depth: dispatches.depth(dispatch), causeAt: dispatches.cause(dispatch) });
    const ended: number[] = [];
    for (let at = dispatches.lastHandling(dispatch); at !== -1; at = handlings.before(at)) ended.push(at);
    for (const handling of ended.reverse()) addPart(trace, this.#handlingRecord(handling));
    for (const note of notes.linesOf(dispatch)) {
      const record = this.record(note);
      if (record !== undefined && "dispatch" in record && record.kind !== "trigger") addPart(trace, record);
    }
    return trace;
  }

  #dispatchRecord(dispatch: number, run: RunTrace): DispatchRecord {
    const { dispatches } = this.#tables;
    const record = this.record(dispatches.line(dispatch));
    if (record?.kind === "dispatch") return record;
    const at = dispatches.at(dispatch);
    const wallMs = wallTimeOf(run, at);
    const handlers = dispatches.handlers(dispatch);
    const source = dispatches.source(dispatch);
    return {
      kind: "dispatch", id: dispatches.id(dispatch), at, verb: dispatches.verb(dispatch), type: this.#textOf(dispatches.type(dispatch)), timestamp: Number.isNaN(wallMs) ? "" : new Date(wallMs).toISOString(), data: unreadable(this.#why),
      ...(handlers === -1 ? {} : { handlers }), ...(source === 0 ? {} : { source: this.#textOf(source) }),
    };
  }

  #handlingRecord(handling: number): HandlingRecord {
    const { handlings, dispatches } = this.#tables;
    const record = this.record(handlings.line(handling));
    if (record?.kind === "handling") return record;
    const dispatch = handlings.dispatch(handling);
    return {
      kind: "handling", dispatch: dispatches.id(dispatch), n: handlings.n(handling), at: handlings.at(handling), type: this.#textOf(dispatches.type(dispatch)), handler: this.#textOf(handlings.handler(handling)),
      subscription: handlings.subscription(handling), ms: handlings.ms(handling), syncMs: handlings.syncMs(handling), outcome: handlings.outcome(handling), answer: unreadable(this.#why),
    };
  }
}

const NOT_JSON = "it is not JSON";

/** Stands for a payload that is no JSON, of a record whose members were read (a scanner does not look into payloads), or that its source does not give any longer. */
function unreadable(why: string): TaggedValue {
  return { $core: "unreadable", value: why };
}

interface ReadTraceParts extends Pick<DispatchTrace, "index" | "record" | "run" | "line" | "offset" | "depth"> {
  /** The ordinal of its cause, `ROOT` or `ORPHAN`. */
  readonly causeAt: number;
}

/** What stands above and below it is read when it is asked for. */
class ReadTrace implements DispatchTrace {
  readonly index: number;
  readonly record: DispatchRecord;
  readonly run: RunTrace;
  readonly line: number;
  readonly offset: number;
  readonly depth: number;
  readonly handlings: HandlingRecord[] = [];
  readonly running: RunningRecord[] = [];
  readonly replies: ReplyRecord[] = [];
  readonly intercepted: InterceptedRecord[] = [];
  settled?: SettledRecord;
  progress?: ProgressRecord;
  readonly #reader: TraceReader;
  readonly #causeAt: number;

  constructor(reader: TraceReader, { index, record, run, line, offset, depth, causeAt }: ReadTraceParts) {
    this.#reader = reader;
    this.#causeAt = causeAt;
    this.index = index;
    this.record = record;
    this.run = run;
    this.line = line;
    this.offset = offset;
    this.depth = depth;
  }

  get isOrphan(): boolean {
    return this.#causeAt === ORPHAN;
  }

  get cause(): DispatchTrace | undefined {
    return this.#causeAt < 0 ? undefined : this.#reader.trace(this.#causeAt);
  }

  get caused(): DispatchTrace[] {
    return this.#reader.caused(this.index).map((dispatch) => this.#reader.trace(dispatch));
  }
}
