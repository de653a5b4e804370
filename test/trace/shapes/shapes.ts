// What payloads look like: as text, merged in any order, learnt from a log, and with the messages that changed it.
import fc from "fast-check";
import { assert, suite } from "../../harness.ts";
import { mergeShapes, shapeOf, shapeText, typeShapesOf, typeShapesWork, type Shape } from "../../../src/trace/shapes/mod.ts";
import { withTables } from "../../../src/trace/shapes/shape.ts";
import { ShapeLearner } from "../../../src/trace/shapes/shape_of.ts";
import { drawnLog } from "../../log/drawn_log.ts";
import { logOf } from "../../log/log_of.ts";
import { dispatch, header } from "../records.ts";

const test = suite("trace/shapes/shapes");

/** The shape of values that as many dispatches sent. */
const learnt = (...values: readonly unknown[]): Shape => values.map((value, at) => shapeOf(value, at)).reduce(mergeShapes);
const textOf = (...values: readonly unknown[]) => shapeText(withTables(learnt(...values)));
const tag = (name: string, more: object = {}) => ({ $core: name, ...more });

const SHAPES: readonly (readonly [values: readonly unknown[], text: string])[] = [
  [[1], "number"],
  [["a", "b"], "string"],
  [[null, true], "null · boolean"],
  [[{ id: "1", total: 2 }, { id: "2", total: "3", note: null }], "{ id: string, total: number · string, note?: null }"],
  [[{ items: [{ sku: "a" }, { sku: "b", n: 1 }] }, { items: [] }], "{ items: { sku: string, n?: number }[] }"],
  [[[1, "a"], []], "(number · string)[]"],
  [[[]], "[]"],
  [[{}], "{}"],
  [[{ "a b": 1, _x1: 2 }], '{ "a b": number, _x1: number }'],
  [[{ at: tag("Date", { value: "2026-11-28" }), n: tag("bigint", { value: "1" }), b: tag("bytes", { type: "Uint8Array", bytes: 3 }), u: tag("undefined"), x: tag("number", { value: "NaN" }) }],
    "{ at: Date, n: bigint, b: Uint8Array, u: undefined, x: number }"],
  [[tag("object", { name: "User", value: { id: 1 } }), tag("plain", { value: { $core: "mine" } })], "{ id?: number, $core?: string }"],
  [[tag("array", { value: [1, tag("hole"), tag("cut", { items: 9 })] })], "number[]"],
  [[tag("boxed", { value: "a" })], "string"],
  [[{ a: tag("redacted", { by: "key" }) }, { a: "x" }], "{ a: string }"],
  [[{ a: tag("redacted", { by: "key" }) }], "{ a: ‹redacted› }"],
  [[{ a: tag("cut", { bytes: 9, value: "the beginning" }) }], "{ a: string }"],
  [[tag("cut", { members: 9, value: { a: 1 } }), { a: 1, b: 2 }], "{ a: number, b: number }"],
  [[undefined], "undefined"],
];
for (const [values, text] of SHAPES) test(`shapeText() of ${JSON.stringify(values).slice(0, 90)} is ${text}`, () => assert.is(textOf(...values), text));

test("shapeOf() looks eight levels deep", () => {
  const deep = JSON.parse(`${'{"a":'.repeat(9)}1${"}".repeat(9)}`) as unknown;

  assert.is(shapeText(shapeOf(deep, 0)), `${"{ a: ".repeat(8)}{…}${" }".repeat(8)}`);
});

test("shapeOf() takes an object with very many members for a table", () => {
  const table = Object.fromEntries(Array.from({ length: 257 }, (_, at) => [`k${at}`, at]));

  assert.is(shapeText(shapeOf({ stock: table }, 0)), "{ stock: { *: number } }");
});

test("a shape takes objects for a table whose few members are never the same", () => {
  const values = Array.from({ length: 20 }, (_, at) => ({ stock: { [`sku-${at}`]: at } }));

  assert.is(textOf(...values), "{ stock: { *: number } }");
});

test("shapeOf() is done with a payload of any size after ten thousand values, and calls nothing absent that it has not looked at", () => {
  const large = { rows: Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`r${at}`, Object.fromEntries(Array.from({ length: 200 }, (_each, cell) => [`c${cell}`, 1]))])), last: "x" };

  assert.ok(textOf({ rows: {}, last: "x" }, large).endsWith(" }, last: string }"));
});

test("shapeText() is no longer than it may be", () => {
  const shape = learnt({ first: 1, second: [{ third: "😀" }] });

  assert.is(shapeText(shape, { width: 20 }), "{ first: number, se…");
  assert.is(shapeText(shape, { width: 44 }), "{ first: number, second: { third: string }[…".slice(0, 43) + "…");
});

test("mergeShapes() gives the same shape in whatever order and grouping, and so does learning one after the other", () => {
  const value = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, fc.constantFrom<unknown>(1, "a", null, true, { $core: "Date" }, { $core: "redacted" }, { $core: "cut", members: 3, value: { a: 1 } }), tie("list"), tie("object")),
    list: fc.array(tie("value"), { maxLength: 3 }),
    object: fc.dictionary(fc.constantFrom("a", "b", "c", "d", "__proto__"), tie("value"), { maxKeys: 4 }),
  })).value;
  const wide = fc.integer({ min: 0, max: 400 }).map((from) => Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`k${from + at}`, at % 3 === 0 ? { n: at } : at])));
  const shapes = fc.array(fc.tuple(fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: wide }), fc.nat({ max: 30 })), { minLength: 3, maxLength: 3 });
  fc.assert(fc.property(shapes, (drawn) => {
    const [a, b, c] = drawn.map(([each, at]) => shapeOf(each, at)) as [Shape, Shape, Shape];
    const one = canonical(mergeShapes(mergeShapes(a, b), c));

    assert.equal(canonical(mergeShapes(a, mergeShapes(b, c))), one);
    assert.equal(canonical(mergeShapes(mergeShapes(c, a), b)), one);
    const learner = new ShapeLearner();
    for (const [each, at] of drawn) learner.learn(each, at);
    assert.equal(canonical(learner.shape), one);
  }), { numRuns: 150, seed: 15 });
}, { timeoutMs: 30_000 });

