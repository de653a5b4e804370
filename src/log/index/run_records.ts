/** One run while its lines are read: its ids, and what its records say beside its dispatches. */
import type { LossLedger, SeenIds } from "../../trace/losses.ts";
import type { EndRecord, KnownRecord, LogRecord, UnknownRecord } from "../../trace/record.ts";
import type { RunTrace } from "../../trace/run_trace.ts";
import { WallClock } from "../../trace/wall_clock.ts";
import { IdMap } from "./id_map.ts";

/** A run, and where its dispatches are. */
export interface RunIndex {
  readonly run: RunTrace;
  /** Its place among the runs. */
  readonly position: number;
  readonly ordinals: IdMap;
  readonly ids: SeenIds;
  /** The last part of it that was read. */
  part: number;
}

/** What stands for a log that begins without saying what it is. */
export const HEADLESS: LogRecord = { kind: "log", version: 1, run: "", part: 1, name: "?", startedAt: "" };

/** What tells a run from the others: two logs may hold one of the same id, such as a copy. */
export function keyOfRun(run: string, log: RunTrace["log"]): string {
  return log === undefined ? run : `${log.position} ${run}`;
}

/** Makes a run of its first header. */
export function newRun(header: LogRecord, position: number, losses: LossLedger, log?: RunTrace["log"]): RunIndex {
  const startedAtMs = Date.parse(header.startedAt);
  const run: RunTrace = {
    header, startedAtMs, clock: new WallClock(startedAtMs), services: new Map(), serviceRecords: [], types: new Map(), subscriptions: new Map(), degraded: [],
    elsewhere: 0, skipped: 0, records: 0, unplaced: 0, ...(log === undefined ? {} : { log }),
  };
  return { run, position, ordinals: new IdMap(), ids: losses.ids(), part: 0 };
}

/** What earlier parts hold stands elsewhere where they were not read; else it was read, or is missing. */
export function beginPart({ part, before = 0 }: LogRecord, index: RunIndex): void {
  if (part > index.part + 1) {
    const from = index.ids.highest + 1;
    index.run.elsewhere += Math.max(0, before - from + 1);
    index.ids.elsewhere(from, before);
  } else {
    index.ids.reach(before);
  }
  index.part = part;
}

/** A record of it was read. An end that something follows was none. */
export function countRecord(kind: (KnownRecord | UnknownRecord)["kind"], run: RunTrace): void {
  run.records += 1;
  if (kind !== "end") run.end = undefined;
}

/** Its totals are held against what was read, where all of it was. */
export function endRun(record: EndRecord, { run, ids }: RunIndex): void {
  run.end = record;
  const { dispatches, records } = record;
  const read = run.records - 1;
  const isWhole = run.elsewhere === 0 && run.header.part === 1;
  run.disagreement = dispatches < ids.highest ? { what: "messages", said: dispatches, read: ids.highest }
    : isWhole && records !== read ? { what: "records", said: records, read }
    : undefined;
  ids.reach(dispatches);
}
