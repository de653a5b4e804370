// Payloads that are too large, too deep or too many are cut in place, with their true size, at a bounded cost.
import { assert, suite } from "../harness.ts";
import { utf8Length } from "../../src/log/cut.ts";
import { decodeValue } from "../../src/log/decode.ts";
import { encodeValue } from "../../src/log/encode.ts";
import type { WalkLimits } from "../../src/log/walk_limits.ts";

const test = suite("log/cut");

/** Encodes within so many bytes; gives what was written, read again, and how many cuts were told. */
function within(recordBytes: number, value: unknown): { readonly json: unknown; readonly bytes: number; readonly cuts: number } {
  let cuts = 0;
  const limits: WalkLimits = { depth: 64, nodes: 100_000, recordBytes, onCut: () => { cuts += 1; } };
  const text = encodeValue(value, { limits });
  return { json: JSON.parse(text), bytes: new TextEncoder().encode(text).length, cuts };
}

test("encodeValue() cuts the largest text, and keeps all else", () => {
  const { json, cuts } = within(2_000, { id: 1, body: "x".repeat(10_000), note: "y".repeat(100), list: [1, 2] });

  const { body, ...others } = json as { body: { $core: string; reason: string; bytes: number; value: string } };
  assert.equal(others, { id: 1, note: "y".repeat(100), list: [1, 2] });
  assert.equal([body.$core, body.reason, body.bytes, cuts], ["cut", "larger than 2 kB", 10_000, 1]);
  assert.match(body.value, /^x{1500,1800}$/);
});

test("encodeValue() shares the room among several large texts, and leaves whole those that fit", () => {
  const { json } = within(10_000, { a: "a".repeat(50_000), b: "b".repeat(1_500), c: "c".repeat(30_000) });

  const { a, b, c } = json as { a: { bytes: number; value: string }; b: string; c: { bytes: number; value: string } };
  assert.equal([b.length, a.bytes, c.bytes, a.value.length === c.value.length], [1_500, 50_000, 30_000, true]);
  assert.ok(a.value.length > 3_500);
});

test("encodeValue() leaves whole what just fits, and counts bytes of UTF-8, not characters", () => {
  assert.equal(within(3_002, "é".repeat(1_500)), { json: "é".repeat(1_500), bytes: 3_002, cuts: 0 });
  assert.equal(within(3_001, "é".repeat(1_500)).cuts, 1);
});

test("encodeValue() does not cut within a character", () => {
  const { json, bytes } = within(3_000, "😀".repeat(2_000));

  const { value, bytes: size } = json as { value: string; bytes: number };
  assert.match(value, /^(?:😀)+$/u);
  assert.equal([size, bytes <= 3_000], [8_000, true]);
});

test("encodeValue() keeps the beginning of bytes that are too large, as bytes", () => {
  const { json } = within(2_000, { file: new Uint8Array(5_000).fill(7) });

  const { file } = json as { file: { bytes: number; value: unknown } };
  const beginning = decodeValue(file.value) as Uint8Array;
  assert.is(file.bytes, 5_000);
  assert.ok(beginning.length > 1_000 && beginning.every((byte) => byte === 7));
});

test("encodeValue() cuts a list at its end, says how many items are missing, and keeps what comes after the list", () => {
  const { json, bytes } = within(20_000, { rows: Array.from({ length: 5_000 }, (_, n) => ({ n, name: "some name" })), total: 5_000, by: { user: "ann" } });

  const { rows, ...others } = json as { rows: unknown[]; total: number };
  const last = rows.at(-1) as { $core: string; reason: string; items: number };
  assert.equal(others, { total: 5_000, by: { user: "ann" } });
  assert.equal([last.$core, last.reason, last.items + rows.length - 1], ["cut", "larger than 19.5 kB", 5_000]);
  assert.ok(rows.length > 400 && bytes <= 20_000);
});

