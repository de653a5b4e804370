// The keymap: one key, one meaning in one place; and the docs say the same.
import { readFileSync } from "node:fs";
import { actOf, bindingsOf, KEYMAP, keySigns, type Place } from "../../inspector/keymap.ts";
import { assert, suite } from "../harness.ts";

const test = suite("inspector/keymap");

const PLACES: readonly Place[] = ["list", "detail", "output", "help", "filter", "small"];

function doubled(place: Place): string[] {
  const keys = bindingsOf(place).flatMap((binding) => binding.keys);
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

test("KEYMAP gives no key two meanings in one place", () => {
  assert.equal(PLACES.map(doubled), [[], [], [], [], [], []]);
});

test("KEYMAP can be left everywhere", () => {
  assert.equal(PLACES.map((place) => actOf("ctrl-c", place)), Array(6).fill("interrupt"));
  assert.equal((["list", "detail", "output", "help", "small"] as const).map((place) => actOf("q", place)), Array(5).fill("quit"));
});

test("KEYMAP leaves letters to the filter while it is written", () => {
  assert.equal(bindingsOf("filter").flatMap(({ keys }) => keys).filter((key) => key.length === 1), []);
});

test("KEYMAP reads with single lower-case letters and G", () => {
  const letters = KEYMAP.flatMap(({ keys }) => keys).filter((key) => /^\p{L}$/u.test(key));
  assert.equal(letters.filter((letter) => letter !== letter.toLowerCase()), ["G"]);
});

test("docs/inspector.md holds the keymap's table", () => {
  const docs = readFileSync(new URL("../../docs/inspector.md", import.meta.url), "utf8");

  const rows = KEYMAP.map((binding) => `| \`${keySigns(binding)}\` | ${binding.places.join(", ")} | ${binding.says} |`);

  assert.equal(rows.filter((row) => !docs.includes(row)), []);
  assert.is(docs.match(/^\| `/gm)?.length, rows.length);
});
