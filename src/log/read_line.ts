/** The bytes of one line as a record, or as a defect that says what is wrong with it. */
import type { Defect, LogItem } from "../trace/record.ts";
import { parseLine } from "./parse_line.ts";

/** A line longer than this is a defect: no string of twice its size fits an engine, and no record is so long. */
export const LINE_BYTES: number = 128 * 1024 * 1024;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** Which line it is, from 1, and where it begins in the log. */
export interface LinePlace {
  readonly line: number;
  readonly offset: number;
}

/** Reads a line, without its `\n`. Never throws. */
export function readLine(bytes: Uint8Array, place: LinePlace): LogItem {
  const { text, isValid } = decode(place.line === 1 ? withoutMark(bytes) : bytes);
  if (!isValid) return defectOf(place, { problem: "invalidUtf8", why: "it is not UTF-8" }, text);
  const parsed = parseLine(text.endsWith("\r") ? text.slice(0, -1) : text);
  return "record" in parsed ? { kind: "record", ...place, bytes: bytes.length + 1, record: parsed.record } : defectOf(place, parsed, text);
}

/** A line of more bytes than may be. */
export function tooLong(bytes: number, place: LinePlace, lineBytes: number = LINE_BYTES): Defect {
  return defectOf(place, { problem: "tooLong", why: `it has ${bytes.toLocaleString("en")} bytes, more than ${lineBytes.toLocaleString("en")}` }, "");
}

/** The last line, when nothing follows that ends it. `beginning` holds as much of it as was kept. */
export function torn(beginning: Uint8Array, bytes: number, place: LinePlace): Defect {
  const message = `line ${place.line.toLocaleString("en")} is torn: its end is missing (${bytes.toLocaleString("en")} bytes, beginning ${quoted(decode(beginning).text)})`;
  return { kind: "defect", ...place, problem: "tornTail", message };
}

function defectOf(place: LinePlace, { problem, why }: { problem: Defect["problem"]; why: string }, text: string): Defect {
  const what = problem === "version" ? "is of a newer version" : "is not a record";
  const beginning = text === "" || problem === "version" ? "" : ` (it begins ${quoted(text)})`;
  return { kind: "defect", ...place, problem, message: `line ${place.line.toLocaleString("en")} ${what}: ${why}${beginning}` };
}

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LENIENT = new TextDecoder("utf-8", { ignoreBOM: true });

function decode(bytes: Uint8Array): { text: string; isValid: boolean } {
  try {
    return { text: STRICT.decode(bytes), isValid: true };
  } catch {
    return { text: LENIENT.decode(bytes), isValid: false };
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte) ? bytes.subarray(BYTE_ORDER_MARK.length) : bytes;
}

/** The beginning of a line as a person can read it: control characters are escaped. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
