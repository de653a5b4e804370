/** Whether an app still behaves as recorded: every replayed flow beside the recorded one. Pure over two logs. */
import type { Log } from "../trace/log.ts";
import type { RunTrace } from "../trace/run_trace.ts";
import { compareFlows, type FlowDifference } from "./compare.ts";

/** A flow that differs. */
export interface Divergence extends FlowDifference {
  /** The recorded root's id. */
  readonly root: number;
  /** The type of the root. */
  readonly type: string;
  /** Which of the replayed roots it is, from 1, and of how many. */
  readonly rootIndex: number;
  /** How many roots were replayed. */
  readonly rootCount: number;
}

/** A flow that cannot be judged, and why. */
export interface OpenFlow {
  /** The recorded root; 0 for what belongs to no root. */
  readonly root: number;
  /** The type of the root. */
  readonly type: string;
  /** What is not known, in words. */
  readonly why: string;
}

/** The verdict over all flows. */
export interface Verdict {
  /** How many flows there are of each kind. */
  readonly flows: { readonly agree: number; readonly differ: number; readonly open: number };
  /** The flows that differ, in order. */
  readonly divergences: readonly Divergence[];
  /** The flows that cannot be judged. */
  readonly open: readonly OpenFlow[];
  /** What is new and harmless. */
  readonly notes: readonly string[];
}

/** Which recorded root became which dispatch of the replayed log. */
export type FlowPair = { readonly recorded: number; readonly replayed: number | undefined };

/** How a replay is compared with its recording. */
export interface VerifyOptions {
  /** JSON pointers of payload members that may differ. */
  readonly ignore: readonly string[];
  /** The recorded run; the last one of the log unless given. */
  readonly run?: RunTrace | undefined;
}

/**
 * Compares the flows of `pairs`, in order. What a gap, a cut or a redaction hides is open, neither agreeing nor differing.
 * Cost: the lines of both flows are read and parsed, a dispatch at a time; nothing of them is kept but what differs.
 */
export function verify(recorded: Log, replayed: Log, pairs: readonly FlowPair[], { ignore, run = recorded.runs.at(-1) }: VerifyOptions): Verdict {
  const divergences: Divergence[] = [];
  const open: OpenFlow[] = [];
  const notes = new Set<string>();
  let agree = 0;
  pairs.forEach((pair, index) => {
    const before = recorded.indexOf(pair.recorded, run);
    const after = pair.replayed === undefined ? -1 : replayed.indexOf(pair.replayed, replayed.runs[0]);
    const type = before === -1 ? "?" : recorded.texts.textOf(recorded.dispatches.type(before));
    if (before === -1 || after === -1) {
      open.push({ root: pair.recorded, type, why: after === -1 ? "it was not sent, or its replay is not in the log" : "the recording does not hold it" });
      return;
    }
    const { difference, hidden, notes: found } = compareFlows({ log: recorded, dispatch: before }, { log: replayed, dispatch: after }, ignore);
    for (const note of found) notes.add(note);
    if (difference !== undefined) divergences.push({ ...difference, root: pair.recorded, type, rootIndex: index + 1, rootCount: pairs.length });
    else if (hidden[0] !== undefined) open.push({ root: pair.recorded, type, why: hidden[0] });
    else agree += 1;
  });
  const { lost } = recorded.counts();
  if (lost > 0) open.push({ root: 0, type: "", why: `${lost.toLocaleString("en")} records are missing from the recording: what they caused is not known` });
  return { flows: { agree, differ: divergences.length, open: open.length }, divergences, open, notes: [...notes] };
}
