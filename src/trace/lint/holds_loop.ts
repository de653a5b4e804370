/**
 * Handlers whose call holds the thread for long, again and again or for very long once. What a handler called within it held is that one's. A start may take its time.
 */
import { isLifecycleMessage } from "../own_messages.ts";
import { HELD_LONG_MS, HELD_MS, HELD_SHARE, HELD_SURELY, ROWS_A_SLICE } from "./lint_limits.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";
import { duration } from "./wording.ts";

export const holdsLoop: LintRule = {
  name: "holds-loop",
  why: "Nothing else runs meanwhile: no other handler, no timer, no request; every latency of the app grows by it.",
  check,
};

function* check(scope: RuleScope): Work {
  const { log } = scope;
  const { dispatches, handlings, texts } = log;
  const tally = scope.tally();
  const worst = new Map<string, number>();
  const calls = new Map<number, number>();
  for (let at = 0; at < handlings.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const number = handlings.handler(at);
    calls.set(number, (calls.get(number) ?? 0) + 1);
    const syncMs = handlings.syncMs(at);
    const dispatch = handlings.dispatch(at);
    if (syncMs <= HELD_MS || !scope.asks(dispatch) || isLifecycleMessage(scope.typeOf(dispatch))) continue;
    const ownMs = syncMs - heldWithin(scope, at);
    if (ownMs <= HELD_MS) continue;
    const handler = texts.textOf(number);
    worst.set(handler, Math.max(worst.get(handler) ?? 0, ownMs));
    tally.add(handler, dispatch, { handling: at, weight: ownMs, text: `${texts.textOf(dispatches.type(dispatch))}: ${handler} held it for ${duration(ownMs)}` });
  }
  scope.foundIn(tally, ({ key, count }) => {
    const longest = worst.get(key) ?? 0;
    const isOften = count / (calls.get(texts.numberOf(key)) ?? count) >= HELD_SHARE;
    if (longest < HELD_LONG_MS && (count < HELD_SURELY || !isOften)) return undefined;
    return { severity: isOften ? "warning" : "note", about: key, sentence: `"${key}" held the event loop for up to ${duration(longest)}, ${count === 1 ? "once" : `${count.toLocaleString("en")} times`} over ${HELD_MS} ms` };
  });
}

/** What handlers held that were called while this one had the thread, by what it sent. */
function heldWithin({ log }: RuleScope, handling: number): number {
  const { dispatches, handlings } = log;
  const until = handlings.at(handling) + handlings.syncMs(handling);
  let held = 0;
  for (const child of log.caused(handlings.dispatch(handling))) {
    if (dispatches.by(child) !== handlings.n(handling) || dispatches.at(child) > until) continue;
    for (let at = dispatches.lastHandling(child); at >= 0; at = handlings.before(at)) if (handlings.at(at) < until) held += handlings.syncMs(at);
  }
  return held;
}
