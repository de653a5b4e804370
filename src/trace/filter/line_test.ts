/**
 * Conditions about payloads over the lines of a log: one line is read where `trace()` would read all that tell of a dispatch, and parsed only where its text does not show already that
 * nothing in it passes. What this cannot be sure of is a maybe: the dispatch itself is looked at then.
 */
import type { Log } from "../log.ts";
import type { ConditionNode, Fits } from "./ast.ts";
import type { ColumnTest, PayloadTest } from "./column_test.ts";
import { textTest } from "./fits.ts";
import { pathTest } from "./payload_test.ts";
import { jsonText } from "./payload_text.ts";
import { roughPathTest, type RoughTest, roughTextTest } from "./rough_test.ts";
import { MAYBE, NO, type Verdict, YES } from "./verdict.ts";

/** Makes the tests for a log. */
export function linesOf(log: Log): PayloadTest {
  const read = lineReader(log);
  return (condition) => {
    if (condition.kind === "text") return freeText(log, condition.fits, read);
    switch (condition.root) {
      case "data": return dataTest(log, condition, read);
      case "answer": return answerTest(log, condition, read);
      case "error": case "reply": return () => MAYBE;
      default: return condition.root satisfies never;
    }
  };
}

type PayloadCondition = Extract<ConditionNode, { kind: "payload" }>;

/** Asks of a payload in a line. */
type LineTest = (line: Line, payloadOf: (record: Payloads) => unknown) => Verdict;

function lineTest(mayPass: RoughTest, passes: (payload: unknown) => boolean): LineTest {
  return ({ text, record }, payloadOf) => {
    if (!mayPass(text)) return NO;
    const parsed = record();
    if (parsed === undefined) return MAYBE;
    const payload = payloadOf(parsed);
    return payload !== undefined && passes(payload) ? YES : NO;
  };
}

function dataTest(log: Log, condition: PayloadCondition, read: ReadLine): ColumnTest {
  const { dispatches } = log;
  const test = lineTest(roughPathTest(condition), pathTest(condition));
  return (dispatch) => test(read(dispatches.line(dispatch)), dataOf);
}

function answerTest(log: Log, condition: PayloadCondition, read: ReadLine): ColumnTest {
  const { dispatches, handlings } = log;
  const test = lineTest(roughPathTest(condition), pathTest(condition));
  return (dispatch) => {
    let said: Verdict = NO;
    for (let handling = dispatches.lastHandling(dispatch); handling >= 0 && said === NO; handling = handlings.before(handling)) {
      if (handlings.outcome(handling) === "answered") said = test(read(handlings.line(handling)), answerOf);
    }
    return said;
  };
}

function freeText(log: Log, fits: Fits, read: ReadLine): ColumnTest {
  const { dispatches, handlings } = log;
  const fitsIn = textTest(fits);
  const test = lineTest(roughTextTest(fits), (payload) => fitsIn(jsonText(payload)));
  return (dispatch) => {
    // Replies, and what interceptors and timeouts said, stand on lines of their own.
    let said: Verdict = log.notes(dispatch).length > 0 ? MAYBE : test(read(dispatches.line(dispatch)), dataOf);
    for (let handling = dispatches.lastHandling(dispatch); handling >= 0 && said === NO; handling = handlings.before(handling)) {
      const outcome = handlings.outcome(handling);
      if (outcome === "answered") said = test(read(handlings.line(handling)), answerOf);
      if (outcome === "failed") said = test(read(handlings.line(handling)), errorOf);
    }
    return said;
  };
}

const dataOf = ({ data }: Payloads): unknown => data;
const answerOf = ({ answer }: Payloads): unknown => answer;
const errorOf = ({ error = {} }: Payloads): unknown => error;

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

type ReadLine = (line: number) => Line;

/** Reads lines; the last one is remembered, for conditions that ask of the same one after the other. */
function lineReader(log: Log): ReadLine {
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
