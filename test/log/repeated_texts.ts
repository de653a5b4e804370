// Texts that are remembered: whatever was asked before, the text is that of a fresh one.
import fc from "fast-check";
import type { Dispatch, Verb } from "../../src/mod.ts";
import { RepeatedTexts, TEXTS } from "../../src/log/repeated_texts.ts";
import { assert, suite } from "../harness.ts";

const test = suite("log/repeated_texts");

function sent(type: string, source?: string, verb: Verb = "ACTION", handlers?: number, phase?: "startup"): Dispatch {
  const message = { type, data: undefined, timestamp: new Date(0), ...(source === undefined ? {} : { source }) };
  return { id: 1, verb, message, at: 0, flow: 1, ...(handlers === undefined ? {} : { handlers }), ...(phase === undefined ? {} : { phase }) };
}

/** What a line is made of stands in it as JSON says it. */
const rounded = (ms: number): string => String(Math.round(ms * 1000) / 1000);

test("RepeatedTexts gives numbers as they are, in any order", () => {
  const texts = new RepeatedTexts();
  const whole = fc.oneof(fc.nat(3000), fc.nat(), fc.maxSafeNat());
  const ms = fc.oneof(fc.double({ min: 0, max: 3, noNaN: true }), fc.double({ min: -5, max: 1e9, noNaN: true }), fc.double({ noNaN: true, noDefaultInfinity: true }));

  fc.assert(fc.property(whole, ms, ms, (id, at, took) => {
    assert.equal([texts.id(id), texts.at(at), texts.ms(took)], [String(id), rounded(at), rounded(took)]);
  }), { numRuns: 2000, seed: 4 });
});

test("RepeatedTexts gives fractions without zeros at their end", () => {
  const texts = new RepeatedTexts();

  assert.equal([0, 0.001, 0.01, 0.1, 0.12, 1.2345, 7.0004, 999.9996, 1000.1].map((ms) => texts.at(ms)), ["0", "0.001", "0.01", "0.1", "0.12", "1.235", "7", "1000", "1000.1"]);
});

test("RepeatedTexts gives the times of an app whose clock jumps back, and none for an invalid one", () => {
  const texts = new RepeatedTexts();
  const times = [0, 1, 1, 0, Number.NaN, 0].map((ms) => new Date(ms));

  assert.equal(times.map((time) => texts.timestamp(time)), [
    "1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.001Z", "1970-01-01T00:00:00.001Z", "1970-01-01T00:00:00.000Z", "", "1970-01-01T00:00:00.000Z",
  ]);
});

test("RepeatedTexts tells apart what is sent in another way, by another service or at another time", () => {
  const texts = new RepeatedTexts();
  const ways = [sent("a", "x", "ACTION", 1), sent("a", "y", "ACTION", 1), sent("a", "x", "QUERY", 1), sent("a", "x", "ACTION", 2), sent("a"), sent("a", "x", "ACTION", 1, "startup")];

  const twice = [...ways, ...ways].map((way) => texts.head(way) + texts.tail(way));

  const once = [
    ',"verb":"ACTION","type":"a","handlers":1,"source":"x","timestamp":"',
    ',"verb":"ACTION","type":"a","handlers":1,"source":"y","timestamp":"',
    ',"verb":"QUERY","type":"a","handlers":1,"source":"x","timestamp":"',
    ',"verb":"ACTION","type":"a","handlers":2,"source":"x","timestamp":"',
    ',"verb":"ACTION","type":"a","timestamp":"',
    ',"verb":"ACTION","type":"a","handlers":1,"source":"x","phase":"startup","timestamp":"',
  ];
  assert.equal(twice, [...once, ...once]);
});

test("RepeatedTexts stays bounded, and right, with more types and sources than it remembers", () => {
  const texts = new RepeatedTexts();
  const subscription = { id: 3, verb: "ACTION", pattern: ">", handler: "audit.onAny" } as const;
  let wrong = 0;

  for (let n = 0; n < TEXTS * 3; n++) {
    const way = sent(`type.${n}`, `source${n}`);
    if (texts.head(way) + texts.tail(way) !== `,"verb":"ACTION","type":"type.${n}","source":"source${n}","timestamp":"`) wrong += 1;
    if (texts.handling(way.message.type, subscription) !== `,"type":"type.${n}","handler":"audit.onAny","subscription":3,"ms":`) wrong += 1;
  }

  assert.equal([wrong, texts.size <= TEXTS], [0, true]);
});
