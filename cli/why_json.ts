/** What `core why --json` prints; `docs/commands.md` says what each member means. */
import type { Explanation } from "../src/trace/explain/explain.ts";
import type { HandlerSummary } from "../src/trace/explain/handler_summary.ts";
import { isCalled, isMatched, type Concerned, type Doubt, type Reason } from "../src/trace/explain/reason.ts";
import { doubtText, headlineText, reasonText } from "../src/trace/explain/reason_text.ts";
import type { RunTrace, SubscriptionTrace } from "../src/trace/run_trace.ts";
import { wallTimeOf } from "../src/trace/wall_clock.ts";
import type { Listening } from "./who_listens.ts";

/** Gives it as one line; times with as many decimals as a log has. */
export function jsonLine(value: object): string {
  return `${JSON.stringify(value, (_key, member: unknown) => typeof member === "number" ? Math.round(member * 1000) / 1000 : member)}\n`;
}

/** Of a message, and of a handler and a message. */
export function explanationJson(explanation: Explanation): object {
  const { trace: { record, run }, state, concerned, more, unrelated, doubts } = explanation;
  return {
    message: { id: record.id, run: run.header.run, type: record.type, verb: record.verb, at: record.at, time: timeOf(run, record.at), state },
    summary: headlineText(explanation),
    handlers: concerned.map(concernedJson), more, unrelated, notes: doubts.map(doubtJson),
  };
}

/** Of a handler over a whole run. */
export function handlerSummaryJson({ handler, run, subscriptions, outcomes, types, missed, unexplained }: HandlerSummary): object {
  return {
    handler, run: run.header.run, outcomes, subscriptions: subscriptions.map(subscriptionJson), got: types,
    missed: missed.map(({ type, reason, count, example }) => ({ type, count, example, reason: reasonJson(reason) })), unexplained,
  };
}

/** Of who listened at a moment. */
export function listeningJson({ subject, run, at, there, unsaid, doubts, since }: Listening): object {
  const changes = since === undefined ? {} : { since: { at: since.at, time: timeOf(run, since.at), added: since.added.map(subscriptionJson), removed: since.removed.map(subscriptionJson) } };
  return { subject, run: run.header.run, at, time: timeOf(run, at), listeners: there.map(subscriptionJson), unsure: unsaid.map(subscriptionJson), notes: doubts.map(doubtJson), ...changes };
}

/** One handler that was, or could have been, concerned. */
export function concernedJson({ id, handler, subscription, reasons }: Concerned): object {
  const { verb, pattern, service, site } = subscription?.added ?? {};
  return { handler, subscription: id, verb, pattern, service, site, called: isCalled(reasons[0]), matched: isMatched(reasons[0]), reasons: reasons.map(reasonJson) };
}

/** The wall clock as ISO 8601; null where the log does not say when the run began. */
export function timeOf(run: RunTrace, at: number): string | null {
  const wall = wallTimeOf(run, at);
  return Math.abs(wall) <= 8.64e15 ? new Date(wall).toISOString() : null;
}

function reasonJson(reason: Reason): object {
  return { ...reason, text: reasonText(reason) };
}

function doubtJson(doubt: Doubt): object {
  return { ...doubt, text: doubtText(doubt) };
}

function subscriptionJson({ added, removedAt }: SubscriptionTrace): object {
  const { id, handler, verb, pattern, service, site, at, snapshot } = added;
  return { handler, subscription: id, verb, pattern, service, site, addedAt: snapshot === true || added.state === "removed" ? null : at, removedAt: removedAt ?? null };
}
