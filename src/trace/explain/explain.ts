/**
 * Why a message was handled, or was not: every subscription that was or could have been concerned, each with its reason. What has nothing to do
 * with the message is counted. Pure; what the log does not hold is said as a doubt, never guessed.
 */
import type { DispatchTrace } from "../dispatch_trace.ts";
import type { Log } from "../log.ts";
import { presenceOf, type Moment } from "../registry/moment.ts";
import type { SubscriptionTrace } from "../run_trace.ts";
import { stateOf, type DispatchState } from "../state.ts";
import { countDoubts, registryDoubts, saidMatched } from "./doubts.ts";
import { isNamed, outcomesOf } from "./matched.ts";
import { isNear, missesOf, missOrder, type Sent } from "./misses.ts";
import { momentOf } from "./moment_of.ts";
import { isCalled, type Concerned, type Doubt, type Reason } from "./reason.ts";
import { spentBy } from "./spent.ts";

/** What is known of why a message was handled or not. */
export interface Explanation {
  /** All that was recorded of the message. */
  readonly trace: DispatchTrace;
  /** How far it has come. */
  readonly state: DispatchState;
  /** Those that were called, in the order of their calls; others that matched, in the order of their registration; then what just missed, the nearest first. */
  readonly concerned: readonly Concerned[];
  /** How many just missed beyond `nearest`. */
  readonly more: number;
  /** How many subscriptions of the run have nothing to do with the message. */
  readonly unrelated: number;
  /** What it does not know. */
  readonly doubts: readonly Doubt[];
}

/** How an explanation is made. */
export interface ExplainOptions {
  /** How many that just missed are named. Absent: 20, what a screen shows. */
  readonly nearest?: number;
}

const NEAREST = 20;

/**
 * Explains a dispatch. Order: those that were called, those that matched, the nearest misses. Cost: the number of subscriptions that its run ever had, with
 * an edit distance for those of its verb; for a message that is open, a look at each that was sent before.
 * @example
 * explain(log, log.indexOf(1050)).concerned.map(({ handler, reasons: [reason] }) => `${handler}: ${reasonText(reason)}`);
 */
export function explain(log: Log, dispatch: number, { nearest = NEAREST }: ExplainOptions = {}): Explanation {
  const trace = log.trace(dispatch);
  const { run } = trace;
  const sent = sentBy(trace);
  const { matched, missed } = sorted(trace, sent);
  const near = missed.filter(({ misses }) => isNear(misses)).sort((a, b) => compareMisses(a.misses[0], b.misses[0]) || a.subscription.added.id - b.subscription.added.id);
  const concerned = [...matchedOnes(log, trace, matched), ...near.slice(0, nearest).map(({ subscription, misses }) => missedOne(log, trace, subscription, misses))];
  const found = matched.length + strangersOf(trace).length;
  return {
    trace, state: stateOf(trace), concerned,
    more: Math.max(0, near.length - nearest),
    unrelated: missed.length - near.length,
    doubts: [...registryDoubts(log, run, sent.moment, trace.record.id), ...countDoubts(saidMatched(trace), found)],
  };
}

/** Explains why the handlers of one name got a dispatch, or did not, however far they were from it. None: no handler of its run has that name. */
export function explainHandler(log: Log, handler: string, dispatch: number): Explanation {
  const trace = log.trace(dispatch);
  const sent = sentBy(trace);
  const { matched, missed } = sorted(trace, sent);
  const isMeant = (each: { readonly subscription: SubscriptionTrace }): boolean => each.subscription.added.handler === handler;
  const concerned = [
    ...matchedOnes(log, trace, matched).filter((each) => each.handler === handler),
    ...missed.filter(isMeant).map(({ subscription, misses }) => missedOne(log, trace, subscription, misses)),
  ];
  const found = matched.length + strangersOf(trace).length;
  return {
    trace, state: stateOf(trace), concerned, more: 0, unrelated: matched.length + missed.length - concerned.length,
    doubts: [...registryDoubts(log, trace.run, sent.moment, trace.record.id), ...countDoubts(saidMatched(trace), found)],
  };
}

interface Missed {
  readonly subscription: SubscriptionTrace;
  readonly misses: readonly [Reason, ...Reason[]];
}

function sentBy(trace: DispatchTrace): Sent {
  return { verb: trace.record.verb, type: trace.record.type, moment: momentOf(trace) };
}

