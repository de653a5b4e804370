// What the benchmark makes of its figures.
import { judge, quartiles, ratio } from "../../bench/statistics.mjs";
import { assert, suite } from "../harness.ts";

const test = suite("bench/statistics");

const ours = { name: "core-ipc", ns: [20, 40, 30] };
const slow = { name: "slow", ns: [40, 40, 40] };
const quick = { name: "quick", ns: [10, 10, 10] };

test("quartiles() gives the middle, whatever the order", () => {
  assert.equal(quartiles([5, 1, 4, 2, 3]), { low: 2, median: 3, high: 4 });
});

test("ratio() compares the rounds one by one", () => {
  assert.equal(ratio(ours, slow), { low: 0.75, median: 0.75, high: 1 });
});

test("judge() meets a target at its very limit, and misses it above", () => {
  assert.is(judge({ against: "slow", most: 0.75 }, [ours, slow])?.isMet, true);
  assert.is(judge({ against: "slow", most: 0.74 }, [ours, slow])?.isMet, false);
});

test("judge() takes the fastest peer but those that are excepted", () => {
  assert.is(judge({ against: "the best", except: [], most: 1 }, [ours, slow, quick])?.peer, "quick");
  assert.is(judge({ against: "the best", except: ["quick"], most: 1 }, [ours, slow, quick])?.peer, "slow");
});

test("judge() gives no verdict on a peer that was not measured", () => {
  assert.is(judge({ against: "mitt", most: 1 }, [ours, slow]), undefined);
});
