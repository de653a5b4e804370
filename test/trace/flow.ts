import { walkFlow } from "../../src/trace/flow.ts";
import { assert, suite } from "../harness.ts";
import { logOf } from "../log/log_of.ts";
import { dispatch, header } from "./records.ts";

const test = suite("trace/flow");

test("walkFlow() visits each dispatch before what it caused, in the order of sending", () => {
  const log = logOf([header(), dispatch(1), dispatch(2, { cause: 1 }), dispatch(3, { cause: 1 }), dispatch(4, { cause: 2 })]);
  const visited: [number, number][] = [];

  walkFlow(log.trace(0), ({ record }, depth) => void visited.push([record.id, depth]));

  assert.equal(visited, [[1, 0], [2, 1], [4, 2], [3, 1]]);
});
