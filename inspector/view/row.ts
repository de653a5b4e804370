/**
 * One entry of the log as one row: the list of the inspector and `core tail` draw the same rows.
 *
 * ```
 *     ID  TIME (UTC)    TYPE                    SOURCE        HANDLED BY                   MS  DATA
 *   1041  02:14:07.041  A user.created          users         notification ✓ audit ✗     3.23  {id:"123",email:"us…
 * ▸ 1043  02:14:07.043  Q └ user.address        notification  users ✓                    0.41  {id:"123"}
 *         ⋯ 412 records lost here: overflow
 * ```
 */
import type { DispatchTrace, LogEntry } from "../../src/trace/dispatch_trace.ts";
import { previewOf } from "../../src/trace/preview.ts";
import type { Capture, DegradedRecord, LogVerb, TriggerRecord } from "../../src/trace/record.ts";
import { msOf, stateOf } from "../../src/trace/state.ts";
import { wallTimeOf } from "../../src/trace/wall_clock.ts";
import type { TimeMode } from "../model/model.ts";
import { cellWidth, clip, pad } from "./cell_width.ts";
import { GAP, MARGIN, type Columns } from "./columns.ts";
import { handledBy } from "./handled_by.ts";
import { safeStart } from "./safe_text.ts";
import { fitRow, rowWidth, segment, type Meaning, type Row } from "./segment.ts";
import { durationText, timeHeading, timeText, utcDay } from "./time_text.ts";

/** What a row depends on beside its entry. */
export interface RowOptions {
  readonly time: TimeMode;
  /** The wall clock of the row above, in milliseconds: what "delta" counts from. */
  readonly before?: number;
  readonly isChosen?: boolean;
}

/** The letters of the verbs. */
export const VERB_LETTERS: Readonly<Record<LogVerb, string>> = { ACTION: "A", QUERY: "Q", QUERYALL: "QA", PERFORM: "P" };

const CAPTURE_TEXTS: Readonly<Record<Capture, string>> = {
  all: "everything is recorded", noAnswers: "answers are left out", noCausedPayloads: "answers and caused payloads are left out", noPayloads: "payloads are left out",
  counts: "messages are only counted",
};

/** Deeper causes are drawn no further to the right: the type must stay readable. */
const DEEPEST_INDENTATION = 6;

/** Gives `entry` as a row of exactly the columns' layout, never wider than `columns.width`. */
export function formatRow(entry: LogEntry, columns: Columns, options: RowOptions): Row {
  switch (entry.kind) {
    case "dispatch": return fitRow(dispatchRow(entry.trace, columns, options), columns.width);
    case "gap": return markRow(`⋯ ${count(entry.record.lost, "record")} lost here: ${safeStart(entry.record.reason)}`, "warning", columns, options);
    case "skipped": return markRow(`⋯ ${count(entry.record.count, "message")} left out: ${safeStart(entry.record.reason)}`, "dim", columns, options);
    case "degraded": return markRow(degradedText(entry.record), "warning", columns, options);
    case "trigger": return markRow(triggerText(entry.record), "accent", columns, options);
    case "run": return markRow(runText(entry), "dim", columns, options);
    default: return unknownEntry(entry);
  }
}

/** Gives the row of headings. */
export function headingRow(columns: Columns, time: TimeMode): Row {
  const cells = [
    columns.id > 0 ? pad("ID", columns.id, "right") : "",
    pad(columns.id > 0 ? timeHeading(time) : "TIME", columns.time),
    pad("TYPE", columns.type),
    columns.source > 0 ? pad("SOURCE", columns.source) : "",
    pad("HANDLED BY", columns.handledBy),
    pad("MS", columns.ms, "right"),
    columns.data > 0 ? pad("DATA", columns.data) : "",
  ];
  const text = cells.filter((cell) => cell !== "").join(" ".repeat(GAP));
  return fitRow([segment(`${" ".repeat(MARGIN)}${text}`.trimEnd(), "heading")], columns.width);
}

/** Gives the wall clock of `entry` in milliseconds; NaN where its run does not say when it began. */
export function wallMsOf(entry: LogEntry): number {
  switch (entry.kind) {
    case "dispatch": return wallTimeOf(entry.trace.run, entry.trace.record.at);
    case "gap": case "skipped": case "degraded": case "trigger": return entry.run === undefined ? Number.NaN : wallTimeOf(entry.run, entry.record.at);
    case "run": return entry.run.startedAtMs;
    default: return unknownEntry(entry);
  }
}

