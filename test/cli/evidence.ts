// What is left of an app that has ended, one way or another: its log, and what it wrote of itself beside it; shared, registers nothing.
import { readFileSync } from "node:fs";
import { LogIndex, LogReader, memorySource } from "../../src/recording/mod.ts";
import { payloadOf } from "../fixtures/witness.mjs";

/** What an app says of itself; test/fixtures/witness.mjs writes it. */
export interface Witness {
  readonly pid: number;
  /** How many messages it had sent before the turn that ran last began. */
  readonly before: number;
  /** How many before the one before that. */
  readonly earlier: number;
  /** How many it had sent, or begun to send. */
  readonly sent: number;
  /** How long it took at the most until it sent another one, in milliseconds. */
  readonly pauseMs: number;
}

/** Reads what an app says of itself; undefined before it has begun to. */
export function readWitness(file: string): Witness | undefined {
  const bytes = readOrEmpty(file);
  if (bytes.byteLength < 40) return undefined;
  const [pid = 0, before = 0, sent = 0, earlier = 0, pauseMs = 0] = new Float64Array(bytes.slice(0, 40).buffer);
  return pid === 0 ? undefined : { pid, before, earlier, sent, pauseMs };
}

/** What the last line says when the run ended in order. */
export interface End {
  readonly dispatches: number;
  readonly records: number;
  readonly lost: number;
}

/** What a log holds. */
export interface Evidence {
  /** How many dispatches. */
  readonly messages: number;
  /** How many characters their lines and those of their handlings have. */
  readonly messageCharacters: number;
  /** The highest id of one; 0: there is none. */
  readonly highest: number;
  /** Up to which id each dispatch has all its handlings. */
  readonly handled: number;
  /** Records that a `gap` counts, or that nobody accounts for. */
  readonly lost: number;
  /** The reasons of its gaps. */
  readonly reasons: readonly string[];
  /** The last line has no end. */
  readonly isTorn: boolean;
  /** It says that its lines were written off the app's thread when it ended: what waited there is missing, too. */
  readonly isBehind: boolean;
  /** It says so somewhere. */
  readonly wasBehind: boolean;
  readonly bytes: number;
  /** How many lines it has, torn ones not counted. */
  readonly lines: number;
  /** Undefined: the last whole line is no `end`. */
  readonly end: End | undefined;
  /** The pid in its header; undefined: it has none. */
  readonly pid: number | undefined;
  /** What is wrong with it: lines that are no JSON, no record, or not what was sent. A torn end is not among them. */
  readonly defects: readonly string[];
}

/** Examines a log of messages with payloads of `payloadOf()`; a file that is not there is an empty one. */
export function examine(file: string): Evidence {
  const bytes = readOrEmpty(file);
  const lines = new TextDecoder().decode(bytes).split("\n");
  const rest = lines.pop();
  const defects = lines.flatMap((line, at) => isObject(line) ? [] : [`line ${at + 1} is no JSON: ${line.slice(0, 80)}`]);
  const unparsable = defects.length;

  const reader = new LogReader();
  let notJson = 0;
  for (const item of [...reader.push(bytes), ...reader.end()]) {
    if (item.kind === "defect" && item.problem === "notJson") notJson += 1;
    else if (item.kind === "defect" && item.problem !== "tornTail") defects.push(item.message);
    if (item.kind === "record" && item.record.kind === "unknown") defects.push(`line ${item.line} is of the kind "${item.record.name}", which nobody knows`);
  }
  if (notJson !== unparsable) defects.push("LogReader and JSON.parse() do not agree on what is JSON");

  const log = new LogIndex(memorySource(bytes));
  log.readAll();
  const { dispatches, texts } = log;
  let unhandled: number | undefined;
  for (let dispatch = 0; dispatch < dispatches.length; dispatch++) {
    const { record, handlings } = log.trace(dispatch);
    if (texts.textOf(dispatches.type(dispatch)) === "sent.on" && JSON.stringify(record.data) !== JSON.stringify(payloadOf(record.id))) defects.push(`dispatch ${record.id} holds ${JSON.stringify(record.data)}`);
    if (handlings.length !== record.handlers) unhandled ??= record.id;
  }
  const degraded = valuesOf(lines, "degraded", "writing");
  const highest = dispatches.length === 0 ? 0 : dispatches.id(dispatches.length - 1);
  return {
    messages: dispatches.length,
    messageCharacters: lines.reduce((sum, line) => sum + (/^\{"kind":"(dispatch|handling)"/.test(line) ? line.length + 1 : 0), 0),
    highest,
    handled: unhandled === undefined ? highest : unhandled - 1,
    lost: log.counts().lost,
    reasons: valuesOf(lines, "gap", "reason"),
    isTorn: rest !== "",
    isBehind: degraded.at(-1) === "background",
    wasBehind: degraded.includes("background"),
    bytes: bytes.byteLength,
    lines: lines.length,
    end: endOf(lines.at(-1)),
    pid: lines[0] === undefined ? undefined : (JSON.parse(lines[0]) as { pid?: number }).pid,
    defects,
  };
}

function endOf(line = ""): End | undefined {
  if (!line.startsWith('{"kind":"end"')) return undefined;
  const { dispatches, records, lost } = JSON.parse(line) as End;
  return { dispatches, records, lost };
}

/** Gives what the whole lines of a kind have in a member. */
function valuesOf(lines: readonly string[], kind: string, member: string): string[] {
  return lines.filter((line) => line.startsWith(`{"kind":"${kind}"`) && isObject(line)).map((line) => String((JSON.parse(line) as Record<string, unknown>)[member]));
}

function isObject(line: string): boolean {
  try {
    return typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
}

function readOrEmpty(file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch {
    return new Uint8Array(0);
  }
}
