// What a recording is told: read, or refused by name.
import { settingsOf } from "../../src/recording/record_options.ts";
import { assert, suite } from "../harness.ts";

const test = suite("recording/record_options");

test("settingsOf() gives a file alone the budget of an always-on recorder, and a turn to be written in", () => {
  assert.equal(settingsOf({ file: "run.jsonl" }), { file: "run.jsonl", redact: [], writing: "turn", gzip: false, on: [], budget: 0.02 });
});

test("settingsOf() reads every option", () => {
  assert.equal(settingsOf({
    file: "run.jsonl", ring: "30s", on: ["error", "slow>500ms"], redact: ["/email"], budget: "none", only: "type:user.*", writing: "background", rotate: ["100MB", "1d"], keep: "1GB", gzip: true,
  }), {
    file: "run.jsonl", ringMs: 30_000, on: ["error", "slow>500ms"], redact: ["/email"], only: "type:user.*", writing: "background",
    rotate: { bytes: 100_000_000, ageMs: 86_400_000 }, keep: { bytes: 1_000_000_000 }, gzip: true,
  });
});

test("settingsOf() has a ring wait for errors when it is not told for what", () => {
  assert.equal(settingsOf({ file: "a", ring: 500 }).on, ["error"]);
});

test("settingsOf() reads how many parts are kept from a number and from a text", () => {
  assert.equal([settingsOf({ file: "a", rotate: "1h", keep: 5 }).keep, settingsOf({ file: "a", rotate: "1h", keep: "5" }).keep], [{ parts: 5 }, { parts: 5 }]);
});

test("settingsOf() refuses what it does not know, and what would do nothing", () => {
  assert.throws(() => settingsOf({ file: "a", rign: "30s" } as never), { name: "TypeError", message: /^Cannot use recording option "rign": it is not one of file, ring, / });
  assert.throws(() => settingsOf({} as never), { name: "TypeError", message: 'Cannot use recording file "undefined": it is not a path' });
  assert.throws(() => settingsOf({ file: "a", on: ["error"] }), { name: "TypeError", message: 'Cannot wait for "error": there is no ring to write then; ring: "30s" holds one' });
  assert.throws(() => settingsOf({ file: "a", keep: 5 }), { name: "TypeError", message: 'Cannot keep closed parts: there are none; rotate: "100MB" begins new ones' });
  assert.throws(() => settingsOf({ file: "a", gzip: true }), { name: "TypeError" });
  assert.throws(() => settingsOf({ file: "a", writing: "later" as never }), { name: "TypeError", message: 'Cannot use writing "later": it is not one of record, turn, background' });
  assert.throws(() => settingsOf({ file: "a", rotate: "1h", keep: 0 }), { name: "RangeError", message: 'Cannot keep "0" parts: it is not a whole number from 1 on' });
  assert.throws(() => settingsOf({ file: "a", rotate: "soon" }), { name: "SyntaxError" });
});
