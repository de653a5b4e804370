/**
 * One message that causes very many others within seconds, or that very many handlers get. What tells of services and tasks is for everybody. Memory: four bytes a dispatch while it runs.
 */
import { FAN_OUT_CAUSED, FAN_OUT_REACHED, FAN_OUT_WINDOW_MS, ROWS_A_SLICE } from "./lint_limits.ts";
import type { LintRule, RuleScope, Work } from "./rule.ts";
import { counted } from "./wording.ts";

export const fanOut: LintRule = {
  name: "fan-out",
  why: "Its sender waits for all of them, everything else waits behind them, and whoever makes it send one more such message multiplies the load.",
  check,
};

function* check(scope: RuleScope): Work {
  const { log: { dispatches }, facts: { own } } = scope;
  const caused = new Uint32Array(dispatches.length);
  const worst = { caused: new Map<string, number>(), reached: new Map<string, number>() };
  const causing = scope.tally();
  const reaching = scope.tally();
  for (let at = 0; at < dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const cause = dispatches.cause(at);
    if (cause >= 0 && dispatches.at(at) - dispatches.at(cause) <= FAN_OUT_WINDOW_MS && !own.has(dispatches.type(at))) caused[cause] = (caused[cause] ?? 0) + 1;
  }
  for (let at = 0; at < dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    const count = caused[at] ?? 0;
    const handlers = dispatches.handlers(at);
    if ((count <= FAN_OUT_CAUSED && handlers <= FAN_OUT_REACHED) || own.has(dispatches.type(at)) || !scope.asks(at)) continue;
    const type = scope.typeOf(at);
    if (count > FAN_OUT_CAUSED) met(causing, worst.caused, type, at, count, "message");
    if (handlers > FAN_OUT_REACHED) met(reaching, worst.reached, type, at, handlers, "handler");
  }
  scope.foundIn(causing, ({ key }) => ({ severity: "warning", about: key, sentence: `One "${key}" causes up to ${counted(worst.caused.get(key) ?? 0, "message")} within ${FAN_OUT_WINDOW_MS / 1_000} s` }));
  scope.foundIn(reaching, ({ key }) => ({ severity: "warning", about: key, sentence: `One "${key}" reaches up to ${counted(worst.reached.get(key) ?? 0, "handler")}` }));
}

function met(tally: ReturnType<RuleScope["tally"]>, worst: Map<string, number>, type: string, dispatch: number, count: number, noun: string): void {
  worst.set(type, Math.max(worst.get(type) ?? 0, count));
  tally.add(type, dispatch, { weight: count, text: `${type}: ${counted(count, noun)}` });
}
