// Payloads that throw, lie and never end: encoding survives them, calls nothing of theirs twice, and names in place what it could not read.
import fc from "fast-check";
import { assert, suite } from "../harness.ts";
import { decodeValue } from "../../src/log/decode.ts";
import { encodeError, encodeValue } from "../../src/log/encode.ts";
import { hostileValue } from "./hostile_value.ts";

const test = suite("log/hostile");

test("encodeValue() and encodeError() survive whatever throws and lies", () => {
  fc.assert(fc.property(hostileValue, (make) => {
    const value = make();
    decodeValue(JSON.parse(encodeValue(value)));
    assert.is(typeof encodeError(value).message, "string");
  }), { numRuns: 400, seed: 7, endOnFailure: true });
});

test("encodeValue() takes a list that says nonsense of its length for an empty one, also where it is cut", () => {
  const limits = { depth: 8, nodes: 0 };
  const lying = (length: unknown): unknown => new Proxy([1, 2], { get: (list, key) => (key === "length" ? length : Reflect.get(list, key)) as unknown });

  const texts = [undefined, ["a", "b"], -1, "2"].flatMap((length) => [encodeValue(lying(length)), encodeValue(new Error("x", { cause: lying(length) }), { limits })]);

  assert.equal(texts.map((text) => typeof JSON.parse(text)), texts.map(() => "object"));
});

test("encodeValue() survives getters that throw, hostile proxies and toJSON, and names them in place", () => {
  const hostile = {
    get bad(): never { throw new Error("no such row"); },
    proxy: new Proxy({}, { getPrototypeOf() { throw new Error("go away"); } }),
    toJSON() { throw new Error("never called"); },
    ok: 1,
  };

  assert.equal(JSON.parse(encodeValue(hostile)), {
    bad: { $core: "unreadable", value: "no such row" }, proxy: { $core: "unreadable", value: "go away" }, toJSON: { $core: "function", value: "toJSON" }, ok: 1,
  });
});

test("encodeValue() takes back what it wrote of an object that throws halfway", () => {
  const shared = { n: 1 };
  let asked = 0;
  const halfway = new Proxy([shared, 2], {
    getOwnPropertyDescriptor(target, key) {
      if (key === "1" && ++asked > 2) throw new Error("halfway");
      return Reflect.getOwnPropertyDescriptor(target, key);
    },
  });

  assert.equal(JSON.parse(encodeValue([halfway, shared])), [{ $core: "unreadable", value: "halfway" }, { n: 1 }]);
});

test("encodeValue() does not call toJSON, also where every object inherits one", () => {
  const ofAll = Object.prototype as { toJSON?: () => string };
  ofAll.toJSON = () => "lost";
  Object.defineProperty(ofAll, "toJSON", { enumerable: false });

  try {
    assert.is(encodeValue({ a: [{ b: 1 }] }), '{"a":[{"b":1}]}');
  } finally {
    delete ofAll.toJSON;
  }
});

test("encodeValue() reads built-in objects by the language's own functions", () => {
  const overridden = {
    date: Object.defineProperty(new Date(0), "toISOString", { value: () => "lie" }),
    map: Object.defineProperties(new Map([[1, 2]]), { entries: { value: () => [] }, size: { value: 9 }, [Symbol.iterator]: { value: () => { throw new Error("no"); } } }),
    fake: { [Symbol.toStringTag]: "Date", getTime: () => 0 },
    noDate: Object.create(Date.prototype) as object,
  };

  assert.equal(JSON.parse(encodeValue(overridden)), {
    date: { $core: "Date", value: "1970-01-01T00:00:00.000Z" }, map: { $core: "Map", value: [[1, 2]] },
    fake: { $core: "plain", value: { getTime: { $core: "function", value: "getTime" } }, symbols: [[{ $core: "symbol", known: "toStringTag" }, "Date"]] },
    noDate: { $core: "object", name: "Date", value: {} },
  });
});

test("encodeValue() calls a getter once, whatever stands beside it, and however often the payload is walked", () => {
  const calls: string[] = [];
  const payload = { get a() { calls.push("a"); return 1; }, at: new Date(0), list: Array.from({ length: 60_000 }, () => "some text of the list"), get b() { calls.push("b"); return 2; } };

  const text = encodeValue(payload);

  assert.equal([calls, text.endsWith('"b":2}')], [["a", "b"], true]);
});

test("encodeValue() ends on a list of four billion holes", () => {
  assert.is(encodeValue(Object.assign([], { length: 4e9 })), '[{"$core":"hole","count":100000},{"$core":"cut","reason":"more than 100000 values","items":3999900000}]');
});

const MALFORMED: readonly string[] = [
  '{"$core":"Whatever","value":1}', '{"$core":"Map","value":3}', '{"$core":"bigint","value":"x"}', '{"$core":"bigint","value":"0x"}', '{"$core":"RegExp","value":{"source":"(","flags":""}}',
  '{"$core":"RegExp","value":7}', '{"$core":"ref","value":"/nowhere"}', '{"$core":"ref","value":7}', '{"$core":"ref","value":"/__proto__"}', '{"$core":"symbol","known":"prototype"}', '{"$core":"boxed","value":{}}',
  '{"$core":"bytes","type":"constructor","bytes":1,"value":"?"}', '{"$core":"Error","value":1}', '{"$core":"URL","value":"no"}', '{"$core":"array","value":{}}', '{"$core":"object","name":"A","value":1}',
  '{"$core":"cut","reason":"larger than 1 MB","bytes":1e99}', '{"$core":"constructor"}', '{"$core":"URLSearchParams"}',
];

for (const text of MALFORMED) {
  test(`decodeValue() leaves alone what it does not know or what is malformed: ${text}`, () => {
    assert.equal(decodeValue(JSON.parse(text)), JSON.parse(text));
  });
}

test("decodeValue() leaves what is nested without end as it is", () => {
  const text = `${'{"a":['.repeat(1_000)}1${"]}".repeat(1_000)}`;

  const back = decodeValue(JSON.parse(text));

  assert.is(JSON.stringify(back), text);
});

test("decodeValue() makes no more of many references and holes than they are", () => {
  const refs = `[{},${Array.from({ length: 50_000 }, () => '{"$core":"ref","value":"/0"}').join(",")}]`;
  const holes = '[{"$core":"hole","count":4294967000},1,{"$core":"hole","count":4294967000},{"$core":"hole","count":-1},{"$core":"hole","count":1e300}]';

  const all = decodeValue(JSON.parse(refs)) as object[];
  const sparse = decodeValue(JSON.parse(holes)) as unknown[];

  assert.equal([all.length, all[50_000] === all[0]], [50_001, true]);
  assert.equal([sparse.length, Object.keys(sparse).length, sparse[4_294_967_000], sparse[4_294_967_001]], [4_294_967_004, 4, 1, { $core: "hole", count: 4_294_967_000 }]);
});

test("decodeValue() sets no prototype, whatever the keys", () => {
  const back = decodeValue(JSON.parse('{"$core":"Error","value":{"name":"E","message":"m","__proto__":{"a":1}},"members":{"__proto__":{"a":1}}}')) as Error;

  assert.is(Object.getPrototypeOf(back), Error.prototype);
  assert.equal(Object.getOwnPropertyDescriptor(back, "__proto__")?.value, { a: 1 });
});
