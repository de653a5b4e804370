// Durations, sizes and shares as people write them.
import { durationMs, isSize, share, sizeBytes } from "../../src/recording/units.ts";
import { assert, suite } from "../harness.ts";

const test = suite("recording/units");

test("durationMs() reads milliseconds to days, and takes a number as it is", () => {
  assert.equal(["500ms", "30s", "1.5m", "2min", "12h", "7d", 250].map((value) => durationMs("ring", value)), [500, 30_000, 90_000, 120_000, 43_200_000, 604_800_000, 250]);
});

test("sizeBytes() reads decimal and binary sizes in any case", () => {
  assert.equal(["10B", "64kB", "100MB", "1.5gb", "1MiB", 4096].map((value) => sizeBytes("rotation", value)), [10, 64_000, 100_000_000, 1_500_000_000, 1_048_576, 4096]);
});

test("isSize() tells a size from a duration", () => {
  assert.equal(["100MB", "5 GB", "1h", "30m", "7"].map(isSize), [true, true, false, false, false]);
});

test("share() reads percents, and takes a number as it is", () => {
  assert.equal(["2%", "0.5 %", "100%", 0.1].map((value) => share("budget", value)), [0.02, 0.005, 1, 0.1]);
});

test("a quantity that is none is refused by its value, with what would do", () => {
  assert.throws(() => durationMs("ring", "30"), { name: "SyntaxError", message: 'Cannot use ring "30": it is not a duration such as "500ms", "30s", "5m", "12h" or "7d"' });
  assert.throws(() => durationMs("ring", "soon"), { name: "SyntaxError" });
  assert.throws(() => durationMs("ring", "0s"), { name: "RangeError", message: 'Cannot use ring "0s": it is not above 0' });
  assert.throws(() => durationMs("ring", NaN), { name: "RangeError" });
  assert.throws(() => sizeBytes("rotation", "100MS"), { name: "SyntaxError", message: 'Cannot use rotation "100MS": it is not a size such as "64kB", "100MB" or "2GB"' });
  assert.throws(() => share("budget", "2"), { name: "SyntaxError", message: 'Cannot use budget "2": it is not a share such as "2%"' });
  assert.throws(() => share("budget", "0%"), { name: "RangeError" });
  assert.throws(() => share("budget", 1.2), { name: "RangeError", message: 'Cannot use budget "1.2": it is not above 0 and up to 100 %' });
});
