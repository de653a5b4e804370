import { flowsWith } from "../../src/trace/flows.ts";
import { finish } from "../../src/trace/slices.ts";
import { assert, suite } from "../harness.ts";
import { logOf } from "../log/log_of.ts";

const test = suite("trace/flows");

const dispatch = (id: number, cause?: number) => ({ kind: "dispatch", id, at: id, verb: "ACTION", type: "a.b", handlers: 0, timestamp: "2026-11-23T09:00:00.012Z", ...(cause === undefined ? {} : { cause, by: 0 }) });

test("flowsWith() gives whole flows: what passes, its causes, and all that these caused", () => {
  const log = logOf([
    { kind: "log", version: 1, run: "a", part: 1, name: "shop", startedAt: "2026-11-23T09:00:00.000Z" },
    dispatch(1), dispatch(2, 1), dispatch(3), dispatch(4, 2), dispatch(5, 3), dispatch(6, 1), dispatch(7, 99), dispatch(8, 7), dispatch(9),
  ]);
  const idsWith = (...ids: number[]): number[] => {
    const isIn = finish(flowsWith(log, (at) => ids.includes(log.dispatches.id(at))));
    return [...isIn].flatMap((one, at) => one === 1 ? [log.dispatches.id(at)] : []);
  };

  assert.equal([idsWith(4), idsWith(3), idsWith(8), idsWith(9, 6), idsWith()], [[1, 2, 4, 6], [3, 5], [7, 8], [1, 2, 4, 6, 9], []]);
});
