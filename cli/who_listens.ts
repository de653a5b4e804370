/** Who listened at a moment: to a type, or under a handler's name. */
import { registryDoubts } from "../src/trace/explain/doubts.ts";
import type { Doubt } from "../src/trace/explain/reason.ts";
import type { Log } from "../src/trace/log.ts";
import { compareRegistries, matchesSafely, registryAt } from "../src/trace/registry/registry_at.ts";
import type { RunTrace, SubscriptionTrace } from "../src/trace/run_trace.ts";

/** The answer. */
export interface Listening {
  /** The type, or the handler's name. */
  readonly subject: string;
  readonly run: RunTrace;
  /** In milliseconds since the run began. */
  readonly at: number;
  readonly there: readonly SubscriptionTrace[];
  /** Those of which the log does not say whether they were there. */
  readonly unsaid: readonly SubscriptionTrace[];
  readonly doubts: readonly Doubt[];
  /** What changed since an earlier moment, where that was asked. */
  readonly since?: ListeningSince;
}

/** Who has come and gone since then; whoever came and went again is neither. */
export interface ListeningSince {
  /** In milliseconds since the run began. */
  readonly at: number;
  readonly added: readonly SubscriptionTrace[];
  readonly removed: readonly SubscriptionTrace[];
}

/** Says who listened at a moment, for whatever verb, and who had not at an earlier one. */
export function whoListens(log: Log, run: RunTrace, at: number, subject: { readonly handler: string } | { readonly type: string }, sinceAt?: number): Listening {
  const registry = registryAt(run, { at });
  const { subscriptions, unsaid } = registry;
  const isMeant = ({ added }: SubscriptionTrace): boolean => "handler" in subject ? added.handler === subject.handler : matchesSafely(added.pattern, subject.type);
  const changes = sinceAt === undefined ? undefined : compareRegistries(registryAt(run, { at: sinceAt }), registry);
  const since = sinceAt === undefined || changes === undefined ? {} : { since: { at: sinceAt, added: changes.added.filter(isMeant), removed: changes.removed.filter(isMeant) } };
  return {
    subject: "handler" in subject ? subject.handler : subject.type, run, at,
    there: subscriptions.filter(isMeant), unsaid: unsaid.filter(isMeant), doubts: registryDoubts(log, run, { at }), ...since,
  };
}