test("encodeValue() cuts Maps and Sets at their ends", () => {
  const { json } = within(20_000, { map: new Map(Array.from({ length: 5_000 }, (_, n) => [n, n])), set: new Set(Array.from({ length: 5_000 }, (_, n) => n)) });

  const { map, set } = json as { map: { value: unknown[] }; set: { value: unknown[] } };
  for (const { value } of [map, set]) assert.is((value.at(-1) as { items: number }).items + value.length - 1, 5_000);
  assert.is((decodeValue(map) as Map<number, number>).get(100), 100);
});

test("encodeValue() wraps an object that has more members than there is room for", () => {
  const { json, bytes } = within(20_000, Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`key${n}`, n])));

  const { $core, reason, value, members } = json as { $core: string; reason: string; value: object; members: number };
  assert.equal([$core, reason, members + Object.keys(value).length], ["cut", "larger than 19.5 kB", 5_000]);
  assert.ok(bytes <= 20_000 && bytes > 14_000);
});

test("encodeValue() stays within its bound, whatever is too large, and however small the bound is", () => {
  const texts = Array.from({ length: 500 }, (_, n) => "\u0000".repeat(n));
  const deep = texts.reduceRight<unknown>((inner, text) => ({ text, inner, é: [inner] }), null);
  const values = [texts, deep, new Map(texts.map((text) => [text, text])), { [`k${"x".repeat(9_000)}`]: texts }, new Error("e".repeat(9_000), { cause: texts })];

  const sizes = values.flatMap((value) => [100, 1_000, 5_000, 50_000].map((bound) => within(bound, value).bytes - bound));

  assert.is(Math.max(...sizes) <= 0, true, String(sizes));
});

test("encodeValue() has a bound of 1 MiB unless told otherwise", () => {
  const { body, after } = JSON.parse(encodeValue({ body: "x".repeat(3_000_000), after: 1 })) as { body: { reason: string; bytes: number }; after: number };

  assert.equal([body.reason, body.bytes, after], ["larger than 1 MB", 3_000_000, 1]);
});

test("encodeValue() looks only at the beginning of a list of ten million", () => {
  const many: unknown[] = Array.from({ length: 10_000_000 }, () => 7);
  let looked = 0;
  many[50_000] = new Proxy({}, { getPrototypeOf: () => { looked += 1; return null; } });
  many[9_000_000] = new Proxy({}, { getPrototypeOf: () => { looked += 100; return null; } });

  const { list, after } = JSON.parse(encodeValue({ list: many, after: "here" })) as { list: unknown[]; after: string };

  assert.equal([list.at(-1), after, looked > 0 && looked < 100], [{ $core: "cut", reason: "more than 100000 values", items: 9_900_001 }, "here", true]);
});

test("encodeValue() cuts what is too deep or too many, and says so in place", () => {
  let deep: unknown = "bottom";
  for (let level = 0; level < 100; level++) deep = { deep };

  assert.match(encodeValue(deep), '{"$core":"cut","reason":"deeper than 64 levels"}');
  assert.is(
    encodeValue({ list: Array.from({ length: 6 }, () => ({ n: 1 })) }, { limits: { depth: 64, nodes: 4 } }),
    '{"list":[{"n":1},{"$core":"cut","reason":"more than 4 values","members":1},{"$core":"cut","reason":"more than 4 values","items":4}]}',
  );
});

test("encodeValue() ends on a graph in which everything is shared", () => {
  let graph: unknown = 1;
  for (let level = 0; level < 60; level++) graph = [graph, graph];

  assert.ok(encodeValue(graph).length < 10_000);
});

test("utf8Length() counts as an encoder does, also over its chunks", () => {
  for (const text of ["", "a", "é", "€", "😀", "\ud800", "\udc00\ud800a", "a".repeat(300), "😀".repeat(70_000), `a${"😀".repeat(70_000)}`, "\ud800".repeat(300)]) {
    assert.is(utf8Length(text), new TextEncoder().encode(text).length);
  }
});