/** A shape without the order of its names. */
function canonical(shape: Shape | undefined): unknown {
  if (shape === undefined) return undefined;
  const sorted = <Value>(map: ReadonlyMap<string, Value>) => [...map].sort(([a], [b]) => a < b ? -1 : 1);
  const { kinds, object, items, ...seen } = shape;
  return {
    ...seen, kinds: sorted(kinds), items: canonical(items),
    object: object && { first: object.wholeFirst, folded: canonical(object.folded), members: sorted(object.members).map(([name, member]) => [name, member.absentFirst, canonical(member.shape)]) },
  };
}

test("typeShapesOf() tells each change with the message that showed it first", () => {
  const data = (id: number) => ({ total: id < 14 ? id : `${id}`, ...(id === 17 ? {} : { id }), ...(id >= 16 ? { coupon: { code: "x" } } : {}), items: [{ n: id === 18 ? null : 1 }] });
  const log = logOf([header(), ...Array.from({ length: 20 }, (_, at) => dispatch(at + 1, { data: data(at + 1) }))]);

  const [shape] = typeShapesOf(log);

  assert.equal(shape?.changes, [
    { pointer: "/total", what: "kind", kinds: ["string"], dispatch: 13 },
    { pointer: "/coupon", what: "member", kinds: ["object"], dispatch: 15 },
    { pointer: "/id", what: "absent", kinds: [], dispatch: 16 },
    { pointer: "/items/*/n", what: "kind", kinds: ["null"], dispatch: 17 },
  ]);
  const since = { before: shape!.before, timeOf: (ordinal: number) => `#${log.dispatches.id(ordinal)}` };
  assert.is(shapeText(shape!.shape, { since }), "{ total: number · string since #14, id?: number, items: { n: number · null since #18 }[], coupon?: { code: string } since #16 }");
});

test("typeShapesOf() takes members that come and go for optional, not for changes", () => {
  const log = logOf([header(), ...Array.from({ length: 40 }, (_, at) => dispatch(at + 1, { data: at % 2 === 0 ? { a: 1 } : { b: null } }))]);

  assert.equal(typeShapesOf(log).map(({ shape, changes }) => [shapeText(shape), changes]), [["{ a?: number, b?: null }", []]]);
});

test("typeShapesOf() looks at some of many payloads, and at those between where they differ", () => {
  const log = logOf([header(), ...Array.from({ length: 1000 }, (_, at) => dispatch(at + 1, { data: { total: at < 615 ? 1 : "1", ...(at === 14 ? { rare: 1 } : {}) } }))]);

  const [shape] = typeShapesOf(log, { most: 10 });

  assert.equal([shape?.count, shape?.sampled], [1000, 120]);
  assert.equal(shape?.changes, [{ pointer: "/total", what: "kind", kinds: ["string"], dispatch: 615 }]);
  assert.equal(typeShapesOf(log, { most: Infinity }).map(({ sampled, changes }) => [sampled, changes.map(({ dispatch: ordinal }) => ordinal)]), [[1000, [14, 615]]]);
});

test("typeShapesOf() learns nothing from a run without payloads, and from what was not asked for", () => {
  const counts = { ...header(), level: "counts" } as ReturnType<typeof header>;
  const log = logOf([counts, dispatch(1), header("s"), dispatch(1, { type: "b", data: 1 }), dispatch(2, { type: "c", data: 1 })]);

  assert.equal(typeShapesOf(log, { where: (ordinal) => ordinal !== 2 }).map(({ type }) => type), ["b"]);
});

test("typeShapesWork() yields every few payloads", () => {
  const log = logOf([header(), ...Array.from({ length: 300 }, (_, at) => dispatch(at + 1, { data: at }))]);

  assert.is([...typeShapesWork(log)].length, 4);
});

test("typeShapesOf() reads any log", () => {
  fc.assert(fc.property(drawnLog, fc.constantFrom(1, 2, 3, 500), (bytes, most) => {
    for (const { shape, count, sampled } of typeShapesOf(logOf(new TextDecoder().decode(bytes)), { most })) {
      assert.ok(shapeText(shape).length > 0 && sampled >= 1 && sampled <= count);
    }
  }), { numRuns: 100, seed: 16 });
}, { timeoutMs: 30_000 });

test("typeShapesOf() looks at fewer payloads of each type where there are many types, and at none of rare ones where there are thousands", () => {
  const sent = Array.from({ length: 8_000 }, (_, at) => dispatch(at + 1, { type: at < 500 ? "a" : `type${at}`, data: at }));

  const shapes = typeShapesOf(logOf([header(), ...sent]));

  assert.equal([shapes.length, shapes[0]?.type, shapes[0]?.count, shapes[0]?.sampled], [7_500, "a", 500, 4]);
});