/** Those that matched, by what the registry says, what the records of the dispatch name, and how many it counts; and the others. */
function sorted(trace: DispatchTrace, sent: Sent): { readonly matched: readonly SubscriptionTrace[]; readonly missed: readonly Missed[] } {
  const matched: SubscriptionTrace[] = [];
  const missed: Missed[] = [];
  for (const subscription of trace.run.subscriptions.values()) {
    const [first, ...others] = isNamed(trace, subscription.added.id) ? [] : missesOf(subscription, sent);
    if (first === undefined) matched.push(subscription);
    else missed.push({ subscription, misses: [first, ...others] });
  }
  reconcile(trace, sent.moment, matched, missed);
  leaveOut(trace, matched, missed);
  return { matched: matched.sort((a, b) => a.added.id - b.added.id), missed };
}

/**
 * A moment without a line does not tell what was done in the same tick of the clock: the count that the interceptor wrote does, where it leaves
 * one possibility.
 */
function reconcile(trace: DispatchTrace, moment: Moment, matched: SubscriptionTrace[], missed: Missed[]): void {
  const said = saidMatched(trace);
  if (said === undefined || said === matched.length || moment.line !== undefined) return;
  const isTied = ({ added, removedAt }: SubscriptionTrace): boolean => added.at === moment.at || removedAt === moment.at;
  if (said < matched.length) {
    const tied = matched.filter((each) => isTied(each) && !isNamed(trace, each.added.id));
    if (matched.length - tied.length !== said) return;
    for (const subscription of tied) {
      matched.splice(matched.indexOf(subscription), 1);
      missed.push({ subscription, misses: [{ kind: presenceOf(subscription, moment) === "removed" ? "disposed" : "registered", ms: 0 }] });
    }
    return;
  }
  const tied = missed.filter(({ subscription, misses }) => isTied(subscription) && misses.length === 1 && misses[0].kind === "disposed");
  if (matched.length + tied.length !== said) return;
  for (const each of tied) {
    missed.splice(missed.indexOf(each), 1);
    matched.push(each.subscription);
  }
}

/** Where those whose handlings are recorded are all that the record counts, the others were not there, whatever the log says of them. */
function leaveOut(trace: DispatchTrace, matched: SubscriptionTrace[], missed: Missed[]): void {
  const said = saidMatched(trace);
  if (said === undefined || said >= matched.length) return;
  const others = matched.filter(({ added }) => !isNamed(trace, added.id));
  if (matched.length - others.length !== said) return;
  for (const subscription of others) {
    matched.splice(matched.indexOf(subscription), 1);
    missed.push({ subscription, misses: [{ kind: "uncounted", said }] });
  }
}

function matchedOnes(log: Log, trace: DispatchTrace, matched: readonly SubscriptionTrace[]): Concerned[] {
  const known = outcomesOf(log, trace, matched).map((reason, index): Concerned => {
    const subscription = matched[index] as SubscriptionTrace;
    return { id: subscription.added.id, handler: subscription.added.handler, subscription, reasons: [reason] };
  });
  const called = [...known.filter(({ reasons: [reason] }) => isCalled(reason)), ...strangersOf(trace)];
  return [...called.sort((a, b) => nOf(a.reasons[0]) - nOf(b.reasons[0])), ...known.filter(({ reasons: [reason] }) => !isCalled(reason))];
}

/** Those that handled it, or do, and whose registration the log does not hold. */
function strangersOf({ run, record, handlings, running }: DispatchTrace): Concerned[] {
  const ended = handlings.map(({ subscription: id, handler, n, outcome, ms, at }): Concerned => ({
    id, handler, reasons: [outcome === "spared" ? { kind: "spared", why: "over", afterMs: Math.max(0, at - record.at) } : { kind: "handled", n, outcome, ms }],
  }));
  const open = running.map(({ subscription: id, handler, n, at }): Concerned => ({ id, handler, reasons: [{ kind: "running", n, ms: Math.max(0, at - record.at) }] }));
  return [...ended, ...open].filter(({ id }) => !run.subscriptions.has(id));
}

function missedOne(log: Log, { run }: DispatchTrace, subscription: SubscriptionTrace, misses: Missed["misses"]): Concerned {
  const { id, handler } = subscription.added;
  const reasons = misses.map((reason): Reason => {
    const by = reason.kind === "disposed" ? spentBy(log, run, subscription) : undefined;
    return reason.kind === "disposed" && by !== undefined ? { kind: "spent", by, ms: reason.ms } : reason;
  });
  return { id, handler, subscription, reasons: reasons as [Reason, ...Reason[]] };
}

function nOf(reason: Reason): number {
  return reason.kind === "handled" || reason.kind === "running" ? reason.n : Infinity;
}

function compareMisses(a: Reason, b: Reason): number {
  const [rankA, distanceA] = missOrder(a);
  const [rankB, distanceB] = missOrder(b);
  return rankA - rankB || distanceA - distanceB;
}
