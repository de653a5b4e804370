// Values of every kind, by name: how each stands in a log, and what comes back.
import { runInNewContext } from "node:vm";
import { assert, suite } from "../harness.ts";
import { decodeValue } from "../../src/log/decode.ts";
import { encodeValue } from "../../src/log/encode.ts";

const test = suite("log/values");

/** There and back again. */
function roundTrip(value: unknown): unknown {
  return decodeValue(JSON.parse(encodeValue(value)));
}

class User {
  id = 7;
}
class Cache extends Map<unknown, unknown> {
  size2 = 1;
  override get [Symbol.toStringTag]() { return "Cache"; }
}
class Refused extends Error {
  readonly code = "E_NO";
}

const TEXTS: readonly (readonly [what: string, value: unknown, text: string])[] = [
  ["an object of a class", new User(), '{"$core":"object","name":"User","value":{"id":7}}'],
  ["an object without a prototype", Object.create(null), '{"$core":"object","name":null,"value":{}}'],
  ["an object of an anonymous class", new (class {})(), '{"$core":"object","name":"","value":{}}'],
  ["a Map of a class with members", new Cache([[1, 2]]), '{"$core":"Map","name":"Cache","value":[[1,2]],"members":{"size2":1}}'],
  ["a Date with a member", Object.assign(new Date(0), { zone: "UTC" }), '{"$core":"Date","value":"1970-01-01T00:00:00.000Z","members":{"zone":"UTC"}}'],
  ["an invalid Date", new Date(NaN), '{"$core":"Date","value":null}'],
  ["an Error of a class", Object.assign(new Refused("no"), { stack: undefined }), '{"$core":"Error","name":"Refused","value":{"name":"Error","message":"no","code":"E_NO"}}'],
  ["an AggregateError", Object.assign(new AggregateError(["a"], "all"), { stack: undefined }), '{"$core":"Error","value":{"name":"AggregateError","message":"all","errors":["a"]}}'],
  ["an Error whose cause is undefined", Object.assign(new Error("e", { cause: undefined }), { stack: "s" }), '{"$core":"Error","value":{"name":"Error","message":"e","stack":"s","cause":{"$core":"undefined"}}}'],
  ["an Error with other values where texts are usual", Object.assign(new Error("e"), { name: 5, message: [1], stack: null }), '{"$core":"Error","name":"Error","value":{"name":5,"message":[1],"stack":null}}'],
  ["a Buffer of Node", new (class Buffer extends Uint8Array {})([1, 2]), '{"$core":"bytes","type":"Uint8Array","name":"Buffer","bytes":2,"value":"AQI="}'],
  ["a view of a part of a buffer", new Uint16Array(new Uint8Array([9, 9, 1, 0, 9, 9]).buffer, 2, 1), '{"$core":"bytes","type":"Uint16Array","bytes":2,"value":"AQA="}'],
  ["a SharedArrayBuffer", new SharedArrayBuffer(1), '{"$core":"bytes","type":"SharedArrayBuffer","bytes":1,"value":"AA=="}'],
  ["a list with members", Object.assign(["a"], { index: 0 }), '{"$core":"array","value":["a"],"members":{"index":0}}'],
  ["a list of a class", new (class Rows extends Array<number> {})(1, 2), '{"$core":"array","name":"Rows","value":[1,2]}'],
  ["holes, one and many", Object.assign([1], { 2: 2, 5: 3 }), '[1,{"$core":"hole"},2,{"$core":"hole","count":2},3]'],
  ["a symbol of the registry", Symbol.for("a"), '{"$core":"symbol","for":"a"}'],
  ["a symbol of the language", Symbol.iterator, '{"$core":"symbol","known":"iterator"}'],
  ["a symbol without a description", Symbol(), '{"$core":"symbol"}'],
  ["members under symbols", { a: 1, [Symbol("id")]: 2 }, '{"$core":"plain","value":{"a":1},"symbols":[[{"$core":"symbol","value":"id"},2]]}'],
  ["a function without a name", [() => 1], '[{"$core":"function","value":""}]'],
  ["a class", User, '{"$core":"class","value":"User"}'],
  ["a boxed text", Object("a"), '{"$core":"boxed","value":"a"}'],
  ["a boxed bigint", Object(1n), '{"$core":"boxed","value":{"$core":"bigint","value":"1"}}'],
  ["URLSearchParams", new URLSearchParams("a=1&a=2"), '{"$core":"URLSearchParams","value":"a=1&a=2"}'],
  ["a Promise", Promise.resolve(1), '{"$core":"object","name":"Promise","value":{}}'],
  ["a WeakMap", new WeakMap(), '{"$core":"object","name":"WeakMap","value":{}}'],
  ["a very long bigint", 2n ** 4096n, `{"$core":"bigint","value":"0x1${"0".repeat(1_024)}"}`],
  ["a lone surrogate", "\ud800", '"\\ud800"'],
  ["an accessor", { get a() { return new Date(0); } }, '{"a":{"$core":"Date","value":"1970-01-01T00:00:00.000Z"}}'],
  ["an unset accessor", Object.defineProperty({}, "a", { set() {}, enumerable: true }), '{"a":{"$core":"undefined"}}'],
  ["a member that is not enumerable", Object.defineProperty({}, "a", { value: 1 }), "{}"],
];

