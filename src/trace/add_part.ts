/** Puts the records that belong to a dispatch where they belong, whatever the order of their lines. What a further part repeats, and is known, changes nothing. */
import type { DispatchTrace } from "./dispatch_trace.ts";
import type { HandlingRecord, InterceptedRecord, ProgressRecord, ReplyRecord, RunningRecord, SettledRecord } from "./record.ts";

/** A record about one dispatch. */
export type PartRecord = HandlingRecord | RunningRecord | SettledRecord | ReplyRecord | ProgressRecord | InterceptedRecord;

/** Adds a record to its dispatch. */
export function addPart(trace: DispatchTrace, record: PartRecord): void {
  switch (record.kind) {
    case "handling":
      if (record.snapshot === true && hasN(trace.handlings, record)) return;
      insertByN(trace.handlings, record);
      removeN(trace.running, record.n);
      return;
    case "running":
      if (!hasN(trace.handlings, record) && !hasN(trace.running, record)) insertByN(trace.running, record);
      return;
    case "settled":
      trace.settled = record;
      return;
    case "reply":
      trace.replies.push(record);
      return;
    case "progress":
      trace.progress = record;
      return;
    case "intercepted":
      if (record.snapshot !== true || !trace.intercepted.some(({ at, by }) => at === record.at && by === record.by)) trace.intercepted.push(record);
      return;
    default: return unknownKind(record);
  }
}

function hasN(items: readonly { readonly n: number }[], { n }: { readonly n: number }): boolean {
  return items.some((item) => item.n === n);
}

/** Handlings mostly end in order, so this mostly pushes. */
function insertByN<Item extends { readonly n: number }>(items: Item[], item: Item): void {
  let at = items.length;
  while (at > 0 && (items[at - 1]?.n ?? 0) > item.n) at--;
  items.splice(at, 0, item);
}

function removeN(items: { readonly n: number }[], n: number): void {
  const at = items.findIndex((item) => item.n === n);
  if (at >= 0) items.splice(at, 1);
}

function unknownKind(record: never): never {
  throw new TypeError(`Cannot add a record: unknown ${JSON.stringify(record)}`);
}
