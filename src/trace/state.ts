/**
 * How far a dispatch has come, from its records alone: an ACTION or QUERYALL is over when as many handlings are in as
 * subscriptions matched, a QUERY at the first that answered or failed or when all declined, a PERFORM at its one handling;
 * a `settled` record ends any of them otherwise.
 */
import type { DispatchTrace } from "./dispatch_trace.ts";

/** `unhandled`: no subscription matched. `running`: not over yet, or its end was never recorded. */
export type DispatchState =
  | "running" | "done" | "answered" | "unanswered" | "failed" | "unhandled" | "timedOut" | "aborted" | "dropped" | "refused";

/** Says how far a dispatch has come. Cost: the number of its handlings. */
export function stateOf(trace: DispatchTrace): DispatchState {
  const { settled, handlings, record } = trace;
  if (settled !== undefined) return settled.outcome;
  const expected = handlersOf(trace);
  if (expected === 0 && handlings.length === 0) return "unhandled";
  switch (record.verb) {
    case "ACTION":
      if (!areAllIn(handlings.length, expected)) return "running";
      return handlings.some(({ outcome }) => outcome === "failed") ? "failed" : "done";
    case "QUERYALL":
      if (!areAllIn(handlings.length, expected)) return "running";
      if (handlings.some(({ outcome }) => outcome === "failed")) return "failed";
      return handlings.some(({ outcome }) => outcome === "answered") ? "answered" : "done";
    case "QUERY":
      for (const { outcome } of handlings) if (outcome === "answered" || outcome === "failed") return outcome;
      return areAllIn(handlings.length, expected) ? "unanswered" : "running";
    case "PERFORM": {
      const [handling] = handlings;
      if (handling === undefined) return "running";
      return handling.outcome === "failed" ? "failed" : handling.outcome === "answered" ? "answered" : "done";
    }
    default: return unknownVerb(record.verb);
  }
}

/** How many subscriptions matched: said by the dispatch, or by the last interceptor that passed it on. Undefined: not known yet. */
export function handlersOf({ record, intercepted }: DispatchTrace): number | undefined {
  for (let at = intercepted.length - 1; at >= 0; at--) {
    const handlers = intercepted[at]?.handlers;
    if (handlers !== undefined) return handlers;
  }
  return record.handlers;
}

/**
 * How long a dispatch took, in milliseconds: from its sending to the end of its last handling, or as its `settled` says.
 * Undefined while it runs and where nobody handled it.
 */
export function msOf(trace: DispatchTrace): number | undefined {
  if (trace.settled !== undefined) return trace.settled.ms;
  if (trace.handlings.length === 0 || stateOf(trace) === "running") return undefined;
  return Math.max(0, micros(endOf(trace) - trace.record.at));
}

/** When the last of its handlings ended, in milliseconds since the run's start; its own `at` where none has. */
export function endOf({ record, handlings, settled }: DispatchTrace): number {
  if (settled !== undefined) return settled.at;
  return handlings.reduce((end, { at, ms }) => Math.max(end, micros(at + ms)), record.at);
}

/** A sum of times with three decimals, which floating point makes longer. */
function micros(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

function areAllIn(count: number, expected: number | undefined): boolean {
  return expected !== undefined && count >= expected;
}

function unknownVerb(verb: never): never {
  throw new TypeError(`Cannot tell a dispatch's state: unknown verb ${JSON.stringify(verb)}`);
}
