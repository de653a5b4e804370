/** Conditions about the handlings of a dispatch, over columns: from the one whose line stands last, back to the first. */
import type { Log } from "../log.ts";
import type { HandlingRecord } from "../record.ts";
import type { Fits } from "./ast.ts";
import { handlerTest, textTest } from "./fits.ts";
import { textTable } from "./text_table.ts";
import { SETTLED_BADLY } from "./trace_payloads.ts";
import { MAYBE, NO, type Verdict, YES } from "./verdict.ts";

type ColumnTest = (dispatch: number) => Verdict;

/** By the name of a handler. */
export function handlerColumn(log: Log, fits: Fits): ColumnTest {
  const { handlings } = log;
  const isRight = textTable(log.texts, handlerTest(fits));
  return amongHandlings(log, (handling) => isRight(handlings.handler(handling)));
}

/** By the service that registered a handler. */
export function serviceColumn(log: Log, fits: Fits): ColumnTest {
  const { dispatches, handlings } = log;
  const test = textTest(fits);
  const tested = new Map<string, boolean>();
  return amongHandlings(log, (handling, dispatch) => {
    const service = log.runs[dispatches.run(dispatch)]?.subscriptions.get(handlings.subscription(handling))?.added.service;
    if (service === undefined) return false;
    let isRight = tested.get(service);
    if (isRight === undefined) tested.set(service, isRight = test(service));
    return isRight;
  });
}

/** By how a handling ended. */
export function handlingOutcomeColumn(log: Log, outcome: HandlingRecord["outcome"]): ColumnTest {
  const { dispatches, handlings } = log;
  return (dispatch) => {
    for (let handling = dispatches.lastHandling(dispatch); handling >= 0; handling = handlings.before(handling)) if (handlings.outcome(handling) === outcome) return YES;
    return NO;
  };
}

/** Only a handling that answered has an answer. */
export function answeredColumn(log: Log): ColumnTest {
  const hasAnswered = handlingOutcomeColumn(log, "answered");
  return (dispatch) => hasAnswered(dispatch) === YES ? MAYBE : NO;
}

/** Only a dispatch of which something else is told has a reply. */
export function notedColumn(log: Log): ColumnTest {
  return (dispatch) => log.notes(dispatch).length > 0 ? MAYBE : NO;
}

/** Only what failed or was settled badly has an error; where no more is asked, it has one. */
export function errorColumn(log: Log, isExistence: boolean): ColumnTest {
  const { dispatches } = log;
  const hasFailed = handlingOutcomeColumn(log, "failed");
  const there = isExistence ? YES : MAYBE;
  return (dispatch) => SETTLED_BADLY.has(dispatches.state(dispatch)) || hasFailed(dispatch) === YES ? there : NO;
}

/** The columns hold handlings that have ended: as long as fewer have than were called, and something else is told of the dispatch, that must be looked at. */
function amongHandlings(log: Log, isRight: (handling: number, dispatch: number) => boolean): ColumnTest {
  const { dispatches, handlings } = log;
  return (dispatch) => {
    let count = 0;
    for (let handling = dispatches.lastHandling(dispatch); handling >= 0; handling = handlings.before(handling)) {
      if (isRight(handling, dispatch)) return YES;
      count += 1;
    }
    const expected = dispatches.handlers(dispatch);
    return (expected < 0 || count < expected) && log.notes(dispatch).length > 0 ? MAYBE : NO;
  };
}
