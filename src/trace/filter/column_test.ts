/**
 * A filter as a test over the columns of a log: no, yes, or maybe, where only the payloads can tell. A name is looked at once for each text
 * of the log, not for each dispatch; texts that come later are looked at when they are met.
 */
import { ORPHAN, ROOT } from "../columns.ts";
import type { Log } from "../log.ts";
import { isOwnMessage } from "../own_messages.ts";
import type { RunTrace } from "../run_trace.ts";
import type { ConditionNode, FilterNode, StateWord } from "./ast.ts";
import { byCost } from "./cost.ts";
import { textTest, type TextTest } from "./fits.ts";
import { flowColumn } from "./flow_column.ts";
import { answeredColumn, errorColumn, handlerColumn, handlingOutcomeColumn, notedColumn, serviceColumn } from "./handling_columns.ts";
import { isWithin } from "./interval.ts";
import { momentTest } from "./run_moments.ts";
import { textTable } from "./text_table.ts";
import { FAILED } from "./trace_test.ts";
import { MAYBE, NO, type Verdict, YES } from "./verdict.ts";

/** Asks of the dispatch with this ordinal. */
export type ColumnTest = (dispatch: number) => Verdict;

/** Makes a test for what columns do not answer. */
export type PayloadTest = (condition: Extract<ConditionNode, { kind: "payload" | "text" }>) => ColumnTest;

/** Makes the test over a log; it holds for what the log will have read later, too. `ofPayload` answers what columns do not; without it that is a maybe. */
export function columnTest(node: FilterNode, log: Log, ofPayload: PayloadTest = () => () => MAYBE): ColumnTest {
  switch (node.kind) {
    case "all": return allOf(byCost(node.parts).map((part) => columnTest(part, log, ofPayload)));
    case "any": return anyOf(byCost(node.parts).map((part) => columnTest(part, log, ofPayload)));
    case "not": {
      const test = columnTest(node.part, log, ofPayload);
      return (dispatch) => (YES - test(dispatch)) as Verdict;
    }
    default: return conditionTest(node, log, ofPayload);
  }
}

function allOf(tests: readonly ColumnTest[]): ColumnTest {
  return (dispatch) => {
    let all: Verdict = YES;
    for (const test of tests) {
      const one = test(dispatch);
      if (one === NO) return NO;
      if (one < all) all = one;
    }
    return all;
  };
}

function anyOf(tests: readonly ColumnTest[]): ColumnTest {
  return (dispatch) => {
    let any: Verdict = NO;
    for (const test of tests) {
      const one = test(dispatch);
      if (one === YES) return YES;
      if (one > any) any = one;
    }
    return any;
  };
}

function conditionTest(node: ConditionNode, log: Log, ofPayload: PayloadTest): ColumnTest {
  const { dispatches } = log;
  switch (node.kind) {
    case "name": return nameTest(node, log);
    case "verb": return (dispatch) => dispatches.verb(dispatch) === node.verb ? YES : NO;
    case "outcome": {
      const { outcome } = node;
      if (outcome === "declined" || outcome === "spared") return handlingOutcomeColumn(log, outcome);
      if (outcome !== "failed") return (dispatch) => dispatches.state(dispatch) === outcome ? YES : NO;
      const ofHandling = handlingOutcomeColumn(log, outcome);
      return (dispatch) => dispatches.state(dispatch) === "failed" ? YES : ofHandling(dispatch);
    }
    case "state": return stateTest(node.word, log);
    case "number": return numberTest(node, log);
    case "moment": {
      const test = perRun(log, (run) => momentTest(node, run));
      return (dispatch) => test(dispatches.run(dispatch))(dispatches.at(dispatch)) ? YES : NO;
    }
    case "flow": return flowColumn(log, node.id);
    case "payload":
      if (node.root === "error") return errorColumn(log, node.steps.length === 0 && node.check === undefined);
      return node.root === "answer" ? closer(answeredColumn(log), ofPayload(node)) : node.root === "reply" ? notedColumn(log) : ofPayload(node);
    case "text": return ofPayload(node);
    default: return node satisfies never;
  }
}

/** Asks the second test where the first one is not sure. */
function closer(first: ColumnTest, second: ColumnTest): ColumnTest {
  return (dispatch) => {
    const said = first(dispatch);
    return said === MAYBE ? second(dispatch) : said;
  };
}

function nameTest({ member, fits }: Extract<ConditionNode, { kind: "name" }>, log: Log): ColumnTest {
  const { dispatches, texts } = log;
  switch (member) {
    case "type": {
      const isRight = textTable(texts, textTest(fits));
      return (dispatch) => isRight(dispatches.type(dispatch)) ? YES : NO;
    }
    case "source": {
      const test = textTest(fits);
      const isRight = textTable(texts, (source) => source !== "" && test(source));
      return (dispatch) => isRight(dispatches.source(dispatch)) ? YES : NO;
    }
    case "handler": return handlerColumn(log, fits);
    case "service": return serviceColumn(log, fits);
    case "run": {
      const test: TextTest = textTest(fits);
      const isRight = perRun(log, ({ header }) => test(header.run));
      return (dispatch) => isRight(dispatches.run(dispatch)) ? YES : NO;
    }
    default: return member satisfies never;
  }
}

function stateTest(word: StateWord, log: Log): ColumnTest {
  const { dispatches, texts } = log;
  switch (word) {
    case "running": return (dispatch) => dispatches.state(dispatch) === "running" ? YES : NO;
    case "failed": return (dispatch) => FAILED.has(dispatches.state(dispatch)) ? YES : NO;
    case "unhandled": {
      const isOwn = textTable(texts, isOwnMessage);
      return (dispatch) => dispatches.state(dispatch) === "unhandled" && !isOwn(dispatches.type(dispatch)) ? YES : NO;
    }
    case "orphan": return (dispatch) => dispatches.cause(dispatch) === ORPHAN ? YES : NO;
    case "root": return (dispatch) => dispatches.cause(dispatch) === ROOT ? YES : NO;
    default: return word satisfies never;
  }
}

function numberTest({ member, within }: Extract<ConditionNode, { kind: "number" }>, log: Log): ColumnTest {
  const { dispatches } = log;
  switch (member) {
    case "ms": return (dispatch) => isWithin(within, dispatches.ms(dispatch)) ? YES : NO;
    case "id": return (dispatch) => isWithin(within, dispatches.id(dispatch)) ? YES : NO;
    case "cause": return (dispatch) => {
      const cause = dispatches.cause(dispatch);
      // The columns do not say what the log does not hold.
      if (cause === ORPHAN) return MAYBE;
      return cause !== ROOT && isWithin(within, dispatches.id(cause)) ? YES : NO;
    };
    default: return member satisfies never;
  }
}

/** Makes something for each run, when it is asked for; again where another run has come to stand there. */
function perRun<Made>(log: Log, make: (run: RunTrace) => Made): (position: number) => Made {
  const made: { readonly run: RunTrace; readonly made: Made }[] = [];
  return (position) => {
    const run = log.runs[position]!;
    const known = made[position];
    if (known?.run === run) return known.made;
    return (made[position] = { run, made: make(run) }).made;
  };
}
