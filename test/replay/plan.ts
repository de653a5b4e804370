import { assert, suite } from "../harness.ts";
import { planReplay } from "../../src/replay/plan.ts";
import { dispatch, handling, logWith } from "./logs.ts";

const test = suite("replay/plan");

test("planReplay() plans the roots in the order in which they were sent, and nothing that they caused", () => {
  const log = logWith([
    dispatch(2, "b", { at: 5, source: "web", data: { n: 2 } }), dispatch(1, "a", { at: 1 }), dispatch(3, "c", { cause: 1, by: 0 }),
  ]);

  const { roots, types } = planReplay(log);

  assert.equal(roots.map(({ id, type, source, data }) => [id, type, source, data]), [[1, "a", undefined, undefined], [2, "b", "web", { n: 2 }]]);
  assert.equal(types, [["a", 1], ["b", 1]]);
});

test("planReplay() leaves out lifecycle messages, what was sent before startup was over, and orphans, and counts them", () => {
  const log = logWith([
    dispatch(1, "service.startup"), dispatch(2, "cache.warm", { phase: "startup" }), dispatch(3, "mail.queued", { cause: 99 }), dispatch(4, "late", { cause: 0 }), dispatch(5, "user.created"),
  ]);

  const { roots, left } = planReplay(log);

  assert.equal(roots.map(({ id }) => id), [5]);
  assert.equal(left, { lifecycle: 1, startup: 1, orphans: 2 });
});

test("planReplay() knows when a whole flow had ended, and that an open one had not", () => {
  const log = logWith([
    dispatch(1, "a", { at: 1 }), dispatch(2, "b", { at: 2, cause: 1, by: 0 }), handling(1, "x", { at: 1, ms: 1 }), handling(2, "y", { at: 2, ms: 10 }),
    dispatch(3, "c", { at: 3 }),
  ]);

  const { roots } = planReplay(log);

  assert.equal(roots.map(({ endedAt, messages }) => [endedAt, messages]), [[12, 2], [null, 1]]);
});

test("planReplay() plans the last run of a file that holds several, or the one that is given", () => {
  const log = logWith([dispatch(1, "a"), { kind: "log", version: 1, run: "s", part: 1, name: "shop", startedAt: "2026-11-24T00:00:00.000Z" }, dispatch(1, "b")]);

  const [first] = log.runs;
  assert.equal([planReplay(log), planReplay(log, first)].map(({ run, roots }) => [run, roots.map(({ type }) => type)]), [["s", ["b"]], ["r", ["a"]]]);
});
