import fc from "fast-check";
import { matches, parsePattern } from "../../src/mod.ts";
import { assert, suite } from "../harness.ts";

const test = suite("core/pattern");

test("matches(): * is exactly one segment", () => {
  assert.is(matches("user.*", "user.created"), true);
  assert.is(matches("user.*", "user"), false);
  assert.is(matches("user.*", "user.address.changed"), false);
  assert.is(matches("*.created", "user.created"), true);
});

test("matches(): > is one or more last segments", () => {
  assert.is(matches("user.>", "user.created"), true);
  assert.is(matches("user.>", "user.address.changed"), true);
  assert.is(matches("user.>", "user"), false);
  assert.is(matches("*.address.>", "user.address.changed"), true);
});

test("matches(): alone, * and > mean everything", () => {
  assert.is(matches("*", "user.address.changed"), true);
  assert.is(matches(">", "user.address.changed"), true);
});

test("matches(): any other string is just a name", () => {
  assert.is(matches("a.(b)|c", "a.(b)|c"), true);
  assert.is(matches("a.b", "axb"), false);
  assert.is(matches("__proto__", "__proto__"), true);
});

test("matches(): a long name is just a name, also before a wildcard", () => {
  const long = "x".repeat(65_536);
  const deep = "a.".repeat(32_768);

  assert.is(matches(`${long}.*`, `${long}.a`), true);
  assert.is(matches(`${long}.*`, `${long}.a.b`), false);
  assert.is(matches(`${deep}>`, `${deep}b`), true);
  assert.is(matches("*.".repeat(8_000) + "*", "b"), false);
});

test("parsePattern() names the right spelling of a wildcard inside a segment", () => {
  assert.throws(() => parsePattern("us*"), { name: "SyntaxError", message: 'Cannot use pattern "us*": it is not one; "*" is' });
  assert.throws(() => parsePattern("a.b>.c"), { name: "SyntaxError", message: /it is not one; "a\.\*\.c" is$/ });
});

test("parsePattern() names the right spelling of > before the end", () => {
  assert.throws(() => parsePattern("a.>.b"), { name: "SyntaxError", message: /it is not one; "a\.\*\.b" is$/ });
});

test("parsePattern() refuses what is no non-empty string", () => {
  assert.throws(() => parsePattern(""), { name: "TypeError", message: /pattern "": it is not a non-empty string/ });
  assert.throws(() => parsePattern(null as never), { name: "TypeError", message: /pattern "null": it is not a non-empty string/ });
});

const segment = fc.constantFrom("a", "b", "c", "");
const type = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join(".")).filter((text) => text !== "");
const pattern = fc.tuple(fc.array(fc.oneof(segment, fc.constant("*")), { maxLength: 4 }), fc.boolean())
  .map(([segments, isOpenEnded]) => [...segments, ...isOpenEnded ? [">"] : []].join("."))
  .filter((text) => text !== "");

test("matches() agrees with a pattern spelled as a regular expression", () => {
  const reference = (text: string) => text === "*" || text === ">"
    ? /^/
    : new RegExp(`^${text.split(".").map((each) => each === "*" ? "[^.]*" : each === ">" ? ".*" : each).join("\\.")}$`);

  fc.assert(fc.property(pattern, type, (text, sent) => matches(text, sent) === reference(text).test(sent)), { numRuns: 2000, seed: 7 });
  assert.ok(true, "2000 pairs agree");
});
