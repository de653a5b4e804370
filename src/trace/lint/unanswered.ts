/**
 * Requests that got no answer, or got it after their time was up: questions and tasks by type, and reply channels that nobody replied on. A question that is declined now and then, and
 * answered otherwise, is a "not found". Cost: one pass over columns; for reply channels some payloads of each type, and all of the types that carry one, as far as `lint_limits.ts` lets it.
 */
import { isTagged } from "../tagged.ts";
import { DECLINED_SURELY, PAYLOADS_A_TYPE, REPLY_PATIENCE_MS, ROWS_A_SLICE, TIMED_OUT_SHARE } from "./lint_limits.ts";
import { PayloadBudget } from "./payloads.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";
import { capital, counted, duration, share } from "./wording.ts";

export const unanswered: LintRule = {
  name: "unanswered",
  why: "The sender waited for nothing and went on without the answer; one that comes late was worked for, and nobody reads it.",
  check,
};

interface Asked {
  count: number;
  answered: number;
  late: number;
  latestMs: number;
}

function* check(scope: RuleScope): Work {
  yield* requests(scope);
  yield* channels(scope);
}

function* requests(scope: RuleScope): Work {
  const { dispatches } = scope.log;
  const timedOut = scope.tally();
  const declined = scope.tally();
  const all = new Map<string, Asked>();
  for (let at = 0; at < dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const verb = dispatches.verb(at);
    if (verb === "ACTION" || !scope.asks(at)) continue;
    const type = scope.typeOf(at);
    let asked = all.get(type);
    if (asked === undefined) all.set(type, asked = { count: 0, answered: 0, late: 0, latestMs: 0 });
    asked.count += 1;
    const state = dispatches.state(at);
    if (state === "answered" || state === "done") asked.answered += 1;
    else if (state === "unanswered") declined.add(type, at, { text: `${type}: all who were asked declined` });
    else if (state === "timedOut") {
      const { inTime, lateMs } = answersOf(scope, at);
      if (inTime) asked.answered += 1; // a QUERYALL gives what it has
      if (lateMs > 0) asked.late += 1;
      asked.latestMs = Math.max(asked.latestMs, lateMs);
      timedOut.add(type, at, { weight: lateMs, text: `${type}: out of time after ${duration(dispatches.ms(at))}${lateMs > 0 ? `, answered ${duration(lateMs)} later` : ""}` });
    }
  }
  scope.foundIn(timedOut, ({ key, count }) => {
    const { count: of, answered, late, latestMs } = all.get(key) ?? { count, answered: 0, late: 0, latestMs: 0 };
    const after = late === 0 ? "" : count === 1 ? `; it was answered ${duration(latestMs)} late` : `; ${late.toLocaleString("en")} of these were answered afterwards, up to ${duration(latestMs)} late`;
    return {
      severity: answered === 0 ? "error" : count / of < TIMED_OUT_SHARE ? "note" : "warning", about: key,
      sentence: `${of === 1 ? "The one request" : `${capital(share(count, of))} requests`} "${key}" ran out of time${after}`,
    };
  });
  scope.foundIn(declined, ({ key, count }) => (all.get(key)?.answered ?? 0) > 0 ? undefined : {
    severity: count >= DECLINED_SURELY ? "warning" : "note", about: key, sentence: `${counted(count, "request")} "${key}", and never an answer: all who were asked declined`,
  });
}

/** What came of a request that ran out of time: whether somebody answered before, and how long after it the first one did, in milliseconds; 0: none did. */
function answersOf({ log: { dispatches, handlings } }: RuleScope, dispatch: number): { inTime: boolean; lateMs: number } {
  const end = dispatches.end(dispatch);
  let inTime = false;
  let late = Infinity;
  for (let at = dispatches.lastHandling(dispatch); at >= 0; at = handlings.before(at)) {
    const outcome = handlings.outcome(at);
    if (outcome !== "answered" && outcome !== "done") continue;
    const answered = handlings.at(at) + handlings.ms(at);
    if (answered <= end) inTime = true;
    else late = Math.min(late, answered - end);
  }
  return { inTime, lateMs: late === Infinity ? 0 : late };
}

/** Which types carry a channel is learnt from some payloads of each; those types are looked at one by one. */
function* channels(scope: RuleScope): Work {
  const { log, facts } = scope;
  const { dispatches } = log;
  const budget = new PayloadBudget();
  const tally = scope.tally();
  const tried = new Map<number, { seen: number; carriers: number }>();
  const replied = new Map<string, number>();
  let of = 0;
  let looked = 0;
  for (let at = 0; at < dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const type = dispatches.type(at);
    const known = tried.get(type) ?? { seen: 0, carriers: 0 };
    if (!scope.asks(at) || (known.seen >= PAYLOADS_A_TYPE && known.carriers === 0)) continue;
    of += 1;
    if (!budget.take(dispatches.bytes(at))) continue;
    looked += 1;
    tried.set(type, known);
    known.seen += 1;
    if (log.lineText(dispatches.line(at))?.includes('{"$core":"ReplyChannel"}') !== true) continue;
    const { record: { data }, replies } = log.trace(at);
    const members = membersWithChannel(data);
    if (members.length === 0) continue;
    known.carriers += 1;
    const name = scope.typeOf(at);
    replied.set(name, (replied.get(name) ?? 0) + 1);
    if (replies.length > 0 || !wasHandled(scope, at) || (facts.lastAt[dispatches.run(at)] ?? 0) - dispatches.end(at) < patience(scope, at)) continue;
    tally.add(name, at, { text: `${name}: nobody replied on "${members[0] ?? ""}"` });
  }
  scope.bound = { what: "payload", looked, of };
  scope.foundIn(tally, ({ key, count }) => ({ severity: "warning", about: key, sentence: `Nobody replied to ${share(count, replied.get(key) ?? count)} "${key}", which brought a reply channel` }));
}

/** Handlers had their turn and did well: what failed tells the receiver so, and what nobody handled is told of elsewhere. */
function wasHandled({ log: { dispatches } }: RuleScope, dispatch: number): boolean {
  return dispatches.handlers(dispatch) > 0 && dispatches.state(dispatch) === "done";
}

/** In a run that ended in order nothing comes any more. */
function patience({ log }: RuleScope, dispatch: number): number {
  return log.runs[log.dispatches.run(dispatch)]?.end === undefined ? REPLY_PATIENCE_MS : 0;
}

/** Its place is a top-level member of `data`. */
function membersWithChannel(data: unknown): string[] {
  if (typeof data !== "object" || data === null) return [];
  return Object.entries(data).flatMap(([member, value]) => isTagged(value) && value.$core === "ReplyChannel" ? [member] : []);
}
