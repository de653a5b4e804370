/** The payloads of one dispatch, as a filter asks for them. */
import type { DispatchTrace } from "../dispatch_trace.ts";
import type { DispatchState } from "../state.ts";
import type { PayloadRoot } from "./ast.ts";

/** How a dispatch is settled that its sender takes for an error. */
export const SETTLED_BADLY: ReadonlySet<DispatchState> = new Set(["timedOut", "aborted", "dropped", "refused"]);

/** Gives what a path may begin at. A dispatch that was settled badly has an error made of that: its name says how, its message why. */
export function payloadsOf(trace: DispatchTrace, root: PayloadRoot): readonly unknown[] {
  switch (root) {
    case "data": return trace.record.data === undefined ? [] : [trace.record.data];
    case "answer": return trace.handlings.flatMap(({ outcome, answer }) => outcome === "answered" && answer !== undefined ? [answer] : []);
    case "error": return errorsOf(trace);
    case "reply": return trace.replies.flatMap(({ value }) => value === undefined ? [] : [value]);
    default: return root satisfies never;
  }
}

/** Gives everything that free text is looked for in; what interceptors passed on in place of the data, too. */
export function allPayloadsOf(trace: DispatchTrace): readonly unknown[] {
  const changed = trace.intercepted.flatMap(({ data }) => data === undefined ? [] : [data]);
  return [...payloadsOf(trace, "data"), ...changed, ...payloadsOf(trace, "answer"), ...errorsOf(trace), ...payloadsOf(trace, "reply")];
}

/** One for each handling that failed, though its record may not say how. */
function errorsOf({ handlings, settled }: DispatchTrace): readonly unknown[] {
  const errors: unknown[] = handlings.flatMap(({ outcome, error }) => outcome === "failed" ? [error ?? {}] : []);
  if (settled !== undefined && SETTLED_BADLY.has(settled.outcome)) errors.push({ name: settled.outcome, message: settled.reason ?? "" });
  return errors;
}
