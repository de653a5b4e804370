/** What an explanation cannot know, since the log does not hold it. Said rather than guessed. */
import type { DispatchTrace } from "../dispatch_trace.ts";
import type { Log } from "../log.ts";
import type { GapRecord } from "../record.ts";
import { presenceOf, type Moment } from "../registry/moment.ts";
import type { RunTrace } from "../run_trace.ts";
import type { Doubt } from "./reason.ts";

/** A gap is told when writing works again: with the next batch, or that after it. */
const TOLD_WITHIN_MS = 1_000;

/** Says what the log does not hold of a run's registry at a moment. Cost: the number of subscriptions, gaps and holes; of several runs with gaps that of all dispatches. */
export function registryDoubts(log: Log, run: RunTrace, moment: Moment, id: number = Infinity): Doubt[] {
  const doubts: Doubt[] = [];
  if (run.header.startedAt === "" && run.header.run === "") doubts.push({ kind: "headless" });
  const unknown = unknownSubscriptions(run, moment);
  if (unknown > 0) doubts.push({ kind: "unknownSubscriptions", count: unknown });
  const gaps = gapsOf(log, run).filter(({ at, from }) => from === undefined ? at <= moment.at + TOLD_WITHIN_MS : from <= id);
  const holes = log.unaccounted().filter((hole) => hole.run === run && hole.from <= id);
  const lost = gaps.reduce((sum, gap) => sum + gap.lost, 0) + holes.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  if (lost > 0) doubts.push({ kind: "lost", count: lost });
  const defects = log.defects.filter(({ line, problem }) => problem !== "tornTail" && (moment.line === undefined || line < moment.line)).length;
  if (defects > 0) doubts.push({ kind: "defects", count: defects });
  if (run.header.ringMs !== undefined && run.skipped > 0) doubts.push({ kind: "ring" });
  return doubts;
}

/** Holds what was found against what the records of the dispatch count. */
export function countDoubts(said: number | undefined, found: number): Doubt[] {
  if (said === undefined || said === found) return [];
  return [{ kind: said > found ? "unnamed" : "overnamed", said, found }];
}

/** How many matched, as the dispatch or the interceptor that passed it on last says; undefined where it reached no handler, or that is not said. */
export function saidMatched({ record, intercepted }: DispatchTrace): number | undefined {
  const last = intercepted.at(-1);
  if (last === undefined) return record.handlers;
  return last.change === "passed" || last.change === "changed" ? last.handlers : undefined;
}

/** Ids count from 1 without holes: those that are missing below one that was there belong to subscriptions that the log does not hold. */
function unknownSubscriptions({ subscriptions }: RunTrace, moment: Moment): number {
  let highest = 0;
  let known = 0;
  for (const [id, subscription] of subscriptions) {
    if (presenceOf(subscription, moment) !== "later") highest = Math.max(highest, id);
  }
  for (const id of subscriptions.keys()) if (id <= highest) known += 1;
  return highest - known;
}

function gapsOf(log: Log, run: RunTrace): readonly GapRecord[] {
  if (log.runs.length === 1 || log.gaps.length === 0) return log.gaps;
  const gaps: GapRecord[] = [];
  for (let position = 0; position < log.entries.length; position++) {
    if (log.entries.dispatch(position) !== -1) continue;
    const entry = log.entries.entry(position);
    if (entry.kind === "gap" && (entry.run === run || entry.run === undefined)) gaps.push(entry.record);
  }
  return gaps;
}
