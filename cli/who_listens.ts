/** Who listened at a moment: to a type, or under a handler's name. */
import { registryDoubts } from "../src/trace/explain/doubts.ts";
import type { Doubt } from "../src/trace/explain/reason.ts";
import type { Log } from "../src/trace/log.ts";
import { matchesSafely, registryAt } from "../src/trace/registry/registry_at.ts";
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
}

/** Says who listened at a moment, for whatever verb. */
export function whoListens(log: Log, run: RunTrace, at: number, subject: { readonly handler: string } | { readonly type: string }): Listening {
  const { subscriptions, unsaid } = registryAt(run, { at });
  const isMeant = ({ added }: SubscriptionTrace): boolean => "handler" in subject ? added.handler === subject.handler : matchesSafely(added.pattern, subject.type);
  return {
    subject: "handler" in subject ? subject.handler : subject.type, run, at,
    there: subscriptions.filter(isMeant), unsaid: unsaid.filter(isMeant), doubts: registryDoubts(log, run, { at }),
  };
}
