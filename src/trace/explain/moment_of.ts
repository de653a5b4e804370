/** When it was decided who gets a message: when it was sent, or when the last interceptor passed it on. */
import type { DispatchTrace } from "../dispatch_trace.ts";
import type { Moment } from "../registry/moment.ts";

/** Gives the moment at which a dispatch was matched. */
export function momentOf({ record, line, intercepted }: DispatchTrace): Moment {
  const passed = intercepted.findLast(({ change }) => change === "passed" || change === "changed");
  if (passed !== undefined && passed.at > record.at) return { at: passed.at };
  // What a part repeats of a message stands behind the registry that it repeats, though it was sent before.
  return record.snapshot === true ? { at: record.at } : { at: record.at, line };
}
