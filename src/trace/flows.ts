/** Whole flows over columns: a dispatch, what caused it, and all that these caused. */
import type { Log } from "./log.ts";

/**
 * Says of each dispatch whether it belongs to a flow that holds one that passes: 1 or 0, by ordinal. A flow begins at a root, or at an orphan. Yields now and then, so that it can
 * be run in slices. Cost: some nanoseconds for each dispatch beside the test.
 */
export function* flowsWith(log: Pick<Log, "dispatches">, passes: (dispatch: number) => boolean): Generator<undefined, Uint8Array> {
  const { dispatches } = log;
  const { length } = dispatches;
  const first = new Uint32Array(length);
  const isIn = new Uint8Array(length);
  for (let dispatch = 0; dispatch < length; dispatch++) {
    const cause = dispatches.cause(dispatch);
    // What caused something stands before it.
    first[dispatch] = cause < 0 ? dispatch : first[cause] as number;
    if (passes(dispatch)) isIn[first[dispatch] as number] = 1;
    if (dispatch % 4096 === 4095) yield;
  }
  for (let dispatch = 0; dispatch < length; dispatch++) isIn[dispatch] = isIn[first[dispatch] as number] as number;
  return isIn;
}
