/** What kept a subscription from a message that it did not match: another verb, another pattern, or that it was not there. */
import type { LogVerb } from "../record.ts";
import { presenceOf, type Moment } from "../registry/moment.ts";
import { listenedVerb, matchesSafely } from "../registry/registry_at.ts";
import type { SubscriptionTrace } from "../run_trace.ts";
import type { Reason } from "./reason.ts";
import { slipBetween, slipDistance } from "./slip.ts";

/** What was sent. */
export interface Sent {
  readonly verb: LogVerb;
  readonly type: string;
  /** When it was matched. */
  readonly moment: Moment;
}

/** Names all that kept a subscription from a message; nothing where it matched. */
export function missesOf(subscription: SubscriptionTrace, { verb, type, moment }: Sent): Reason[] {
  const { verb: listensFor, pattern } = subscription.added;
  const misses: Reason[] = [];
  if (listensFor !== listenedVerb(verb)) misses.push({ kind: "otherVerb", listensFor, sent: verb });
  if (!matchesSafely(pattern, type)) {
    const slip = slipBetween(pattern, type);
    misses.push({ kind: "otherPattern", type, ...(slip === undefined ? {} : { slip }) });
  }
  const absence = absenceOf(subscription, moment);
  if (absence !== undefined) misses.push(absence);
  return misses;
}

/** Whether all but one thing was right, and that was near: worth showing to whoever asks who could have had it. */
export function isNear(misses: readonly Reason[]): boolean {
  const [miss] = misses;
  return misses.length === 1 && miss !== undefined && (miss.kind !== "otherPattern" || miss.slip !== undefined);
}

/** For sorting near misses: those that were there before, then other verbs, slips, those that came later; each by how near it was. */
export function missOrder(reason: Reason): readonly [rank: number, distance: number] {
  switch (reason.kind) {
    case "uncounted": return [0, 0];
    case "disposed": case "spent": return [0, reason.ms];
    case "otherVerb": return [1, 0];
    case "otherPattern": return [2, reason.slip === undefined ? Infinity : slipDistance(reason.slip)];
    case "registered": return [3, reason.ms];
    case "unsaid": return [4, reason.ms];
    default: return [-1, 0];
  }
}

function absenceOf(subscription: SubscriptionTrace, moment: Moment): Reason | undefined {
  const { added, removedAt = 0 } = subscription;
  const presence = presenceOf(subscription, moment);
  switch (presence) {
    case "there": return undefined;
    case "removed": return { kind: "disposed", ms: Math.max(0, moment.at - removedAt) };
    case "later": return { kind: "registered", ms: Math.max(0, added.at - moment.at) };
    case "unsaid": return { kind: "unsaid", ms: Math.max(0, added.at - moment.at) };
    default: return presence satisfies never;
  }
}
