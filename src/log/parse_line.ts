/** One line of a log as a record, checked member by member; or what is wrong with it. */
import type { Defect, KnownRecord, UnknownRecord } from "../trace/record.ts";
import { LOG_VERSION } from "./version.ts";

/** What a line turned out to be. */
export type ParsedLine = { readonly record: KnownRecord | UnknownRecord } | { readonly problem: Defect["problem"]; readonly why: string };

type Check = (value: unknown) => boolean;

/** A member and what it must be; `optional` may be absent. */
interface Member {
  readonly is: Check;
  readonly what: string;
  readonly optional: boolean;
}

const isString: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => typeof value === "number";
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isId: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 1;
const isErrorValue: Check = (value) =>
  typeof value === "object" && value !== null && typeof (value as { name?: unknown }).name === "string" && typeof (value as { message?: unknown }).message === "string";

function oneOf(...words: readonly string[]): Member {
  return { is: (value) => words.includes(value as string), what: `one of ${words.join(", ")}`, optional: false };
}

const text: Member = { is: isString, what: "a string", optional: false };
const number: Member = { is: isNumber, what: "a number", optional: false };
const count: Member = { is: isCount, what: "a count", optional: false };
const id: Member = { is: isId, what: "an id from 1", optional: false };
const error: Member = { is: isErrorValue, what: "an error with name and message", optional: true };
const maybe = (member: Member): Member => ({ ...member, optional: true });

const VERBS = oneOf("ACTION", "QUERY", "QUERYALL", "PERFORM");

/** What each kind must hold. Members that are not named here are kept as they are. */
const MEMBERS: { readonly [Kind in KnownRecord["kind"]]: Readonly<Record<string, Member>> } = {
  log: { version: number, run: text, part: count, name: text, startedAt: text },
  clock: { at: number, time: text },
  type: { at: number, type: text, description: maybe(text) },
  service: { at: number, name: text, state: oneOf("registered", "starting", "started", "stopping", "stopped", "failed"), ms: maybe(number), error },
  subscription: { at: number, id, verb: oneOf("ACTION", "QUERY", "PERFORM"), pattern: text, handler: text, state: oneOf("added", "removed"), service: maybe(text) },
  dispatch: { id, at: number, verb: VERBS, type: text, timestamp: text, handlers: maybe(count), cause: maybe(count), by: maybe(count), source: maybe(text) },
  handling: {
    dispatch: id, n: count, at: number, type: text, handler: text, subscription: count, ms: number, syncMs: number,
    outcome: oneOf("done", "answered", "declined", "failed", "spared"), error,
  },
  running: { dispatch: id, n: count, at: number, type: text, handler: text, subscription: count },
  settled: { dispatch: id, at: number, type: text, ms: number, outcome: oneOf("timedOut", "aborted", "dropped", "answered", "refused"), reason: maybe(text) },
  reply: { at: number, dispatch: id, member: text },
  progress: { at: number, dispatch: id, task: text, ratio: number, note: maybe(text) },
  intercepted: { at: number, dispatch: id, by: text, change: oneOf("passed", "changed", "dropped", "answered", "held"), handlers: maybe(count), reason: maybe(text) },
  gap: { at: number, lost: count, reason: text, from: maybe(count), to: maybe(count) },
  skipped: { at: number, count, reason: text, from: maybe(count), to: maybe(count) },
  degraded: {
    at: number, capture: oneOf("all", "noAnswers", "noCausedPayloads", "noPayloads", "counts"), writing: oneOf("record", "turn", "background"), reason: text,
    cost: maybe(number), budget: maybe(number),
  },
  trigger: { at: number, on: text, dispatch: maybe(id), n: maybe(count) },
  end: {
    at: number, dispatches: count, records: count, bytes: maybe(count), lost: count, skipped: count, cut: count, redacted: count, withheld: count,
    costMs: maybe(number), cost: maybe(number),
  },
};

/** Parses one line, without its end. Never throws. */
export function parseLine(line: string): ParsedLine {
  if (line === "") return { problem: "notRecord", why: "it is empty" };
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (thrown) {
    return { problem: "notJson", why: (thrown as Error).message };
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return { problem: "notRecord", why: "it is no JSON object" };
  const record = parsed as Readonly<Record<string, unknown>>;
  const { kind } = record;
  if (typeof kind !== "string") return { problem: "notRecord", why: 'it has no "kind"' };
  if (kind === "log" && typeof record["version"] === "number" && record["version"] >= LOG_VERSION + 1) {
    return { problem: "version", why: `version ${record["version"]} of the log format; this reader knows version ${LOG_VERSION}` };
  }
  if (!Object.hasOwn(MEMBERS, kind)) return { record: { kind: "unknown", name: kind } };
  return checkMembers(record, kind as KnownRecord["kind"]);
}

function checkMembers(record: Readonly<Record<string, unknown>>, kind: KnownRecord["kind"]): ParsedLine {
  const members = MEMBERS[kind];
  for (const name in members) {
    const { is, what, optional } = members[name]!;
    const value = record[name];
    if (value === undefined ? !optional : !is(value)) {
      return { problem: "notRecord", why: `the "${name}" of a "${kind}" record must be ${what}, not ${shown(value)}` };
    }
  }
  return { record: record as unknown as KnownRecord };
}

function shown(value: unknown): string {
  return value === undefined ? "absent" : JSON.stringify(value).slice(0, 40);
}
