/**
 * The lines in which a recorder speaks of itself: what it left out, how much it captures, what made it write, and how its run
 * ended; and the lines that a further part repeats.
 */
import type { Capture, EndRecord } from "../trace/record.ts";
import type { Writing } from "./sink.ts";

/** What a `degraded` record says. */
export interface Degradation {
  readonly capture: Capture;
  readonly writing: Writing;
  readonly reason: string;
  readonly cost?: number | undefined;
  readonly budget?: number | undefined;
}

export function degradedLine(at: number, { capture, writing, reason, cost, budget }: Degradation): string {
  return JSON.stringify({ kind: "degraded", at: rounded(at), capture, writing, reason, cost: cost === undefined ? undefined : share(cost), budget });
}

/** What a `skipped` record says. */
export interface Skip {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
  readonly types?: Readonly<Record<string, number>> | undefined;
}

export function skippedLine(at: number, { from, to, reason, types }: Skip): string {
  return JSON.stringify({ kind: "skipped", at: rounded(at), count: to - from + 1, from, to, reason, types });
}

/** What made a flight recorder write. */
export interface Trigger {
  /** The condition, as it was given. */
  readonly on: string;
  /** The log's id of the dispatch that met it; absent for a signal. */
  readonly dispatch?: number | undefined;
  /** Which handling of it. */
  readonly n?: number | undefined;
  /** How often it was met since the last such record, where that is more than once. */
  readonly count?: number | undefined;
}

export function triggerLine(at: number, { on, dispatch, n, count }: Trigger): string {
  return JSON.stringify({ kind: "trigger", at: rounded(at), on, dispatch, n, count });
}

export function endLine(end: Omit<EndRecord, "kind">): string {
  const { at, dispatches, records, bytes, lost, skipped, cut, redacted, withheld, costMs, cost } = end;
  return JSON.stringify({
    kind: "end", at: rounded(at), dispatches, records, bytes, lost, skipped, cut, redacted, withheld,
    costMs: costMs === undefined ? undefined : rounded(costMs), cost: cost === undefined ? undefined : share(cost),
  });
}

/** What stands before the place of `"snapshot":true` in the line of a dispatch, and in that of a handling. No text inside of a line holds a quote that is not escaped. */
const BEFORE_SNAPSHOT = { dispatch: ',"timestamp":"', handling: ',"outcome":"' } as const;

/** Gives the line of a dispatch, or of what belongs to one, as a further part repeats it. */
export function snapshotLine(line: string): string {
  const mark = line.startsWith('{"kind":"dispatch"') ? BEFORE_SNAPSHOT.dispatch : line.startsWith('{"kind":"handling"') ? BEFORE_SNAPSHOT.handling : undefined;
  if (mark === undefined) return line.startsWith('{"kind":"running"') ? `${line.slice(0, -1)},"snapshot":true}` : intercepted(line);
  const at = line.indexOf(mark);
  return `${line.slice(0, at)},"snapshot":true${line.slice(at)}`;
}

/** What it passed on stands last, and may be long. */
function intercepted(line: string): string {
  const by = line.indexOf(',"by":"');
  return `${line.slice(0, by)},"snapshot":true${line.slice(by)}`;
}

/** Milliseconds with three decimals at the most. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** A share with four decimals: a hundredth of a percent. */
function share(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
