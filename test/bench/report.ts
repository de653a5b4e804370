// The page that the benchmark writes, and that its cases cover what is to be reached.
import { CASES } from "../../bench/cases.mjs";
import { report } from "../../bench/report.mjs";
import { assert, suite } from "../harness.ts";

const test = suite("bench/report");

test("report() puts the runtimes side by side, and says of each what became of a target", () => {
  const page = report({
    date: "2026-11-25", machine: "2 cores.", runtimes: ["node 20", "bun 1"],
    cases: [{
      title: "1 sync handler", targets: [{ against: "mitt", most: 1 }],
      measured: [[{ name: "core-ipc", ns: [20] }, { name: "mitt", ns: [40] }], [{ name: "core-ipc", ns: [30] }]],
    }],
  });

  assert.match(page, "| core-ipc | 20 | 30 |\n| mitt | 40 | – |\n\n- ≤ 1× mitt: node 20 **met** 0.50× · bun 1 not measured\n");
});

test("report() gives the memory of each side, in bytes", () => {
  const page = report({ date: "2026-11-25", machine: "2 cores.", runtimes: ["node 20"], cases: [], memory: [{ title: "one subscription", measured: [[{ name: "mitt", bytes: [17, 18, 16] }]] }] });

  assert.match(page, "one subscription:\n\n|  | node 20 |\n| --- | ---: |\n| mitt | 17 |\n");
});

test("the cases cover every target that is to be reached, by peer", () => {
  const targets = CASES.flatMap(({ title, targets }) => targets.map(({ against, most }) => `${title}: ${against} ${most.toFixed(3)}`));

  assert.equal(targets, [
    "1 sync handler: mitt 1.000", "1 sync handler: emittery 0.100", "1 sync handler: moleculer 0.025",
    "10 sync handlers: nanoevents 1.000", "100 sync handlers: the best 1.100", "1,000 types, one handler each: the best 1.200",
    "1 async handler, awaited: emittery 0.333", "10 async handlers, awaited: emittery 0.500", "request and answer: moleculer 0.333",
    "100 patterns with wildcards: the best 0.125", "one of 10 handlers throws: mitt 1.000",
  ]);
});
