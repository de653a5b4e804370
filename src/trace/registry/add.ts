/** How the records of services and subscriptions become the registry of a run, with its history. Costs O(1) a record. */
import type { ServiceRecord, SubscriptionRecord } from "../record.ts";
import type { RunTrace } from "../run_trace.ts";

/** Takes a service's new state. What a further part repeats of it is not told twice. */
export function addService(run: RunTrace, record: ServiceRecord): void {
  const isRepeated = record.snapshot === true && run.services.get(record.name)?.state === record.state;
  run.services.set(record.name, record);
  if (!isRepeated) run.serviceRecords.push(record);
}

/** Takes the beginning or the end of a subscription, from a line of the log. An end whose beginning is not known stands for both. */
export function addSubscription(run: RunTrace, record: SubscriptionRecord, line: number): void {
  const known = run.subscriptions.get(record.id);
  if (record.state === "removed" && known !== undefined) {
    known.removedAt = record.at;
    known.removedLine = line;
  } else if (known === undefined) {
    run.subscriptions.set(record.id, { added: record, line, ...(record.state === "removed" ? { removedAt: record.at, removedLine: line } : {}) });
  }
}
