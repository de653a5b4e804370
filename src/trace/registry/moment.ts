/**
 * A moment of a run, and what the registry was at it. Two records of one tick of the clock are told apart by their lines, which stand in
 * the order of writing; a moment without a line comes after whatever has its time.
 */
import type { SubscriptionTrace } from "../run_trace.ts";

/** A moment of a run: a time, and where it stands among the lines of the log. */
export interface Moment {
  /** Milliseconds since the run began. */
  readonly at: number;
  /** The line of the record that tells of it, from 1; absent: after all that has this time. */
  readonly line?: number;
}

/** How a subscription stands to a moment. `unsaid`: the log shows it only later, as one that was there already. */
export type Presence = "there" | "removed" | "later" | "unsaid";

/** Says whether a subscription was there at a moment. */
export function presenceOf(subscription: SubscriptionTrace, moment: Moment): Presence {
  const { added, line, removedAt, removedLine } = subscription;
  if (removedAt !== undefined && isBefore(removedAt, removedLine, moment)) return "removed";
  if (isBefore(added.at, line, moment)) return "there";
  // What is repeated at the beginning of a part, or known by its end alone, had begun earlier.
  return added.snapshot === true || added.state === "removed" ? "unsaid" : "later";
}

/** Whether what a line tells of was done before a moment. By the lines where both have one: they are finer than the clock. */
function isBefore(at: number, line: number | undefined, moment: Moment): boolean {
  return moment.line === undefined || line === undefined ? at <= moment.at : line < moment.line;
}
