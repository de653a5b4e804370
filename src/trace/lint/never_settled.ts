/**
 * Handlings that never ended: open when their run ended, or for very long. Work that was merely interrupted, tasks that report, handlers that are slow by nature, and handlings that wait for
 * such a one are no findings. A flight recorder's log does not hold every end, so it is not asked. Cost: a pass over columns, and the records of what is open, bounded.
 */
import { OPEN_AT_END_MS, OPEN_LOOKED_AT, OPEN_MS, OPEN_TIMES_LONGEST, PROGRESS_PATIENCE_MS, ROWS_A_SLICE } from "./lint_limits.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";
import { counted, duration } from "./wording.ts";

export const neverSettled: LintRule = {
  name: "never-settled",
  why: "Whoever awaits it waits for good, a shutdown waits until its deadline, and what the handler holds is never let go.",
  check,
};

/** A handling that has not ended. */
interface Open {
  readonly dispatch: number;
  readonly n: number;
  readonly handler: string;
  readonly openMs: number;
}

function* check(scope: RuleScope): Work {
  const open = yield* openIn(scope);
  if (open.length === 0) return;
  const longest = yield* longestOf(scope, new Set(open.map(({ handler }) => handler)));
  const waiting = new Set(open.map(({ dispatch }) => `${scope.log.dispatches.cause(dispatch)} ${scope.log.dispatches.by(dispatch)}`));
  const tally = scope.tally();
  const openFor = new Map<string, number>();
  for (const { dispatch, n, handler, openMs } of open) {
    if (waiting.has(`${dispatch} ${n}`) || openMs < OPEN_TIMES_LONGEST * (longest.get(handler) ?? 0)) continue;
    openFor.set(handler, Math.max(openFor.get(handler) ?? 0, openMs));
    tally.add(handler, dispatch, { n, weight: openMs, text: `${scope.typeOf(dispatch)}: ${handler} open for ${duration(openMs)}` });
  }
  const { lost } = scope.log.counts();
  scope.foundIn(tally, ({ key, count }) => ({
    severity: lost > 0 ? "note" : "error", about: key,
    sentence: `${counted(count, "handling")} of "${key}" never ended, open for up to ${duration(openFor.get(key) ?? 0)}${lost > 0 ? ` (but ${counted(lost, "record")} of this log were lost)` : ""}`,
  }));
}

/** What a `running` record tells of, and nothing after it. */
function* openIn(scope: RuleScope): Generator<undefined, Open[], undefined> {
  const { log, facts } = scope;
  const { dispatches } = log;
  const open: Open[] = [];
  let looked = 0;
  let of = 0;
  for (let at = 0; at < dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    if (dispatches.state(at) !== "running" || !scope.asks(at)) continue;
    const position = dispatches.run(at);
    const run = log.runs[position];
    const lastAt = facts.lastAt[position] ?? 0;
    const openMs = lastAt - dispatches.at(at);
    if (run === undefined || run.header.ringMs !== undefined || openMs < (run.end === undefined ? OPEN_MS : OPEN_AT_END_MS)) continue;
    of += 1;
    if (looked === OPEN_LOOKED_AT) continue;
    looked += 1;
    if (looked % 256 === 0) yield;
    const { running, progress } = log.trace(at);
    if (progress !== undefined && lastAt - progress.at < PROGRESS_PATIENCE_MS) continue;
    for (const { n, handler } of running) open.push({ dispatch: at, n, handler, openMs });
  }
  if (of > 0) scope.bound = { what: "message", looked, of };
  return open;
}

/** How long each of these handlers took at the most. */
function* longestOf({ log: { handlings, texts } }: RuleScope, handlers: ReadonlySet<string>): Generator<undefined, Map<string, number>, undefined> {
  const numbers = new Map([...handlers].map((handler) => [texts.numberOf(handler), handler]));
  const longest = new Map<string, number>();
  for (let at = 0; at < handlings.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const handler = numbers.get(handlings.handler(at));
    if (handler !== undefined) longest.set(handler, Math.max(longest.get(handler) ?? 0, handlings.ms(at)));
  }
  return longest;
}
