// What was written lately, as the loss that it may become.
import { WrittenTally } from "../../src/recording/written_tally.ts";
import { assert, suite } from "../harness.ts";

const test = suite("recording/written_tally");

test("WrittenTally gives the records and the span of ids of what was added since it was cleared", () => {
  const tally = new WrittenTally();
  tally.add({ text: "", records: 9, from: 1, to: 9, at: 0 });
  tally.clear();

  assert.is(tally.loss("gone"), undefined);
  tally.add({ text: "", records: 2, from: 12, to: 13, at: 0 });
  tally.add({ text: "", records: 3, from: 10, to: 11, at: 1 });
  tally.add({ text: "", records: 1, at: 2 });

  assert.equal(tally.loss("gone"), { lost: 6, reason: "gone", from: 10, to: 13 });
});

test("WrittenTally counts what a line that was written tells as lost", () => {
  const tally = new WrittenTally();
  tally.add({ text: '{"kind":"gap","at":1,"lost":12,"reason":"full"}\n{"kind":"clock"}\n', records: 2, from: 1, to: 6, at: 0 });

  assert.equal(tally.loss("gone"), { lost: 13, reason: "gone", lines: 2, again: 12, from: 1, to: 6 });
});
