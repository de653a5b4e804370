/**
 * Sends a plan's roots into a live Core, with their verb, source, timestamp and data; what they cause comes from the app's
 * own handlers. At a speed, roots are paced by the recorded times; at `max`, a root waits for those flows that had ended
 * before it was recorded, so what overlapped still overlaps, and what did not does not.
 */
import type { Clock, Core, MessageInput } from "../mod.ts";
import { decodeValue } from "../log/decode.ts";
import { FlowWatch } from "./flow_watch.ts";
import type { Gate } from "./gate.ts";
import type { PlannedRoot, ReplayPlan } from "./plan.ts";

/** How a plan is played. */
export interface PlayOptions {
  /** 1: as recorded; 10: ten times as fast; max: as fast as the flows come together. */
  readonly speed: number | "max";
  /** How much longer than it took when it was recorded a flow may be silent before it counts as over, in milliseconds. */
  readonly settleMs: number;
  /** The clock that roots are paced by. */
  readonly clock: Clock;
  /** The gate that keeps the app's own roots out. */
  readonly gate: Gate;
}

/** What became of a replay. */
export interface PlayResult {
  /** Which dispatch of the Core each recorded root became. */
  readonly pairs: readonly { readonly recorded: number; readonly replayed: number }[];
  /** How many of the app's own roots were dropped. */
  readonly droppedRoots: number;
  /** The recorded roots whose flows did not come together in time. */
  readonly unsettled: readonly number[];
}

/** Plays a plan to its end. The Core must be started, and watched from its beginning. */
export async function play(core: Core, plan: ReplayPlan, { speed, settleMs, clock, gate }: PlayOptions): Promise<PlayResult> {
  const watch = new FlowWatch(core, { clock, settleMs });
  const pairs: { recorded: number; replayed: number }[] = [];
  const unsettled: number[] = [];
  const open = new Map<PlannedRoot, Promise<void>>();
  const startedAt = clock.now();
  const firstAt = plan.roots[0]?.at ?? 0;
  for (const root of plan.roots) {
    if (speed === "max") await endedBefore(root, open);
    else await until(startedAt + (root.at - firstAt) / speed, clock);
    const replayed = gate.send(() => send(core, root));
    if (replayed === undefined) {
      unsettled.push(root.id);
      continue;
    }
    pairs.push({ recorded: root.id, replayed });
    const over = watch.over(replayed, root.messages, recordedMs(root)).then((end) => {
      open.delete(root);
      if (end === "short") unsettled.push(root.id);
    });
    open.set(root, over);
    watch.forgetUnwatched();
  }
  await Promise.all(open.values());
  return { pairs, droppedRoots: gate.dropped, unsettled };
}

async function endedBefore({ at }: PlannedRoot, open: ReadonlyMap<PlannedRoot, Promise<void>>): Promise<void> {
  const waited = [...open].filter(([{ endedAt }]) => endedAt !== null && endedAt <= at);
  await Promise.all(waited.map(([, over]) => over));
}

/** 0 for a flow that had not ended with the recording: how long it would have taken is not known. */
function recordedMs({ at, endedAt }: PlannedRoot): number {
  return endedAt === null ? 0 : Math.max(0, endedAt - at);
}

function until(moment: number, clock: Clock): Promise<void> {
  const ms = moment - clock.now();
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => void clock.setTimer(resolve, ms));
}

/** What comes of it is in the replayed log; a rejection is no surprise there. */
function send(core: Core, { verb, type, source, timestamp, data }: PlannedRoot): void {
  const time = new Date(timestamp);
  const message: MessageInput = {
    type,
    ...(source === undefined ? {} : { source }),
    ...(Number.isNaN(time.getTime()) ? {} : { timestamp: time }),
    ...(data === undefined ? {} : { data: decodeValue(data, { replyChannel: () => core.replyChannel() }) }),
  };
  switch (verb) {
    case "ACTION":
      void core.ACTION(message);
      return;
    case "QUERY":
      core.QUERY(message).catch(() => {});
      return;
    case "QUERYALL":
      core.QUERYALL(message).catch(() => {});
      return;
    case "PERFORM":
      void core.PERFORM(message).then(() => {}, () => {});
      return;
    default: return verb satisfies never;
  }
}
