// What goes into a log comes back; what is plain JSON stays so, and costs no more than it must.
import fc from "fast-check";
import { assert, suite } from "../harness.ts";
import { decodeValue } from "../../src/log/decode.ts";
import { encodeError, encodeValue, ValueEncoder } from "../../src/log/encode.ts";
import type { Guard } from "../../src/log/guard.ts";
import { anyValue } from "./any_value.ts";

const test = suite("log/encode");

/** Withholds nothing: keys are drawn at random. */
const OPEN: Guard = { hidesKey: () => false, hide: () => null };

test("encodeValue() gives plain JSON as JSON.stringify does", () => {
  const value = { id: "123", list: [1, 2.5, null, true], nested: { empty: {} } };

  assert.is(encodeValue(value), '{"id":"123","list":[1,2.5,null,true],"nested":{"empty":{}}}');
});

test("decodeValue() gives back whatever encodeValue() was given", () => {
  const encoder = new ValueEncoder({ guard: OPEN });

  fc.assert(fc.property(anyValue, (value) => {
    assert.equal(decodeValue(JSON.parse(encoder.encode(value))), value);
  }), { numRuns: 400, seed: 7, endOnFailure: true });
});

test("encodeValue() gives the same for plain JSON as a walk that knows nothing", () => {
  const encoder = new ValueEncoder({ guard: OPEN });

  fc.assert(fc.property(fc.jsonValue(), (value) => {
    assert.equal(JSON.parse(encoder.encode(value)), decoded(value));
  }), { numRuns: 300, seed: 7 });
});

/** JSON has no -0, and a tag for it is right. */
function decoded(value: unknown): unknown {
  return JSON.parse(encodeValue(value, { guard: { ...OPEN, text: (text) => text } }));
}

test("encodeValue() looks at each number of a payload that is plain JSON otherwise", () => {
  assert.is(encodeValue([{ n: -0 }]), '[{"n":{"$core":"number","value":"-0"}}]');
  assert.is(encodeValue([{ n: NaN }]), '[{"n":{"$core":"number","value":"NaN"}}]');
});

test("encodeValue() keeps an own __proto__ of a payload that is plain JSON otherwise", () => {
  assert.is(encodeValue(JSON.parse('{"a":{"__proto__":1}}')), '{"a":{"__proto__":1}}');
});

test("encodeValue() leaves secrets out, wherever they stand and however they are spelled", () => {
  const text = encodeValue({ user: "ann", Password: "p1", nested: [{ apiKey: "p2", map: new Map([["token", "p3"]]) }], authorization: { scheme: "p4" } });

  assert.not.match(text, /p[1-4]/);
  assert.match(text, '"Password":{"$core":"redacted","by":"key"}');
});

test("encodeValue() leaves a secret out of a payload that is plain JSON otherwise", () => {
  assert.is(encodeValue({ user: "ann", login: { password: "p1" } }), '{"user":"ann","login":{"password":{"$core":"redacted","by":"key"}}}');
});

test("ValueEncoder tells an object with the keys of many others, and another value, from them", () => {
  const encoder = new ValueEncoder();
  for (let n = 0; n < 100; n++) encoder.encode({ id: n, at: 1, note: "a" });

  assert.is(encoder.encode({ id: 1, at: new Date(0), note: "a" }), '{"id":1,"at":{"$core":"Date","value":"1970-01-01T00:00:00.000Z"},"note":"a"}');
  assert.is(encoder.encode({ id: 1, at: 1, token: "a" }), '{"id":1,"at":1,"token":{"$core":"redacted","by":"key"}}');
  assert.is(encoder.encode({ id: 1, at: 1 }), '{"id":1,"at":1}');
  assert.is(encoder.encode({ id: 1, at: 1, note: "a", [Symbol.for("mark")]: true }), '{"$core":"plain","value":{"id":1,"at":1,"note":"a"},"symbols":[[{"$core":"symbol","for":"mark"},true]]}');
});

test("ValueEncoder tells a hole in a list where lists had none, and finds members beside items in one of some payloads", () => {
  const encoder = new ValueEncoder();
  for (let n = 0; n < 100; n++) encoder.encode({ rows: [n, 1] });

  assert.is(encoder.encode({ rows: Object.assign([1], { length: 2 }) }), '{"rows":[1,{"$core":"hole"}]}');
  const texts = Array.from({ length: 64 }, () => encoder.encode({ rows: Object.assign([1], { total: 9 }) }));
  assert.is(texts.at(-1), '{"rows":{"$core":"array","value":[1],"members":{"total":9}}}');
});

test("ValueEncoder calls a getter once, also where it was data before", () => {
  let calls = 0;
  const encoder = new ValueEncoder();
  for (let n = 0; n < 5; n++) encoder.encode({ id: n, total: 1 });

  const texts = Array.from({ length: 50 }, () => encoder.encode({ id: 1, get total() { calls += 1; return calls; } }));

  assert.is(calls, 50);
  assert.is(texts[49], '{"id":1,"total":50}');
});

test("ValueEncoder encodes what a getter sends while it is read", () => {
  const encoder = new ValueEncoder();
  const inner: string[] = [];

  const text = encoder.encode({ get a() { inner.push(encoder.encode({ b: [1] })); return 1; } });

  assert.equal([text, inner], ['{"a":1}', ['{"b":[1]}']]);
});

test("ValueEncoder keeps working on tables whose keys never end", () => {
  const encoder = new ValueEncoder();

  for (let n = 0; n < 30_000; n++) encoder.encode({ [`key${n}`]: n, [`other${n}`]: n });

  assert.is(encoder.encode({ key1: 1, token: 2 }), '{"key1":1,"token":{"$core":"redacted","by":"key"}}');
});

test("encodeError() takes whatever was thrown", () => {
  assert.equal(encodeError("boom"), { name: "string", message: "boom" });
  assert.equal(encodeError(undefined), { name: "undefined", message: "undefined" });
  const { name, message, code } = encodeError(Object.assign(new Error("full"), { code: "ENOSPC" }));
  assert.equal([name, message, code], ["Error", "full", "ENOSPC"]);
});

test("encodeError() keeps the beginning of a message of a million characters", () => {
  let cuts = 0;
  const { message } = encodeError("x".repeat(1_000_000), { limits: { depth: 64, nodes: 100, onCut: () => { cuts += 1; } } });

  assert.equal([message.length, message.endsWith("x…"), cuts], [16_385, true, 1]);
});
