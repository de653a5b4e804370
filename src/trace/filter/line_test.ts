/**
 * Conditions about payloads over the lines of a log: one line is read where `trace()` would read all that tell of a dispatch, and parsed only where its text does not show already that
 * nothing in it passes. What this cannot be sure of is a maybe: the dispatch itself is looked at then.
 */
import type { Log } from "../log.ts";
import type { Fits } from "./ast.ts";
import type { ColumnTest, PayloadTest } from "./column_test.ts";
import { textTest } from "./fits.ts";
import { pathTest } from "./payload_test.ts";
import { jsonText } from "./payload_text.ts";
import { roughPathTest, roughTextTest } from "./rough_test.ts";
import { MAYBE, NO, YES } from "./verdict.ts";

/** Makes the tests for a log. */
export function linesOf(log: Log): PayloadTest {
  const read = lineReader(log);
  return (condition) => {
    if (condition.kind === "text") return freeText(log, condition.fits, read);
    if (condition.root !== "data") return () => MAYBE;
    const passes = pathTest(condition);
    const mayBeIn = roughPathTest(condition);
    return (dispatch) => {
      const line = read(log.dispatches.line(dispatch));
      if (!mayBeIn(line.text)) return NO;
      const record = line.record();
      return record === undefined ? MAYBE : record.data !== undefined && passes(record.data) ? YES : NO;
    };
  };
}

/** What a record may hold of payloads. */
interface Payloads {
  readonly data?: unknown;
  readonly answer?: unknown;
  readonly error?: unknown;
}

/** A line; `record` gives it parsed, undefined where that says nothing for sure. */
interface Line {
  readonly text: string;
  record(): Payloads | undefined;
}

/** Reads lines; the last one is remembered, for conditions that ask of the same one after the other. */
function lineReader(log: Log): (line: number) => Line {
  let lastNumber = -1;
  let last: Line;
  return (number) => {
    if (number === lastNumber) return last;
    const text = log.lineText(number) ?? "";
    let parsed: Payloads | undefined;
    let isParsed = false;
    const record = (): Payloads | undefined => {
      if (!isParsed) parsed = recordIn(text);
      isParsed = true;
      return parsed;
    };
    lastNumber = number;
    return last = { text, record };
  };
}

/** What was no UTF-8, or is no JSON, is left to those who know what to make of it. */
function recordIn(text: string): Payloads | undefined {
  if (text.includes("\ufffd")) return undefined;
  try {
    return JSON.parse(text) as Payloads;
  } catch {
    return undefined;
  }
}

function freeText(log: Log, fits: Fits, read: (line: number) => Line): ColumnTest {
  const { dispatches, handlings } = log;
  const test = textTest(fits);
  const mayBeIn = roughTextTest(fits);
  const isIn = (line: number, payloadOf: (record: Payloads) => unknown): typeof NO | typeof MAYBE | typeof YES => {
    const { text, record } = read(line);
    if (!mayBeIn(text)) return NO;
    const parsed = record();
    if (parsed === undefined) return MAYBE;
    const payload = payloadOf(parsed);
    return payload !== undefined && test(jsonText(payload)) ? YES : NO;
  };
  return (dispatch) => {
    // Replies, and what interceptors and timeouts said, stand on lines of their own.
    let said = log.notes(dispatch).length > 0 ? MAYBE : isIn(dispatches.line(dispatch), ({ data }) => data);
    for (let handling = dispatches.lastHandling(dispatch); handling >= 0 && said === NO; handling = handlings.before(handling)) {
      const outcome = handlings.outcome(handling);
      if (outcome === "answered") said = isIn(handlings.line(handling), ({ answer }) => answer);
      if (outcome === "failed") said = isIn(handlings.line(handling), ({ error = {} }) => error);
    }
    return said;
  };
}
