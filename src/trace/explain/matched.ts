/** What became of a message at a subscription that matched it, from the records of both. */
import type { DispatchTrace } from "../dispatch_trace.ts";
import type { Log } from "../log.ts";
import type { HandlingRecord } from "../record.ts";
import { endOfRun } from "../run_end.ts";
import type { SubscriptionTrace } from "../run_trace.ts";
import type { Reason, Refuser } from "./reason.ts";

/** How late a `running` record says that a handling has begun. */
const RUNNING_AFTER_MS = 100;

/** Says what became of a dispatch at each of the subscriptions that matched it, in the order in which they would have been called. */
export function outcomesOf(log: Log, trace: DispatchTrace, matched: readonly SubscriptionTrace[]): Reason[] {
  const stopped = stopOf(log, trace);
  return matched.map((subscription, index) => calledOf(log, trace, subscription)
    ?? stopped
    ?? notAskedOf(trace, matched, index)
    ?? openOf(log, trace, subscription));
}

/** Whether the records of a dispatch name the subscription: then it matched, whatever its own records say. */
export function isNamed({ handlings, running }: DispatchTrace, id: number): boolean {
  return handlings.some(({ subscription }) => subscription === id) || running.some(({ subscription }) => subscription === id);
}

/** Whether a handler did not take a message, since too many waited for it. */
function isRefused({ outcome, error }: HandlingRecord): boolean {
  return outcome === "failed" && error?.code === "handler.busy";
}

function calledOf(log: Log, trace: DispatchTrace, subscription: SubscriptionTrace): Reason | undefined {
  const { id } = subscription.added;
  const ended = trace.handlings.find((handling) => handling.subscription === id);
  if (ended !== undefined) {
    const { n, outcome, ms, at } = ended;
    if (isRefused(ended)) return { kind: "busy" };
    if (outcome !== "spared") return { kind: "handled", n, outcome, ms };
    const isDisposed = subscription.removedAt !== undefined && subscription.removedAt <= at + ms;
    return { kind: "spared", why: isDisposed ? "disposed" : "over", afterMs: Math.max(0, at - trace.record.at) };
  }
  const open = trace.running.find((handling) => handling.subscription === id);
  return open === undefined ? undefined : { kind: "running", n: open.n, ms: Math.max(RUNNING_AFTER_MS, endOfRun(log, trace.run) - open.at + RUNNING_AFTER_MS) };
}

/** What ended a message before any handler, or still holds it back. */
function stopOf(log: Log, trace: DispatchTrace): Reason | undefined {
  const { settled, intercepted, record, handlings } = trace;
  const last = intercepted.at(-1);
  if (settled?.outcome === "refused") return { kind: "refused", by: refuserOf(settled.reason), reason: settled.reason };
  if (last?.change === "dropped") return { kind: "dropped", by: last.by, reason: last.reason };
  if (last?.change === "answered") return { kind: "intercepted", by: last.by };
  if (settled?.outcome === "dropped") return { kind: "dropped", by: "an interceptor", reason: settled.reason };
  if (settled?.outcome === "answered") return { kind: "intercepted", by: "an interceptor" };
  const isUndecided = last === undefined && record.handlers === undefined && handlings.length === 0;
  if (last?.change !== "held" && !isUndecided) return undefined;
  const until = settled?.at ?? endOfRun(log, trace.run);
  return { kind: "held", by: last?.by, ms: Math.max(0, until - (last?.at ?? record.at)) };
}

/** The record has words alone; these are the bus's own. */
function refuserOf(reason: string | undefined): Refuser {
  if (reason === undefined) return "other";
  if (/^data[:/]/.test(reason)) return "schema";
  if (/^\d+ (handlers|tasks|queries) are open already/.test(reason)) return "limit";
  return reason === "the Core is shut down" ? "shutdown" : "other";
}

/** A QUERY asks one after another until one answers or fails, a PERFORM until one takes it. */
function notAskedOf(trace: DispatchTrace, matched: readonly SubscriptionTrace[], index: number): Reason | undefined {
  const { record: { verb, at }, handlings, running, settled } = trace;
  if (verb !== "QUERY" && verb !== "PERFORM") return undefined;
  const taker = handlings.find(({ outcome }) => outcome === "failed" || outcome === "answered" || (verb === "PERFORM" && outcome === "done"));
  if (taker !== undefined) return { kind: "notAsked", by: taker.handler, why: taker.outcome === "failed" ? "failed" : taker.outcome === "done" ? "done" : "answered" };
  if (settled !== undefined) {
    const isOver = index > handlings.length || running.length > 0 || handlings.some((handling) => handling.at + handling.ms >= settled.at);
    return isOver ? { kind: "spared", why: "over", afterMs: Math.max(0, settled.at - at) } : undefined;
  }
  const asked = running[0]?.handler ?? matched[handlings.length]?.added.handler;
  return index > handlings.length && asked !== undefined ? { kind: "notAsked", by: asked, why: "pending" } : undefined;
}

/** No record of it: its turn had not come, or was not to come, or it was open for less than what makes a record, or the record is lost. */
function openOf(log: Log, trace: DispatchTrace, { added: { id } }: SubscriptionTrace): Reason {
  const ms = Math.max(0, endOfRun(log, trace.run) - trace.record.at);
  // What was sent in the last moment of a log may just be open, without a record of it.
  if (trace.settled !== undefined || ms < 2 * RUNNING_AFTER_MS) return { kind: "untold", ms };
  if (isOvertaken(log, trace, id)) return { kind: "overtaken" };
  const open = openRuns(log, trace, id);
  return open > 0 ? { kind: "waiting", open } : { kind: "untold", ms };
}

/** Who waits for a handler is served in the order of coming. Cost: the handlings since it was sent. */
function isOvertaken(log: Log, { index, line, run }: DispatchTrace, id: number): boolean {
  const { handlings, dispatches, runs } = log;
  const position = runs.indexOf(run);
  for (let handling = handlings.length - 1; handling >= 0 && handlings.line(handling) > line; handling--) {
    const dispatch = handlings.dispatch(handling);
    if (handlings.subscription(handling) !== id || dispatch <= index || dispatches.run(dispatch) !== position || handlings.outcome(handling) === "spared") continue;
    if (handlings.outcome(handling) !== "failed" || !log.trace(dispatch).handlings.some((record) => record.subscription === id && isRefused(record))) return true;
  }
  return false;
}

/** How many other runs of a subscription are open at the log's end, as far as `running` records tell. Cost: the number of dispatches, and those that are open are parsed. */
function openRuns(log: Log, trace: DispatchTrace, id: number): number {
  const { dispatches, runs } = log;
  const position = runs.indexOf(trace.run);
  let open = 0;
  for (let dispatch = 0; dispatch < trace.index; dispatch++) {
    if (dispatches.state(dispatch) !== "running" || dispatches.run(dispatch) !== position) continue;
    if (log.trace(dispatch).running.some(({ subscription }) => subscription === id)) open += 1;
  }
  return open;
}
