/** Which payloads a rule looks at: of each type the first ones and some spread over the log, and so many in all. */
import type { Bound } from "./finding.ts";
import type { RuleScope } from "./rule.ts";
import { PAYLOADS_A_RULE, PAYLOADS_A_TYPE, PAYLOAD_BYTES_A_RULE, ROWS_A_SLICE } from "./lint_limits.ts";

/** What a rule may still look at. */
export class PayloadBudget {
  #payloads = PAYLOADS_A_RULE;
  #bytes = PAYLOAD_BYTES_A_RULE;

  /** Takes one of so many bytes; false when that is too much. */
  take(bytes: number): boolean {
    if (this.#payloads === 0 || this.#bytes < bytes) return false;
    this.#payloads -= 1;
    this.#bytes -= bytes;
    return true;
  }
}

/**
 * Calls `look` with dispatches whose payloads are to be looked at, in the order of the log. Half of a type's are its first ones, the other half stand evenly in the rest. Gives how many there
 * were, and of how many.
 */
export function* samples(scope: RuleScope, look: (dispatch: number) => void): Generator<undefined, Omit<Bound, "rule">, undefined> {
  const { log: { dispatches }, facts } = scope;
  const budget = new PayloadBudget();
  const seen = new Map<number, number>();
  let looked = 0;
  let of = 0;
  for (let at = 0; at < dispatches.length; at++) {
    if (at % ROWS_A_SLICE === 0) yield;
    if (!scope.asks(at)) continue;
    of += 1;
    const type = dispatches.type(at);
    const nth = seen.get(type) ?? 0;
    seen.set(type, nth + 1);
    if (!isSample(nth, facts.types.get(type)?.count ?? 0) || !budget.take(dispatches.bytes(at))) continue;
    looked += 1;
    look(at);
    if (looked % 256 === 0) yield;
  }
  return { what: "payload", looked, of };
}

function isSample(nth: number, count: number): boolean {
  const half = PAYLOADS_A_TYPE / 2;
  if (nth < half || count <= PAYLOADS_A_TYPE) return true;
  const step = Math.ceil((count - half) / half);
  return (nth - half) % step === 0;
}
