// Values of every kind that a message can carry, and hostile ones, many thousands of them, through the log and back.
import fc from "fast-check";
import { decodeValue } from "../../src/log/decode.ts";
import { encodeValue, ValueEncoder } from "../../src/log/encode.ts";
import { anyText } from "../any_text.ts";
import { assert, suite } from "../harness.ts";
import { anyValue } from "../log/any_value.ts";
import { hostileValue } from "../log/hostile_value.ts";

const test = suite("soak/round_trip");

const RUNS = 5_000;
const WITHIN = { timeoutMs: 600_000 };

/**
 * One encoder for all: what it learned of some keys must not change what it says of others. But for one thing, which src/log/shapes.ts says: whether a list has members beside its
 * items it asks no more, once those in its place had none.
 */
const encoder = new ValueEncoder({ guard: { hidesKey: () => false, hide: () => null } });

test("decodeValue() gives back what was sent", () => {
  fc.assert(
    fc.property(anyValue, (sent) => {
      assert.equal(decodeValue(JSON.parse(encodeValue(sent))), sent);
      if (!hasListWithMembers(sent)) assert.equal(decodeValue(JSON.parse(encoder.encode(sent))), sent);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, WITHIN);

test("decodeValue() gives back what fast-check thinks of", () => {
  const anything = fc.anything({
    withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withBoxedValues: true, withNullPrototype: true, withSparseArray: true, withObjectString: true,
    withUnicodeString: true, maxDepth: 4,
  } as fc.ObjectConstraints);
  fc.assert(
    fc.property(anything, (sent) => {
      assert.equal(decodeValue(JSON.parse(encoder.encode(sent))), sent);
    }),
    { numRuns: RUNS },
  );
}, WITHIN);

test("encodeValue() survives whatever throws and lies, and stays within its bound", () => {
  fc.assert(
    fc.property(hostileValue, fc.integer({ min: 100, max: 2_000 }), (make, recordBytes) => {
      const text = encodeValue(make(), { limits: { depth: 8, nodes: 100, recordBytes } });
      decodeValue(JSON.parse(text));
      assert.ok(new TextEncoder().encode(text).length <= recordBytes);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, WITHIN);

test("encodeValue() cuts any value to any bound, in JSON that is read", () => {
  fc.assert(
    fc.property(anyValue, fc.integer({ min: 100, max: 600 }), fc.integer({ min: 1, max: 20 }), (sent, recordBytes, nodes) => {
      const text = encodeValue(sent, { limits: { depth: 4, nodes, recordBytes } });
      decodeValue(JSON.parse(text));
      assert.ok(new TextEncoder().encode(text).length <= recordBytes);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, WITHIN);

test("encodeValue() writes one line that JSON reads, whatever the text", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const line = encodeValue({ text });
      assert.not.match(line, /[\n\r]/);
      assert.is((decodeValue(JSON.parse(line)) as { text: string }).text, text);
    }),
    { numRuns: RUNS },
  );
}, WITHIN);

/** Whether a list in it, however deep, has members that are no items. */
function hasListWithMembers(value: unknown, met: Set<unknown> = new Set()): boolean {
  if (typeof value !== "object" || value === null || met.has(value)) return false;
  met.add(value);
  if (ArrayBuffer.isView(value)) return false;
  const keys = Reflect.ownKeys(value);
  if (Array.isArray(value) && keys.some((key) => typeof key === "symbol" || (key !== "length" && !/^\d+$/.test(key)))) return true;
  const held = keys.map((key) => Reflect.get(value, key) as unknown);
  const entries: unknown[] = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : [];
  return [...held, ...entries].some((each) => hasListWithMembers(each, met));
}
