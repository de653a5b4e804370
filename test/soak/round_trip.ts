// Values of every kind that a message can carry, many thousands of them, through the log and back.
import fc from "fast-check";
import { decodeValue, encodeValue } from "../../src/recording/mod.ts";
import { assert, suite } from "../harness.ts";

const test = suite("soak/round_trip");

/** Plain objects only: a value's prototype does not travel. */
const value = fc.anything({
  withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: false, withObjectString: false, withNullPrototype: false,
  withSparseArray: false, maxDepth: 4,
  key: fc.oneof(fc.string(), fc.constant("$core"), fc.constant("__proto__"), fc.constant("constructor")),
});

const RUNS = 30_000;

test("encodeValue() and decodeValue() give back what was sent", () => {
  fc.assert(
    fc.property(value, (sent) => {
      assert.equal(decodeValue(JSON.parse(encodeValue(sent))), sent);
    }),
    { numRuns: RUNS },
  );
}, { timeoutMs: 300_000 });

test("encodeValue() writes one line that JSON reads, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const line = encodeValue({ text });
      assert.not.match(line, /[\n\r]/);
      assert.is((decodeValue(JSON.parse(line)) as { text: string }).text, text);
    }),
    { numRuns: RUNS },
  );
}, { timeoutMs: 300_000 });
