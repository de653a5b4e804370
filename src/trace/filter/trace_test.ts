/** A filter as a test of one dispatch with all that was recorded of it: exact, whatever it asks. */
import type { DispatchTrace } from "../dispatch_trace.ts";
import { flowOf, walkFlow } from "../flow.ts";
import { isOwnMessage } from "../own_messages.ts";
import type { RunTrace } from "../run_trace.ts";
import { handlersOf, msOf, stateOf } from "../state.ts";
import type { ConditionNode, FilterNode, Fits, StateWord } from "./ast.ts";
import { byCost } from "./cost.ts";
import { handlerTest, textTest } from "./fits.ts";
import { isWithin } from "./interval.ts";
import { freeTextTest, payloadTest } from "./payload_test.ts";
import { momentTest } from "./run_moments.ts";

/** Asks of one dispatch. */
export type TraceTest = (trace: DispatchTrace) => boolean;

/** Makes the test. Of several conditions the cheap ones are asked first. */
export function traceTest(node: FilterNode): TraceTest {
  switch (node.kind) {
    case "all": {
      const tests = byCost(node.parts).map(traceTest);
      return (trace) => tests.every((test) => test(trace));
    }
    case "any": {
      const tests = byCost(node.parts).map(traceTest);
      return (trace) => tests.some((test) => test(trace));
    }
    case "not": {
      const test = traceTest(node.part);
      return (trace) => !test(trace);
    }
    default: return conditionTest(node);
  }
}

function conditionTest(node: ConditionNode): TraceTest {
  switch (node.kind) {
    case "name": return nameTest(node);
    case "verb": return ({ record }) => record.verb === node.verb;
    case "outcome": return outcomeTest(node);
    case "state": return stateTest(node.word);
    case "number": return numberTest(node);
    case "moment": return momentOfTraceTest(node);
    case "flow": return flowTest(node.id);
    case "payload": return payloadTest(node);
    case "text": return freeTextTest(node.fits);
    default: return node satisfies never;
  }
}

function nameTest({ member, fits }: Extract<ConditionNode, { kind: "name" }>): TraceTest {
  const test = textTest(fits);
  switch (member) {
    case "type": return ({ record }) => test(record.type);
    case "source": return ({ record: { source = "" } }) => source !== "" && test(source);
    case "handler": return handledTest(fits);
    case "service": return (trace) => handlingsIn(trace).some(({ subscription }) => {
      const service = trace.run.subscriptions.get(subscription)?.added.service;
      return service !== undefined && test(service);
    });
    case "run": return ({ run }) => test(run.header.run);
    default: return member satisfies never;
  }
}

function handledTest(fits: Fits): TraceTest {
  const test = handlerTest(fits);
  return (trace) => handlingsIn(trace).some(({ handler }) => test(handler));
}

/** Those that have ended, and those known to run as long as fewer have ended than were called. */
function handlingsIn(trace: DispatchTrace): readonly { readonly handler: string; readonly subscription: number }[] {
  const { handlings, running } = trace;
  const expected = handlersOf(trace);
  return running.length > 0 && (expected === undefined || handlings.length < expected) ? [...handlings, ...running] : handlings;
}

function outcomeTest({ outcome }: Extract<ConditionNode, { kind: "outcome" }>): TraceTest {
  const ofHandling: TraceTest = ({ handlings }) => handlings.some((handling) => handling.outcome === outcome);
  switch (outcome) {
    case "declined": case "spared": return ofHandling;
    case "failed": return (trace) => stateOf(trace) === "failed" || ofHandling(trace);
    default: return (trace) => stateOf(trace) === outcome;
  }
}

function stateTest(word: StateWord): TraceTest {
  switch (word) {
    case "running": return (trace) => stateOf(trace) === "running";
    case "failed": return (trace) => FAILED.has(stateOf(trace));
    case "unhandled": return (trace) => stateOf(trace) === "unhandled" && !isOwnMessage(trace.record.type);
    case "orphan": return ({ isOrphan }) => isOrphan;
    case "root": return ({ record }) => record.cause === undefined;
    default: return word satisfies never;
  }
}

/** What totals count as failed: the sender did not get what it asked for. */
export const FAILED: ReadonlySet<string> = new Set(["failed", "timedOut", "aborted", "unanswered"]);

function numberTest({ member, within }: Extract<ConditionNode, { kind: "number" }>): TraceTest {
  switch (member) {
    case "ms": return (trace) => isWithin(within, msOf(trace) ?? Number.NaN);
    case "id": return ({ record }) => isWithin(within, record.id);
    case "cause": return ({ record }) => isWithin(within, record.cause ?? Number.NaN);
    default: return member satisfies never;
  }
}

function momentOfTraceTest(node: Extract<ConditionNode, { kind: "moment" }>): TraceTest {
  const byRun = new WeakMap<RunTrace, (at: number) => boolean>();
  return ({ run, record }) => {
    let test = byRun.get(run);
    if (test === undefined) byRun.set(run, test = momentTest(node, run));
    return test(record.at);
  };
}

/** Cost: the flow. `over()` looks at columns instead. */
function flowTest(id: number): TraceTest {
  return (trace) => {
    let isIn = false;
    walkFlow(flowOf(trace), ({ record }) => {
      if (record.id === id) isIn = true;
    });
    return isIn;
  };
}