for (const [what, value, text] of TEXTS) {
  test(`encodeValue() writes ${what}`, () => {
    assert.is(encodeValue(value), text);
    decodeValue(JSON.parse(text));
  });
}

test("decodeValue() gives back undefined, NaN, infinities, -0 and bigints inside and outside of objects", () => {
  const value = { a: undefined, b: NaN, c: Infinity, d: -Infinity, e: -0, f: 12n, g: [undefined, -0] };

  const back = roundTrip(value) as typeof value;

  assert.equal(Object.keys(back), ["a", "b", "c", "d", "e", "f", "g"]);
  assert.equal([back.b, back.c, back.d, Object.is(back.e, -0), back.f, Object.is(back.g[1], -0)], [NaN, Infinity, -Infinity, true, 12n, true]);
  assert.is(roundTrip(undefined), undefined);
});

test("decodeValue() gives back an error with its class, name, message, cause and own members", () => {
  const error = Object.assign(new TypeError("no", { cause: new RangeError("why") }), { code: "E_NO" });

  const back = roundTrip(error) as TypeError & { code: string };

  assert.ok(back instanceof TypeError && back.cause instanceof RangeError);
  assert.equal([back.name, back.message, back.code, back.cause.message], ["TypeError", "no", "E_NO", "why"]);
  assert.equal([Object.keys(back), back.stack], [["code"], error.stack]);
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

test("decodeValue() gives back one symbol where one stood twice", () => {
  const id = Symbol("id");

  const [a, b, other] = roundTrip([id, id, Symbol("id")]) as symbol[];

  assert.equal([a === b, a === other, a?.description], [true, false, "id"]);
});

test("encodeValue() finds shared references among hundreds of objects", () => {
  const rows = Array.from({ length: 300 }, (_, n) => ({ n }));

  const text = encodeValue([...rows, rows[299], rows[3]]);

  assert.ok(text.endsWith('{"n":299},{"$core":"ref","value":"/299"},{"$core":"ref","value":"/3"}]'));
});

test("an object's own $core and __proto__ are just members", () => {
  const value = JSON.parse('{"$core":"Date","value":"x","inner":{"__proto__":{"polluted":true},"$core":5}}') as Record<string, unknown>;

  const back = roundTrip(value) as { $core: string; inner: object };

  assert.is(back.$core, "Date");
  assert.ok(Object.hasOwn(back.inner, "__proto__"));
  assert.is(Object.getPrototypeOf(back.inner), Object.prototype);
  assert.is(({} as { polluted?: boolean }).polluted, undefined);
});

test("a class instance comes back as a plain object that names its class in the log", () => {
  assert.equal(roundTrip(new User()), { id: 7 });
});

test("a reply channel is tagged, and decodeValue() puts a new one in its place", () => {
  const channel = { [Symbol.for("core-ipc.replyChannel")]: true, send() {} };
  const text = encodeValue({ response: channel });

  assert.is(text, '{"response":{"$core":"ReplyChannel"}}');
  assert.equal(decodeValue(JSON.parse(text), { replyChannel: () => "new" }), { response: "new" });
});

test("encodeValue() knows the kinds of another realm", () => {
  const other: unknown = runInNewContext('({ plain: { a: 1 }, list: [1], date: new Date(0), map: new Map([[1, 2]]), set: new Set([1]), re: /x/g, bytes: new Uint8Array([1]), boxed: new String("a") })');

  assert.is(encodeValue(other), '{"plain":{"a":1},"list":[1],"date":{"$core":"Date","value":"1970-01-01T00:00:00.000Z"},"map":{"$core":"Map","value":[[1,2]]},"set":{"$core":"Set","value":[1]},' +
    '"re":{"$core":"RegExp","value":{"source":"x","flags":"g"}},"bytes":{"$core":"bytes","type":"Uint8Array","bytes":1,"value":"AQ=="},"boxed":{"$core":"boxed","value":"a"}}');
});

test("a list keeps members whose keys look like numbers, and are none of its items", () => {
  const list = Object.assign([1], { "-1": "before", "0.5": "between", "7e0": "spelled" });

  const back = decodeValue(JSON.parse(encodeValue(list))) as Record<string, unknown>;

  assert.equal([back["-1"], back["0.5"], back["7e0"], back["0"]], ["before", "between", "spelled", 1]);
});

test("an error's member whose key is a number may refer to its cause", () => {
  const shared = { a: 1 };
  const error = Object.assign(new Error("no", { cause: [shared] }), { 1: shared });

  const back = roundTrip(error) as Error & { 1: unknown };

  assert.equal(back.cause, [{ a: 1 }]);
  assert.is(back[1], (back.cause as unknown[])[0]);
});
