// A secret planted anywhere in any value leaves nowhere.
import fc from "fast-check";
import { PayloadEncoder, type About } from "../../../src/log/payload_encoder.ts";
import { assert, suite } from "../../harness.ts";

const test = suite("log/redaction/planted");

const about: About = { type: "user.created", verb: "ACTION" };

/** Any value that has the secret somewhere under a key `pin`, beside whatever else. */
const anything = fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true, withNullPrototype: true, maxDepth: 3 });
const planted = fc.tuple(anything, anything, fc.array(fc.constantFrom("object", "list", "map", "class", "error"), { maxLength: 5 })).map(([secretPart, beside, nesting]) => {
  class Holder { inner: unknown; }
  let value: unknown = { pin: ["SECRET-4711", secretPart], beside };
  for (const how of nesting) {
    if (how === "object") value = { value, beside };
    else if (how === "list") value = [beside, value];
    else if (how === "map") value = new Map([["k", value]]);
    else if (how === "class") value = Object.assign(new Holder(), { inner: value });
    else value = Object.assign(new Error("e"), { value });
  }
  return value;
});

test("data() lets a secret under a key leave nowhere, whatever it is planted in", () => {
  const encoder = new PayloadEncoder({ rules: ["pin"] });

  fc.assert(fc.property(planted, (value) => {
    const text = encoder.data(value, about);
    assert.not.match(text, "SECRET-4711");
    assert.match(text, '"by":"key"');
  }), { numRuns: 300, seed: 3 });
});

test("data() lets an address leave nowhere, whatever it is planted in", () => {
  const encoder = new PayloadEncoder({ rules: ["detect:email"] });

  fc.assert(fc.property(planted, (value) => {
    const text = encoder.data({ value, "of ann@example.com": [value, "to ann@example.com", new Map([["ann@example.com", new Set(["ann@example.com"])]]), new URL("https://example.com/?q=ann@example.com")] }, about);
    assert.not.match(text, "ann@example.com");
  }), { numRuns: 300, seed: 4 });
});
