/** An explanation in words: the same sentences on every screen and in every command. Names of the app stand in them as they are: make them safe before a terminal gets them. */
import type { Explanation } from "./explain.ts";
import { type Concerned, type Doubt, isCalled, type Reason } from "./reason.ts";

/** What is open for so long has a record of it. */
const TOLD_AFTER_MS = 200;

/** Says why a subscription got a message or not, as it follows its name: `disposed 0.8 s before`. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case "handled": return handledText(reason.outcome, reason.ms);
    case "running": return `still running after ${spanWords(reason.ms)}`;
    case "spared": return reason.why === "disposed" ? "disposed before its turn" : "spared: nobody waited for it any more";
    case "notAsked": return notAskedText(reason.by, reason.why);
    case "waiting": return `waits for its turn: ${amount(reason.open, "other run")} of it ${reason.open === 1 ? "is" : "are"} open`;
    case "busy": return "did not take it: too many of its runs were open, and too many messages waited (handler.busy)";
    case "overtaken": return "later messages had their turn, and it had not: its record is lost";
    case "untold": return reason.ms < TOLD_AFTER_MS ? `matched; the log ends ${spanWords(reason.ms)} later` : "matched; the log does not say how it ended";
    case "dropped": return `dropped by ${reason.by}${because(reason.reason)}`;
    case "intercepted": return `answered by ${reason.by} in its place`;
    case "held": return `held by ${reason.by ?? "an interceptor"} for ${spanWords(reason.ms)}`;
    case "refused": return `refused${reason.by === "schema" ? " by its schema" : ""}${because(reason.reason)}`;
    case "otherVerb": return `listens for ${reason.listensFor}, not ${reason.sent}`;
    case "otherPattern": return patternText(reason);
    case "uncounted": return `had ended unseen: its record counts ${reason.said === 0 ? "no handler" : `${reason.said} other${reason.said === 1 ? "" : "s"}`}`;
    case "disposed": return reason.ms === 0 ? "disposed just before" : `disposed ${spanWords(reason.ms)} before`;
    case "spent": return `spent by #${reason.by}, ${reason.ms === 0 ? "just" : spanWords(reason.ms)} before`;
    case "registered": return reason.ms === 0 ? "registered just after" : `registered ${spanWords(reason.ms)} later`;
    case "unsaid": return `seen first ${spanWords(reason.ms)} later: it may have been there`;
    default: return reason satisfies never;
  }
}

/** Says what an explanation does not know, as a sentence. */
export function doubtText(doubt: Doubt): string {
  switch (doubt.kind) {
    case "headless": return "the log does not begin with its header: who was registered before is not in it";
    case "unknownSubscriptions": return `${amount(doubt.count, "subscription")} of this app ${doubt.count === 1 ? "is" : "are"} not in the log: ended before it began, or lost`;
    case "lost": return `${amount(doubt.count, "record")} before it ${doubt.count === 1 ? "was" : "were"} lost: subscriptions may have come or gone unseen`;
    case "defects": return `${amount(doubt.count, "line")} before it ${doubt.count === 1 ? "is no record" : "are no records"}: subscriptions may have come or gone unseen`;
    case "ring": return "a flight recorder wrote this log: what was disposed while it did not write is not told";
    case "unnamed": return `${doubt.said} matched, says its record; the log names ${doubt.found}`;
    case "overnamed": return `${doubt.said} matched, says its record; the log names ${doubt.found}: the end of one was not recorded`;
    default: return doubt satisfies never;
  }
}

