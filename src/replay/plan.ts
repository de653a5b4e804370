/**
 * What a replay will send: the roots of a recorded run, in the order in which they were sent, and what is left out and why.
 * Pure: it can be shown before anything is sent.
 */
import { ORPHAN, ROOT } from "../trace/columns.ts";
import type { Log } from "../trace/log.ts";
import { isLifecycleMessage } from "../trace/own_messages.ts";
import type { DispatchRecord } from "../trace/record.ts";
import type { RunTrace } from "../trace/run_trace.ts";

/** One root to send again. */
export interface PlannedRoot {
  /** The id of its dispatch in the recording. */
  readonly id: number;
  /** How it was sent. */
  readonly verb: "ACTION" | "QUERY" | "QUERYALL" | "PERFORM";
  /** The type of its message. */
  readonly type: string;
  /** Who spoke; absent when nobody with a name did. */
  readonly source?: string;
  /** When it was sent, by the wall clock, in ISO 8601. */
  readonly timestamp: string;
  /** As recorded, with its tags. Absent: undefined. */
  readonly data?: unknown;
  /** When it was sent, in milliseconds since the run's start. */
  readonly at: number;
  /** When the last part of its flow ended, on the same clock; null when something had not ended with the recording. */
  readonly endedAt: number | null;
  /** How many dispatches its flow had. */
  readonly messages: number;
}

/** What will be sent and what not. Plain data: it can cross a process as JSON. */
export interface ReplayPlan {
  /** The recorded run. */
  readonly run: string;
  /** The roots, in the order in which they are sent. */
  readonly roots: readonly PlannedRoot[];
  /** How many recorded roots are not sent again, and why. */
  readonly left: { readonly lifecycle: number; readonly startup: number; readonly orphans: number };
  /** How many roots of each type. */
  readonly types: readonly (readonly [type: string, count: number])[];
  /** Handlers that touch the world outside, by their own word. */
  readonly external: readonly string[];
}

/** Plans the replay of `run`, or of a log's last run. Cost: each dispatch once, and each root's lines are parsed; memory: the roots' payloads. */
export function planReplay(log: Log, run: RunTrace | undefined = log.runs.at(-1)): ReplayPlan {
  const { dispatches, texts } = log;
  const left = { lifecycle: 0, startup: 0, orphans: 0 };
  const roots: PlannedRoot[] = [];
  const position = run === undefined ? -1 : log.runs.indexOf(run);
  for (let dispatch = 0; dispatch < dispatches.length; dispatch++) {
    if (dispatches.run(dispatch) !== position) continue;
    const cause = dispatches.cause(dispatch);
    if (cause === ORPHAN) left.orphans += 1;
    if (cause !== ROOT) continue;
    if (isLifecycleMessage(texts.textOf(dispatches.type(dispatch)))) {
      left.lifecycle += 1;
      continue;
    }
    const { record } = log.trace(dispatch);
    if (record.phase === "startup") left.startup += 1;
    else roots.push(plannedRoot(record, flowEnd(log, dispatch)));
  }
  roots.sort((a, b) => a.at - b.at || a.id - b.id);
  const external = [...run?.subscriptions.values() ?? []].filter(({ added }) => added.external === true).map(({ added }) => added.handler);
  return { run: run?.header.run ?? "", roots, left, types: countTypes(roots), external };
}

function plannedRoot({ id, verb, type, source, timestamp, at, data }: DispatchRecord, end: Pick<PlannedRoot, "endedAt" | "messages">): PlannedRoot {
  return { id, verb, type, timestamp, at, ...end, ...(source === undefined ? {} : { source }), ...(data === undefined ? {} : { data }) };
}

function flowEnd(log: Log, root: number): Pick<PlannedRoot, "endedAt" | "messages"> {
  const { dispatches } = log;
  let end = 0;
  let messages = 0;
  const waiting = [root];
  for (let dispatch = waiting.pop(); dispatch !== undefined; dispatch = waiting.pop()) {
    messages += 1;
    end = Math.max(end, dispatches.state(dispatch) === "running" ? Infinity : dispatches.end(dispatch));
    for (const child of log.caused(dispatch)) waiting.push(child);
  }
  return { endedAt: end === Infinity ? null : end, messages };
}

function countTypes(roots: readonly PlannedRoot[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { type } of roots) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