function dispatchRow(trace: DispatchTrace, columns: Columns, options: RowOptions): Row {
  const { record } = trace;
  const gap = segment(" ".repeat(GAP));
  const body: Meaning = options.isChosen === true ? "strong" : "plain";
  const row = [
    mark(options),
    ...(columns.id > 0 ? [segment(pad(String(record.id), columns.id, "right"), "dim"), gap] : []),
    segment(pad(momentText(trace, options).slice(0, columns.time), columns.time), "dim"), gap,
    ...typeCell(trace, columns.type, body), gap,
    ...(columns.source > 0 ? [segment(pad(safeStart(record.source ?? "–"), columns.source), body), gap] : []),
    ...filled(handledBy(trace, columns.handledBy), columns.handledBy), gap,
    segment(pad(msText(trace), columns.ms, "right"), body),
  ];
  if (columns.data === 0) return row;
  const preview = record.data === undefined ? "" : safeStart(previewOf(record.data, columns.data));
  return [...row, gap, segment(clip(preview, columns.data), "dim")];
}

function mark({ isChosen }: RowOptions): Row[number] {
  return isChosen === true ? segment(" ▸ ", "accent") : segment(" ".repeat(MARGIN));
}

function momentText({ run, record }: DispatchTrace, { time, before }: RowOptions): string {
  const wallMs = wallTimeOf(run, record.at);
  // What has elapsed is what the run's own clock says, whatever became of the wall clock.
  return timeText(time, { wallMs, startedAtMs: wallMs - record.at }, before);
}

function typeCell({ record, depth, isOrphan }: DispatchTrace, width: number, body: Meaning): Row {
  const letter = pad(VERB_LETTERS[record.verb], 2);
  const steps = Math.min(depth, DEEPEST_INDENTATION);
  const branch = steps > 0 ? `${"  ".repeat(steps - 1)}└ ` : isOrphan ? "╌ " : "";
  const room = width - 2 - branch.length;
  const type = clipStart(safeStart(record.type), Math.max(1, room));
  const used = 2 + branch.length + cellWidth(type);
  return fitRow([
    segment(letter, "accent"), segment(branch, "dim"), segment(type, body), segment(" ".repeat(Math.max(0, width - used))),
  ], width);
}

/** Keeps the end of a type, whole words of it: its last segments say what happened, its first ones are shared by many. */
function clipStart(text: string, width: number): string {
  if (cellWidth(text) <= width) return text;
  for (const { index } of text.matchAll(/[._-]/g)) {
    const rest = text.slice(index + 1);
    if (rest !== "" && cellWidth(rest) < width) return `…${rest}`;
  }
  return clip(text, width);
}

function msText(trace: DispatchTrace): string {
  const state = stateOf(trace);
  if (state === "running") return "…";
  const ms = msOf(trace);
  return ms === undefined ? "–" : durationText(ms);
}

function filled(row: Row, width: number): Row {
  return [...row, segment(" ".repeat(Math.max(0, width - rowWidth(row))))];
}

function markRow(text: string, as: Meaning, columns: Columns, options: RowOptions): Row {
  const before = columns.id > 0 ? columns.id + GAP : 0;
  return fitRow([mark(options), segment(" ".repeat(before)), segment(text, as)], columns.width);
}

function runText({ run }: Extract<LogEntry, { kind: "run" }>): string {
  const { name, pid, runtime, run: id } = run.header;
  const who = [safeStart(name), pid === undefined ? "" : String(pid), safeStart(runtime ?? "")].filter((word) => word !== "").join(" ");
  return `◇ run ${safeStart(id)} begins: ${who}, ${utcDay(run.startedAtMs)}`;
}

function degradedText({ capture, writing, reason, cost, budget }: DegradedRecord): string {
  const share = (value: number): string => `${(value * 100).toFixed(1)} %`;
  const costs = cost === undefined || budget === undefined ? "" : ` (${share(cost)} of the thread, budget ${share(budget)})`;
  const how = writing === "turn" ? "" : writing === "record" ? ", each record at once" : ", off the thread";
  return `◌ from here on ${CAPTURE_TEXTS[capture]}${how}: ${safeStart(reason)}${costs}`;
}

function triggerText({ on, dispatch, count: times }: TriggerRecord): string {
  return `◆ trigger: ${safeStart(on)}${dispatch === undefined ? "" : `, by #${dispatch}`}${times === undefined ? "" : `, ${times.toLocaleString("en")} times`}`;
}

function count(amount: number, noun: string): string {
  return `${amount.toLocaleString("en")} ${noun}${amount === 1 ? "" : "s"}`;
}

function unknownEntry(entry: never): never {
  throw new TypeError(`Cannot format an entry: unknown ${JSON.stringify(entry)}`);
}