/** Says in one line what became of the message: `nobody handled it`. */
export function headlineText({ trace, state, concerned }: Explanation): string {
  const called = concerned.filter(({ reasons: [reason] }) => isCalled(reason));
  const failed = called.filter(({ reasons: [reason] }) => reason.kind === "handled" && reason.outcome === "failed").length;
  const running = called.filter(({ reasons: [reason] }) => reason.kind === "running").length;
  const [only] = called;
  const by = called.length === 1 && only !== undefined ? only.handler : amount(called.length, "handler");
  const reason = because(trace.settled?.reason);
  switch (state) {
    case "unhandled": return "nobody handled it";
    case "done": return called.length === 0 ? "nobody handled it" : `handled by ${by}`;
    case "answered": return answeredText(concerned, trace.intercepted.at(-1)?.by);
    case "unanswered": return `asked ${by}, and nobody answered`;
    case "failed": return failedText(called, by, failed, concerned.filter(({ reasons: [{ kind }] }) => kind === "busy"));
    case "running": return running > 0 ? `still running in ${running === 1 ? runningName(called) : amount(running, "handler")}` : "not over, as far as the log says";
    case "timedOut": return `timed out${reason}`;
    case "aborted": return `aborted${reason}`;
    case "dropped": return `dropped by ${trace.intercepted.findLast(({ change }) => change === "dropped")?.by ?? "an interceptor"}${reason}`;
    case "refused": return `refused${reason}`;
    default: return state satisfies never;
  }
}

/** A duration in words that read at a glance: `0.04 ms`, `40 ms`, `0.8 s`, `3 min`. */
export function spanWords(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(ms < 1 ? 2 : 1))} ms`;
  if (ms < 500) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 5_370_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}

function failedText(called: readonly Concerned[], by: string, failed: number, busy: readonly Concerned[]): string {
  const [only] = busy;
  const notTaken = only === undefined ? [] : [`not taken by ${busy.length === 1 ? only.handler : amount(busy.length, "handler")}`];
  const ended = called.length === 0 ? [] : called.length > 1 ? [`handled by ${by}`, `${failed} of them failed`] : [failed === 1 ? `failed in ${by}` : `handled by ${by}`];
  return [...ended, ...notTaken].join(", ");
}

function handledText(outcome: "done" | "answered" | "declined" | "failed", ms: number): string {
  switch (outcome) {
    case "done": return `handled it in ${spanWords(ms)}`;
    case "answered": return `answered in ${spanWords(ms)}`;
    case "declined": return "declined: gave no answer";
    case "failed": return `failed after ${spanWords(ms)}`;
    default: return outcome satisfies never;
  }
}

function notAskedText(by: string, why: "answered" | "failed" | "done" | "pending"): string {
  switch (why) {
    case "answered": return `not asked: ${by} answered before`;
    case "failed": return `not asked: ${by} failed before`;
    case "done": return `not asked: ${by} took it`;
    case "pending": return `not asked yet: ${by} has not ended`;
    default: return why satisfies never;
  }
}

function patternText({ type, slip }: Extract<Reason, { kind: "otherPattern" }>): string {
  if (slip === undefined) return `does not match ${type}`;
  switch (slip.kind) {
    case "letters": return `${slip.edits === 1 ? "one letter" : "two letters"} from ${type}`;
    case "case": return `differs from ${type} in capitals`;
    case "order": return `has the segments of ${type} in another order`;
    case "lacks": return `lacks "${slip.segment}" of ${type}`;
    case "exceeds": return `has "${slip.segment}" too many for ${type}`;
    case "wildcard": return `"*" is one segment: ${slip.wanted} would match`;
    default: return slip satisfies never;
  }
}

function answeredText(concerned: Explanation["concerned"], interceptor: string | undefined): string {
  const answered = concerned.filter(({ reasons: [reason] }) => reason.kind === "handled" && reason.outcome === "answered");
  const [first] = answered;
  if (first === undefined) return `answered by ${interceptor ?? "an interceptor"}`;
  return `answered by ${answered.length === 1 ? first.handler : amount(answered.length, "handler")}`;
}

function runningName(called: Explanation["concerned"]): string {
  return called.find(({ reasons: [reason] }) => reason.kind === "running")?.handler ?? "";
}

function because(reason: string | undefined): string {
  return reason === undefined || reason === "" ? "" : `: ${reason}`;
}

function amount(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
