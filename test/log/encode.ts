// What goes into a log comes back: values of every kind, by example and at random.
import fc from "fast-check";
import { assert, suite } from "../harness.ts";
import { decodeValue } from "../../src/log/decode.ts";
import { encodeError, encodeValue } from "../../src/log/encode.ts";

const test = suite("log/encode");

/** There and back again. */
function roundTrip(value: unknown): unknown {
  return decodeValue(JSON.parse(encodeValue(value)));
}

test("encodeValue() gives plain JSON as JSON.stringify does", () => {
  const value = { id: "123", list: [1, 2.5, null, true], nested: { empty: {} } };

  assert.is(encodeValue(value), JSON.stringify(value));
});

test("decodeValue() gives back whatever encodeValue() was given", () => {
  const anything = fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true, withTypedArray: true, withNullPrototype: true, withSparseArray: true, withObjectString: false, withUnboxedUndefined: true } as fc.ObjectConstraints)
    .filter((value) => !/password|token|secret|authorization|cookie|apikey/i.test(encodeValue(value)));

  fc.assert(fc.property(anything, (value) => {
    assert.equal(roundTrip(value), value);
  }), { numRuns: 500, seed: 7 });
});

test("decodeValue() gives back undefined, NaN, infinities, -0 and bigints inside and outside of objects", () => {
  const value = { a: undefined, b: NaN, c: Infinity, d: -Infinity, e: -0, f: 12n, g: [undefined, -0] };

  const back = roundTrip(value) as typeof value;

  assert.equal(Object.keys(back), ["a", "b", "c", "d", "e", "f", "g"]);
  assert.equal([back.b, back.c, back.d, Object.is(back.e, -0), back.f, Object.is(back.g[1], -0)], [NaN, Infinity, -Infinity, true, 12n, true]);
  assert.is(roundTrip(undefined), undefined);
});

test("decodeValue() gives back an error with its name, message, cause and own members", () => {
  const error = Object.assign(new TypeError("no", { cause: new RangeError("why") }), { code: "E_NO" });

  const back = roundTrip(error) as TypeError & { code: string };

  assert.ok(back instanceof Error);
  assert.equal([back.name, back.message, back.code, (back.cause as Error).name, (back.cause as Error).message], ["TypeError", "no", "E_NO", "RangeError", "why"]);
});

test("decodeValue() gives back cycles and shared references as the same objects", () => {
  const shared = { n: 1 };
  const value: Record<string, unknown> = { "a/b": shared, again: [shared], "~": new Map<unknown, unknown>([["k", shared]]) };
  value["self"] = value;

  const back = roundTrip(value) as { "a/b": object; again: object[]; self: object; "~": Map<string, object> };

  assert.is(back.self, back);
  assert.is(back.again[0], back["a/b"]);
  assert.is(back["~"].get("k"), back["a/b"]);
});

test("an object's own $core and __proto__ are just members", () => {
  const value = JSON.parse('{"$core":"Date","value":"x","inner":{"__proto__":{"polluted":true},"$core":5}}') as Record<string, unknown>;

  const back = roundTrip(value) as { $core: string; inner: object };

  assert.is(back.$core, "Date");
  assert.ok(Object.hasOwn(back.inner, "__proto__"));
  assert.is(Object.getPrototypeOf(back.inner), Object.prototype);
  assert.is(({} as { polluted?: boolean }).polluted, undefined);
});

test("encodeValue() survives getters that throw, hostile proxies and toJSON, and names them in place", () => {
  const hostile = {
    get bad(): never { throw new Error("no such row"); },
    proxy: new Proxy({}, { getPrototypeOf() { throw new Error("go away"); } }),
    toJSON() { throw new Error("never called"); },
    ok: 1,
  };

  const text = encodeValue(hostile);

  assert.equal(JSON.parse(text), {
    bad: { $core: "unreadable", value: "no such row" }, proxy: { $core: "unreadable", value: "go away" }, toJSON: { $core: "function", value: "toJSON" }, ok: 1,
  });
});

test("encodeValue() cuts what is too deep or too many, and says so in place", () => {
  let deep: unknown = "bottom";
  for (let level = 0; level < 100; level++) deep = { deep };
  const many = Array.from({ length: 300_000 }, () => ({}));

  assert.match(encodeValue(deep), '{"$core":"cut","reason":"deeper than 64 levels"}');
  assert.match(encodeValue(many), '"$core":"cut"');
});

test("encodeValue() leaves secrets out, wherever they stand and however they are spelled", () => {
  const text = encodeValue({ user: "ann", Password: "p1", nested: [{ apiKey: "p2", map: new Map([["token", "p3"]]) }], authorization: { scheme: "p4" } });

  assert.not.match(text, /p[1-4]/);
  assert.match(text, '"Password":{"$core":"redacted"}');
});

test("encodeValue() leaves a secret out of a payload that is plain JSON otherwise", () => {
  assert.is(encodeValue({ user: "ann", login: { password: "p1" } }), '{"user":"ann","login":{"password":{"$core":"redacted"}}}');
});

test("encodeValue() looks at each number of a payload that is plain JSON otherwise", () => {
  assert.is(encodeValue([{ n: -0 }]), '[{"n":{"$core":"number","value":"-0"}}]');
  assert.is(encodeValue([{ n: NaN }]), '[{"n":{"$core":"number","value":"NaN"}}]');
});

test("encodeValue() keeps an own __proto__ of a payload that is plain JSON otherwise", () => {
  assert.is(encodeValue(JSON.parse('{"a":{"__proto__":1}}')), '{"a":{"__proto__":1}}');
});

test("encodeValue() cuts a payload of too many values at a bound, whatever they are shared by", () => {
  const text = encodeValue({ list: Array.from({ length: 6 }, () => ({ n: 1 })) }, { limits: { depth: 64, nodes: 4 } });

  assert.is(text, '{"list":[{"n":1},{"n":1},{"$core":"cut","reason":"more than 4 values"},{"$core":"cut","reason":"more than 4 values"},{"$core":"cut","reason":"6 items"}]}');
});

test("a class instance comes back as a plain object that names its class in the log", () => {
  class User {
    id = 7;
  }

  assert.is(encodeValue(new User()), '{"$core":"object","name":"User","value":{"id":7}}');
  assert.equal(roundTrip(new User()), { id: 7 });
});

test("a reply channel is tagged, and decodeValue() puts a new one in its place", () => {
  const channel = { [Symbol.for("core-ipc.replyChannel")]: true, send() {} };
  const text = encodeValue({ response: channel });

  assert.is(text, '{"response":{"$core":"ReplyChannel"}}');
  assert.equal(decodeValue(JSON.parse(text), { replyChannel: () => "new" }), { response: "new" });
});

test("decodeValue() leaves tags alone that it does not know or that are malformed", () => {
  for (const text of ['{"$core":"Whatever","value":1}', '{"$core":"Map","value":3}', '{"$core":"bigint","value":"x"}', '{"$core":"RegExp","value":{"source":"(","flags":""}}', '{"$core":"ref","value":"/nowhere"}']) {
    assert.equal(decodeValue(JSON.parse(text)), JSON.parse(text));
  }
});

test("encodeError() takes whatever was thrown", () => {
  assert.equal(encodeError("boom"), { name: "string", message: "boom" });
  assert.equal(encodeError(undefined), { name: "undefined", message: "undefined" });
  const { name, message, code } = encodeError(Object.assign(new Error("full"), { code: "ENOSPC" }));
  assert.equal([name, message, code], ["Error", "full", "ENOSPC"]);
});
