/** Filters ask about what a log says of a dispatch; here they are asked about one that is being sent. */
import type { Dispatch } from "../mod.ts";
import type { Filter } from "../trace/filter/mod.ts";
import type { DispatchTrace } from "../trace/dispatch_trace.ts";
import type { RunTrace } from "../trace/run_trace.ts";
import type { Capture } from "../trace/record.ts";
import { WallClock } from "../trace/wall_clock.ts";
import { encodeValue } from "./encode.ts";
import type { RecorderOptions } from "./recorder_options.ts";

/** The run is of no consequence: what a filter asks about is the dispatch. */
const NO_RUN: RunTrace = {
  header: { kind: "log", version: 1, run: "", part: 1, name: "", startedAt: "" }, startedAtMs: Number.NaN, clock: new WallClock(Number.NaN),
  services: new Map(), serviceRecords: [], types: new Map(), subscriptions: new Map(), degraded: [], elsewhere: 0, skipped: 0, records: 0, unplaced: 0,
};

/** As much of a dispatch as is known when it is sent, or less. */
export interface SentDispatch extends Pick<Dispatch, "verb">, Partial<Pick<Dispatch, "id" | "at" | "handlers" | "cause" | "by">> {
  /** What is sent. */
  readonly message: { readonly type: string; readonly source?: string | undefined; readonly data?: unknown };
}

/**
 * Whether a filter lets a dispatch pass that is being sent, when nothing is known yet of how it will end. Its data is asked about as a log would hold it.
 * Cost: an object, and the filter's; that of encoding the data where that is asked about and everything else lets the dispatch pass.
 * @throws TypeError for a filter that asks what is known only afterwards: `filter.asks` says so
 */
export function passes(filter: Filter, { id = 0, verb, at = 0, handlers, cause, by, message: { type, source, data } }: SentDispatch): boolean {
  if (filter.asks === "ended") throw new TypeError(`Cannot ask "${filter.text}" of a message that is being sent: it asks what becomes of it`);
  const trace: DispatchTrace = {
    index: -1,
    record: {
      kind: "dispatch", id, at, verb, type, timestamp: "", get data() { return asRecorded(data); },
      ...(handlers === undefined ? {} : { handlers }), ...(cause === undefined ? {} : { cause }), ...(by === undefined ? {} : { by }), ...(source === undefined ? {} : { source }),
    },
    run: NO_RUN, line: 0, offset: 0, handlings: [], running: [], replies: [], intercepted: [], caused: [], isOrphan: false, depth: 0,
  };
  return filter.test(trace);
}

function asRecorded(data: unknown): unknown {
  return data === undefined ? undefined : JSON.parse(encodeValue(data)) as unknown;
}

/** Why a dispatch is left out of a log; undefined for one that is not. */
export function whySkipped(capture: Capture, only: RecorderOptions["only"], dispatch: Dispatch): string | undefined {
  if (capture === "counts") return "over budget";
  return only === undefined || passesOnly(only, dispatch) ? undefined : `--only ${only.text}`;
}

/** A test that throws over what an app made lets the dispatch pass: more is recorded then, not less. */
function passesOnly(only: NonNullable<RecorderOptions["only"]>, dispatch: Dispatch): boolean {
  try {
    return only.test(dispatch);
  } catch {
    return true;
  }
}
