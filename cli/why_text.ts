/**
 * What `core why` prints of a message, as a table:
 *
 * ```
 * cart.abandoned #1050: nobody handled it
 *   crm.onCart        ACTION  cart.*            disposed 0.8 s before            crm.ts:41
 *   pricing.onCart    QUERY   cart.>            listens for QUERY, not ACTION    pricing.ts:12
 *   mailer.onMail     ACTION  cart.abandonned   one letter from cart.abandoned   mailer.ts:7
 *   12 other handlers have nothing to do with it
 * ```
 */
import { safeText } from "../inspector/view/safe_text.ts";
import { utcTime } from "../inspector/view/time_text.ts";
import type { Explanation } from "../src/trace/explain/explain.ts";
import type { HandlerSummary } from "../src/trace/explain/handler_summary.ts";
import { isCalled, type Concerned } from "../src/trace/explain/reason.ts";
import { doubtText, headlineText, reasonText } from "../src/trace/explain/reason_text.ts";
import type { RunTrace, SubscriptionTrace } from "../src/trace/run_trace.ts";
import { wallTimeOf } from "../src/trace/wall_clock.ts";
import { columnsText } from "./columns_text.ts";
import { counted } from "./render.ts";
import type { Listening } from "./who_listens.ts";

/** Why a message was handled or not. */
export function explanationText(explanation: Explanation): string {
  const { trace: { record, run }, concerned, more, unrelated } = explanation;
  const others = [
    ...(more > 0 ? [`  ${counted(more, "more handler")} just missed it`] : []),
    ...(unrelated > 0 ? [`  ${counted(unrelated, "other handler")} ${unrelated === 1 ? "has" : "have"} nothing to do with it`] : []),
    ...(run.subscriptions.size === 0 && concerned.length === 0 ? ["  the log names no handlers"] : []),
  ];
  return `${safeText(record.type)} #${record.id}: ${safeText(headlineText(explanation))}\n${columnsText(concerned.map(concernedRow))}${linesOf([...others, ...notesOf(explanation)])}`;
}

/** Why a handler got a message or not, with each registration of that name. */
export function handlerExplanationText(handler: string, explanation: Explanation): string {
  const { trace: { record }, concerned } = explanation;
  const nearest = concerned.find(({ reasons: [reason] }) => isCalled(reason)) ?? concerned[0];
  const verdict = nearest !== undefined && isCalled(nearest.reasons[0]) ? "got" : "did not get";
  const why = nearest === undefined ? "it is not in that run" : nearest.reasons.map(reasonText).join(", ");
  return `${safeText(handler)} ${verdict} ${safeText(record.type)} #${record.id}: ${safeText(why)}\n${columnsText(concerned.map(concernedRow))}${linesOf(notesOf(explanation))}`;
}

/**
 * What a handler got, and what it did not get:
 *
 * ```
 * mailer.onMail: called 14 times: 12 done, 2 failed
 *   ACTION  cart.*  from 02:10:01.123Z             mailer.ts:7
 * got
 *   12  cart.paid
 * did not get
 *    4  cart.abandoned  one letter from cart.abandoned  last #1050
 * ```
 */
export function handlerSummaryText({ handler, run, subscriptions, outcomes, types, missed, unexplained }: HandlerSummary): string {
  const calls = outcomes.done + outcomes.answered + outcomes.declined + outcomes.failed;
  const said = Object.entries(outcomes).filter(([, count]) => count > 0).map(([outcome, count]) => `${count.toLocaleString("en")} ${outcome}`);
  const got = types.map(({ type, count }) => [count.toLocaleString("en"), safeText(type)]);
  const not = missed.map(({ type, reason, count, example }) => [count.toLocaleString("en"), safeText(type), safeText(reasonText(reason)), `last #${example}`]);
  return [
    `${safeText(handler)}: called ${counted(calls, "time")}${said.length === 0 ? "" : `: ${said.join(", ")}`}\n`,
    columnsText(subscriptions.map((subscription) => subscriptionRow(run, subscription))),
    got.length === 0 ? "" : `got\n${columnsText(rightFirst(got))}`,
    not.length === 0 ? "" : `did not get\n${columnsText(rightFirst(not))}`,
    unexplained === 0 ? "" : `  ${counted(unexplained, "older message")} that it matched and did not get ${unexplained === 1 ? "was" : "were"} not looked at\n`,
  ].join("");
}

/**
 * Who would have been called:
 *
 * ```
 * cart.abandoned at 02:14:07.060Z: 2 handlers listened
 *   mailer.onMail   ACTION  cart.*  from 02:10:01.123Z to 02:14:08.001Z  mailer.ts:7
 * ```
 */
export function listeningText({ subject, run, at, there, unsaid, doubts, since }: Listening): string {
  const head = `${safeText(subject)} at ${momentText(run, at)}: ${there.length === 0 ? "nobody listened" : `${counted(there.length, "handler")} listened`}\n`;
  const tableOf = (subscriptions: readonly SubscriptionTrace[]): string => columnsText(subscriptions.map((subscription) => [safeText(subscription.added.handler), ...subscriptionRow(run, subscription)]));
  const changed = since === undefined ? [] : [["came", since.added], ["went", since.removed]] as const;
  const changes = changed.map(([what, subscriptions]) => subscriptions.length === 0 ? `nobody ${what} since ${momentText(run, since!.at)}\n` : `${what} since ${momentText(run, since!.at)}\n${tableOf(subscriptions)}`);
  const notes = [...unsaid.map(({ added }) => `  note: ${safeText(added.handler)} (${safeText(added.pattern)}) may have listened: the log shows it only later`), ...doubts.map((doubt) => `  note: ${doubtText(doubt)}`)];
  return `${head}${tableOf(there)}${changes.join("")}${linesOf(notes)}`;
}

function momentText(run: RunTrace, at: number): string {
  const wall = wallTimeOf(run, at);
  return Number.isNaN(wall) ? `+${(at / 1000).toFixed(3)} s` : `${utcTime(wall)}Z`;
}

function concernedRow({ handler, subscription, reasons }: Concerned): string[] {
  const { verb = "", pattern = "", site = "" } = subscription?.added ?? {};
  return [safeText(handler), verb, safeText(pattern), safeText(reasons.map(reasonText).join(", ")), safeText(site)];
}

function subscriptionRow(run: RunTrace, { added, removedAt }: SubscriptionTrace): string[] {
  const from = added.state === "removed" || added.snapshot === true ? "from before" : `from ${momentText(run, added.at)}`;
  return [added.verb, safeText(added.pattern), `${from}${removedAt === undefined ? "" : ` to ${momentText(run, removedAt)}`}`, safeText(added.site ?? "")];
}

function notesOf({ doubts }: Explanation): string[] {
  return doubts.map((doubt) => `  note: ${doubtText(doubt)}`);
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

function rightFirst(rows: readonly (readonly string[])[]): string[][] {
  const width = Math.max(0, ...rows.map(([first = ""]) => first.length));
  return rows.map(([first = "", ...others]) => [first.padStart(width), ...others]);
}
