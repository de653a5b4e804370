/** What has not ended: handlings that still run, the oldest first, with who waits for them. */
import type { DispatchTrace } from "../dispatch_trace.ts";
import { eachRow } from "../each_row.ts";
import type { LogVerb } from "../record.ts";
import type { Recent } from "./recent.ts";

/** A handling that caused a message, and is open as long as that is. */
export interface Awaiting {
  /** The id of the message that it handles. */
  readonly id: number;
  readonly type: string;
  /** Absent where it has been open for less than what makes a record. */
  readonly handler?: string;
}

/** A message that is not over. */
export interface Stuck {
  readonly id: number;
  readonly verb: LogVerb;
  readonly type: string;
  /** Where it is: a handler that runs, an interceptor that holds it, or neither is in the log. */
  readonly in: "handler" | "interceptor" | "unknown";
  /** The name of that; absent where it is unknown. */
  readonly name?: string;
  /** For how long: since the handler was called, since the interceptor held it, else since it was sent. Within 100 ms. */
  readonly ms: number;
  /** Its sender has given up: it timed out, or was aborted. */
  readonly isGivenUp: boolean;
  /** The handlings that sent it, and still run: the nearest first. */
  readonly awaitedBy: readonly Awaiting[];
}

/** How late a `running` record says that a handling has begun. */
const RUNNING_AFTER_MS = 100;
/** A chain of more is a loop that a lint finds. */
const LONGEST_CHAIN = 16;
/** How many that timed out are looked at: their records are parsed. */
const GIVEN_UP_LOOKED_AT = 1_000;
/** Between two yields. */
const PARSED_AT_ONCE = 50;

/**
 * Gives what is stuck, at most `limit`; how many messages are not over, and how many of those are young: sent in the last tenth of a second, as some are at any
 * time. Cost: the number of dispatches; those that are given are parsed.
 */
export function* stuckOf(recent: Recent, limit: number): Generator<void, { readonly stuck: readonly Stuck[]; readonly open: number; readonly young: number }> {
  const { log: { dispatches }, position, passes } = recent;
  // Their lines stand in the order of sending: the first ones are the oldest.
  const oldest: number[] = [];
  const givenUp: number[] = [];
  let open = 0;
  let young = 0;
  yield* eachRow(dispatches.length, (dispatch) => {
    const state = dispatches.state(dispatch);
    if ((state !== "running" && state !== "timedOut" && state !== "aborted") || dispatches.run(dispatch) !== position || !passes(dispatch)) return;
    if (state !== "running") return void givenUp.push(dispatch);
    open += 1;
    if (recent.at - dispatches.at(dispatch) < RUNNING_AFTER_MS) young += 1;
    if (oldest.length < limit) oldest.push(dispatch);
  });
  const still: number[] = [];
  for (const [index, dispatch] of givenUp.slice(-GIVEN_UP_LOOKED_AT).entries()) {
    if (index % PARSED_AT_ONCE === 0) yield;
    if (recent.log.trace(dispatch).running.length > 0) still.push(dispatch);
  }
  const shown = [...oldest, ...still].sort((a, b) => dispatches.at(a) - dispatches.at(b)).slice(0, limit);
  const stuck = shown.flatMap((dispatch) => stuckIn(recent, recent.log.trace(dispatch))).sort((a, b) => b.ms - a.ms);
  return { stuck, open: open + still.length, young };
}

function stuckIn(recent: Recent, trace: DispatchTrace): Stuck[] {
  const { record: { id, verb, type, at }, running, settled, intercepted } = trace;
  const base = { id, verb, type, isGivenUp: settled !== undefined, awaitedBy: awaiting(recent, trace) };
  if (running.length > 0) return running.map((handling) => ({ ...base, in: "handler", name: handling.handler, ms: Math.max(0, recent.at - handling.at + RUNNING_AFTER_MS) }));
  const last = intercepted.at(-1);
  if (last?.change === "held") return [{ ...base, in: "interceptor", name: last.by, ms: Math.max(0, recent.at - last.at) }];
  return [{ ...base, in: "unknown", ms: Math.max(0, recent.at - at) }];
}

function awaiting({ log }: Recent, { record, cause }: DispatchTrace): Awaiting[] {
  const chain: Awaiting[] = [];
  let by = record.by;
  for (let above = cause; above !== undefined && chain.length < LONGEST_CHAIN; above = above.cause) {
    const { handlings, running, record: { id, type } } = log.trace(above.index);
    const n = by;
    if (handlings.some((handling) => handling.n === n)) break;
    const handler = running.find((handling) => handling.n === n)?.handler;
    chain.push({ id, type, ...(handler === undefined ? {} : { handler }) });
    by = above.record.by;
  }
  return chain;
}
