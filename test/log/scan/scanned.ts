// What a scanner says of a log, as data, and what a parser says of the same line. Shared, registers nothing.
import { parseLine } from "../../../src/log/parse_line.ts";
import { OUTCOME_CODES, ROW, SNAPSHOT_BIT, VERB_CODES, type Scanner } from "../../../src/log/scan/scanner.ts";
import type { DispatchRecord, HandlingRecord } from "../../../src/trace/record.ts";

/** A row: which bytes, and of a line that was taken its columns. */
export interface Row {
  readonly from: number;
  readonly to: number;
  readonly says: Columns | "other";
}

type Columns = readonly [kind: "dispatch" | "handling", code: number, type: string, who: string | undefined, id: number, at: number, n: number, link: number, by: number, sync: number];

/** Bytes of a text; letters from U+E000 to U+E0FF stand for single bytes, so that a text can hold what is no UTF-8. */
export function bytesOf(text: string): Uint8Array {
  if (!/[\ue000-\ue0ff]/.test(text)) return new TextEncoder().encode(text);
  const parts = text.split(/([\ue000-\ue0ff])/).map((part) => /^[\ue000-\ue0ff]$/.test(part) ? [part.charCodeAt(0) - 0xe000] : [...new TextEncoder().encode(part)]);
  return Uint8Array.from(parts.flat());
}

/** A single byte in a text for `bytesOf`. */
export const byte = (value: number): string => String.fromCharCode(0xe000 + value);

/** Scans a log, as much at a time as `step` says; gives the rows up to the last newline. */
export function rowsOf(scanner: Scanner, log: Uint8Array, step: number = Infinity): Row[] {
  const rows: Row[] = [];
  let read = 0;
  for (let length = 0, offset = 0; ;) {
    const room = Math.min(step, scanner.window.length - length, log.length - read);
    scanner.window.set(log.subarray(read, read + room), length);
    read += room;
    length += room;
    const count = scanner.scan(length);
    for (let row = 0; row < count; row++) rows.push(rowAt(scanner, row, offset));
    const { taken } = scanner;
    if (taken === 0 && room === 0) return rows;
    scanner.window.copyWithin(0, taken, length);
    length -= taken;
    offset += taken;
  }
}

function rowAt(scanner: Scanner, row: number, offset: number): Row {
  const { kind, start, end, code, type, who, at, id, n, link, by, sync } = scanner.rows;
  const isDispatch = kind[row] === ROW.dispatch;
  const says: Row["says"] = kind[row] === ROW.other ? "other" : [
    isDispatch ? "dispatch" : "handling", code[row]!, scanner.textOf(type[row]!), who[row] === 0 ? undefined : scanner.textOf(who[row]!),
    id[row]!, at[row]!, n[row]!, link[row]!, by[row]!, isDispatch ? 0 : sync[row]!,
  ];
  return { from: start[row]! + offset, to: end[row]! + offset, says };
}

/** What a parser makes of a line: the columns, or "other" where it is no record, or another one. */
export function parsed(line: Uint8Array): Columns | "other" {
  const record = recordOf(line);
  if (record === undefined) return "other";
  const snapshot = record.snapshot === true ? SNAPSHOT_BIT : 0;
  if (record.kind === "dispatch") {
    const { verb, type, source, id, at, handlers = -1, cause = -1, by = -1 } = record;
    return ["dispatch", VERB_CODES.indexOf(verb) | snapshot, type, source, id, at, handlers, cause, by, 0];
  }
  const { outcome, type, handler, dispatch, at, n, subscription, ms, syncMs } = record;
  return ["handling", OUTCOME_CODES.indexOf(outcome) | snapshot, type, handler, dispatch, at, n, subscription, ms, syncMs];
}

/** Whether a line is just as a recorder writes it: such a line is not left to a parser. */
export function isCanonical(line: Uint8Array): boolean {
  const record = recordOf(line);
  if (record === undefined || "error" in record || !hasOwnMembers(record)) return false;
  const members = Object.fromEntries(Object.entries(record).filter(([name]) => name !== "data" && name !== "answer"));
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(line);
  const head = `{${inOrder(record.kind, members).join(",")}`;
  if (head.includes("\\") || line.some((value) => value < 0x20) || !Object.values(members).every(isExact)) return false;
  const name = record.kind === "dispatch" ? ',"data":' : ',"answer":';
  return text === `${head}}` || (text.startsWith(head + name) && text.endsWith("}") && isPayload(text.slice(head.length + name.length, -1)));
}

function hasOwnMembers(record: DispatchRecord | HandlingRecord): boolean {
  const known: readonly string[] = [...ORDER[record.kind], record.kind === "dispatch" ? "data" : "answer"];
  const { phase = "startup", snapshot = true }: { readonly phase?: unknown; readonly snapshot?: unknown } = record as DispatchRecord;
  return Object.keys(record).every((name) => known.includes(name)) && phase === "startup" && snapshot === true;
}

/** Numbers of so many digits only, and not -0. */
function isExact(value: unknown): boolean {
  return typeof value !== "number" || (/^-?[\d.]+$/.test(String(value)) && String(value).replace(/\D/g, "").length <= 15 && !Object.is(value, -0));
}

/** Space around a payload, and a scalar of more than 64 bytes, are left to a parser. */
function isPayload(text: string): boolean {
  if (text.trim() !== text || (text.length > 64 && !/^[{["]/.test(text))) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const ORDER = {
  dispatch: ["kind", "id", "at", "verb", "type", "handlers", "cause", "by", "source", "phase", "snapshot", "timestamp"],
  handling: ["kind", "dispatch", "n", "at", "type", "handler", "subscription", "ms", "syncMs", "snapshot", "outcome"],
} as const;

function inOrder(kind: keyof typeof ORDER, members: Readonly<Record<string, unknown>>): string[] {
  return ORDER[kind].filter((name) => name in members).map((name) => `"${name}":${JSON.stringify(members[name])}`);
}

function recordOf(line: Uint8Array): DispatchRecord | HandlingRecord | undefined {
  try {
    const found = parseLine(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line));
    return "record" in found && (found.record.kind === "dispatch" || found.record.kind === "handling") ? found.record : undefined;
  } catch {
    return undefined;
  }
}

const PAYLOAD = /,"(?:data|answer|error)":(.*)\}$/;
const STRINGS = /"(?:[^"\\]|\\.)*"/g;
/** An error that has a name and a message, and neither again: those of the whole are then those of the beginning. */
const ERROR = /^\{"name":"(?:[^"\\]|\\.)*","message":"(?:[^"\\]|\\.)*"(?!.*(?:"name"|"message"|\\u))/;

/** A line with nothing for a payload, where its payload is closed as it should be, whatever else is wrong inside of it: what a scanner does not look at. */
export function withoutPayload(line: Uint8Array): Uint8Array {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(line);
  const [whole = "", payload = ""] = PAYLOAD.exec(text) ?? [];
  const isError = whole.startsWith(',"error"');
  if (!isClosed(payload) || (isError && !ERROR.test(payload))) return line;
  return new TextEncoder().encode(text.replace(PAYLOAD, () => isError ? ',"error":{"name":"","message":""}}' : `${whole.slice(0, whole.indexOf(":") + 1)}null}`));
}

function isClosed(payload: string): boolean {
  const bare = payload.replace(STRINGS, "s");
  if (/["\\]/.test(bare) || !/^[{[]/.test(bare)) return false;
  let depth = 0;
  const depths = [...bare].map((letter) => depth += "{[".includes(letter) ? 1 : "}]".includes(letter) ? -1 : 0);
  return depths.indexOf(0) === bare.length - 1;
}
