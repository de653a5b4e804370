import fc from "fast-check";
import { createCore, matches, parsePattern } from "../../../src/mod.ts";
import { anyText } from "../../any_text.ts";
import { assert, suite } from "../../harness.ts";
import { isReferencePattern, referenceMatches } from "./reference_matcher.ts";

const test = suite("core/model/pattern");

const SEED = 20_261_125;

/** Segments that look like something else, beside any text at all. */
const segment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "b", "", "*", ">") },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "toString", "(a", "[", "\\", "^$", "|", "\n", "\u2028", "é", "e\u0301", "😀", "\ud83d", "**", "a*", ">a", "x".repeat(65_536)) },
  { weight: 1, arbitrary: anyText({ maxLength: 4 }) },
);
const text = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join("."));
/** A pattern and a type that are alike more often than by chance. */
const pair = fc.tuple(text, text, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 })).map(([pattern, type, isTaken]): [string, string] => {
  const segments = type.split(".").map((each, index) => isTaken[index] ? pattern.split(".")[index] ?? each : each);
  return [pattern, segments.join(".")];
});

test("parsePattern() takes what the grammar does, and names a right spelling of the rest", () => {
  fc.assert(fc.property(text, (each) => {
    fc.pre(each !== "");
    let error: unknown;
    try {
      assert.is(parsePattern(each).text, each);
    } catch (thrown) {
      error = thrown;
    }
    assert.is(error === undefined, isReferencePattern(each));
    if (!(error instanceof SyntaxError)) return;
    const [, right = ""] = /: it is not one; "([^]*)" is$/.exec(error.message) ?? [];
    assert.is(isReferencePattern(right), true);
  }), { seed: SEED, numRuns: 2_000 });
});

test("matches() says what a matcher by segments says, whatever the names", () => {
  let agreed = 0;
  fc.assert(fc.property(pair, ([pattern, type]) => {
    fc.pre(isReferencePattern(pattern));
    const expected = referenceMatches(pattern, type);
    assert.is(matches(pattern, type), expected);
    if (expected) agreed++;
  }), { seed: SEED, numRuns: 2_000 });
  assert.ok(agreed > 200, `only ${agreed} of them matched`);
});

test("ACTION() calls the handlers that a matcher by segments names, in order, however the registry remembers", async () => {
  const small = fc.constantFrom("a", "a.b", "a.*", "*.b", "a.>", "*", ">", "a.b.c", "__proto__", "constructor.*");
  const sent = fc.constantFrom("a", "a.b", "a.b.c", "c", "__proto__", "constructor.x", "a.", ".b");
  const step = fc.oneof(
    fc.record({ register: small }),
    fc.record({ dispose: fc.nat({ max: 12 }) }),
    fc.record({ send: sent }),
  );
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
    const core = await createCore();
    const living = new Map<number, string>();
    const called: number[] = [];
    const subscriptions: { dispose(): void }[] = [];
    for (const each of steps) {
      if ("register" in each) {
        const number = subscriptions.length;
        subscriptions.push(core.registerAction(each.register, () => void called.push(number)));
        living.set(number, each.register);
      } else if ("dispose" in each) {
        subscriptions[each.dispose]?.dispose();
        living.delete(each.dispose);
      } else {
        called.length = 0;
        const expected = [...living].filter(([, pattern]) => referenceMatches(pattern, each.send)).map(([number]) => number);
        const { handled } = await core.ACTION({ type: each.send });
        assert.equal([handled, called], [expected.length, expected]);
      }
    }
  }), { seed: SEED, numRuns: 300 });
});
