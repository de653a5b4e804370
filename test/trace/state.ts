import { assert, suite } from "../harness.ts";
import { msOf, stateOf, type DispatchState } from "../../src/trace/state.ts";
import type { KnownRecord } from "../../src/trace/record.ts";
import { logOf, tracesOf } from "../log/log_of.ts";
import { dispatch, handling, header } from "./records.ts";

const test = suite("trace/state");

/** What the records of dispatch 1 amount to, as the specification says: the expected state stands first. */
const CASES: readonly (readonly [DispatchState, string, readonly KnownRecord[]])[] = [
  ["unhandled", "no subscription matched", [dispatch(1, { handlers: 0 })]],
  ["running", "an ACTION of two handlings, one of them in", [dispatch(1, { handlers: 2 }), handling(1)]],
  ["done", "an ACTION with all its handlings", [dispatch(1, { handlers: 2 }), handling(1), handling(1, { n: 1 })]],
  ["done", "an ACTION with one that was spared", [dispatch(1, { handlers: 2 }), handling(1), handling(1, { n: 1, outcome: "spared" })]],
  ["failed", "an ACTION with one that failed", [dispatch(1, { handlers: 2 }), handling(1, { outcome: "failed" }), handling(1, { n: 1 })]],
  ["answered", "a QUERY at its first answer", [dispatch(1, { verb: "QUERY", handlers: 3 }), handling(1, { outcome: "declined" }), handling(1, { n: 1, outcome: "answered" })]],
  ["failed", "a QUERY at its first failure", [dispatch(1, { verb: "QUERY", handlers: 3 }), handling(1, { outcome: "failed" })]],
  ["unanswered", "a QUERY that all declined", [dispatch(1, { verb: "QUERY", handlers: 1 }), handling(1, { outcome: "declined" })]],
  ["running", "a QUERY that one of two declined", [dispatch(1, { verb: "QUERY", handlers: 2 }), handling(1, { outcome: "declined" })]],
  ["answered", "a QUERYALL with all its handlings", [dispatch(1, { verb: "QUERYALL", handlers: 2 }), handling(1, { outcome: "answered" }), handling(1, { n: 1, outcome: "declined" })]],
  ["running", "a PERFORM whose executor runs", [dispatch(1, { verb: "PERFORM", handlers: 2 })]],
  ["done", "a PERFORM at its one handling", [dispatch(1, { verb: "PERFORM", handlers: 2 }), handling(1)]],
  ["timedOut", "a dispatch that was settled otherwise", [dispatch(1), { kind: "settled", dispatch: 1, at: 9, type: "a", ms: 8, outcome: "timedOut" }]],
  ["done", "an intercepted dispatch with as many handlings as matched then", [
    dispatch(1, { verb: "ACTION" }), { kind: "intercepted", at: 2, dispatch: 1, by: "p", change: "passed", handlers: 1 }, handling(1),
  ]],
];

for (const [expected, what, records] of CASES) {
  test(`stateOf() gives ${expected} for ${what}`, () => {
    const log = logOf([header(), ...records]);

    assert.equal([stateOf(log.trace(0)), log.dispatches.state(0)], [expected, expected]);
  });
}

test("msOf() counts from the sending to the end of the last handling, and gives nothing for what runs or has no handler", () => {
  const [done, running, unhandled] = tracesOf(logOf([
    header(), dispatch(1, { at: 10, handlers: 2 }), dispatch(2), dispatch(3, { handlers: 0 }), handling(1, { at: 11, ms: 4 }), handling(1, { n: 1, at: 12, ms: 1.5 }),
  ]));

  assert.equal([msOf(done!), msOf(running!), msOf(unhandled!)], [5, undefined, undefined]);
});
