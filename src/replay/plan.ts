/**
 * What a replay will send: the roots of a recorded run, in the order in which they were sent, and what is left out and why.
 * Pure: it can be shown before anything is sent.
 */
import type { DispatchTrace, History, RunTrace } from "../trace/history.ts";
import { isLifecycleMessage } from "../trace/own_messages.ts";
import { endOf, stateOf } from "../trace/state.ts";

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

/** Plans the replay of `run`, or of a log's last run. */
export function planReplay(history: History, run: RunTrace | undefined = history.runs.at(-1)): ReplayPlan {
  const left = { lifecycle: 0, startup: 0, orphans: 0 };
  const chosen: DispatchTrace[] = [];
  for (const trace of history.dispatches) {
    if (trace.run !== run) continue;
    if (trace.isOrphan) left.orphans += 1;
    else if (trace.cause === undefined) {
      if (isLifecycleMessage(trace.record.type)) left.lifecycle += 1;
      else if (trace.record.phase === "startup") left.startup += 1;
      else chosen.push(trace);
    }
  }
  chosen.sort((a, b) => a.record.at - b.record.at || a.record.id - b.record.id);
  const external = [...run?.subscriptions.values() ?? []].filter(({ added }) => added.external === true).map(({ added }) => added.handler);
  return { run: run?.header.run ?? "", roots: plannedRoots(chosen), left, types: countTypes(chosen), external };
}

function plannedRoots(traces: readonly DispatchTrace[]): PlannedRoot[] {
  return traces.map((trace) => {
    const { id, verb, type, source, timestamp, at, data } = trace.record;
    return {
      id, verb, type, timestamp, at, ...flowEnd(trace),
      ...(source === undefined ? {} : { source }), ...(data === undefined ? {} : { data }),
    };
  });
}

function flowEnd(root: DispatchTrace): { endedAt: number | null; messages: number } {
  let end = 0;
  let messages = 0;
  const waiting = [root];
  for (let trace = waiting.pop(); trace !== undefined; trace = waiting.pop()) {
    messages += 1;
    end = Math.max(end, stateOf(trace) === "running" ? Infinity : endOf(trace));
    waiting.push(...trace.caused);
  }
  return { endedAt: end === Infinity ? null : end, messages };
}

function countTypes(traces: readonly DispatchTrace[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { record } of traces) counts.set(record.type, (counts.get(record.type) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
