// What is shown of payloads: in a line, and as a tree.
import fc from "fast-check";
import { assert, suite } from "../harness.ts";
import { previewOf } from "../../src/trace/preview.ts";
import { treeOf } from "../../src/trace/tree.ts";

const test = suite("trace/views");

test("previewOf() gives the beginning of a payload, and says where something is missing", () => {
  const data = { id: "123", email: "user@example.com", list: [1, null, true] };

  assert.is(previewOf(data, 100), '{id:"123",email:"user@example.com",list:[1,null,true]}');
  assert.is(previewOf(data, 20), '{id:"123",email:"us…');
  assert.is(previewOf(undefined, 20), "");
});

test("previewOf() says in a word what a tag stands for", () => {
  const data = { a: { $core: "Date", value: "2026-11-24T00:00:00.000Z" }, b: { $core: "bigint", value: "12" }, c: { $core: "Map", value: [[1, 2]] }, d: { $core: "ReplyChannel" }, "e f": { $core: "redacted" } };

  assert.is(previewOf(data, 200), '{a:2026-11-24T00:00:00.000Z,b:12n,c:Map(1),d:‹reply channel›,"e f":‹redacted›}');
});

test("previewOf() is never longer than it may be, for any value and width", () => {
  fc.assert(fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 60 }), (value, width) => {
    assert.ok(previewOf(value, width).length <= width);
  }), { numRuns: 300, seed: 7 });
});

test("treeOf() unfolds one level at a time, with the pointers of its members", () => {
  const tree = treeOf({ cart: "c-9", items: [{ n: 1 }], "a/b": { $core: "Set", value: [5] } }, "data");

  const children = tree.children();
  assert.equal([tree.key, tree.label, tree.size], ["data", "{ 3 }", 3]);
  assert.equal(children.map(({ key, pointer, label, size }) => [key, pointer, label, size]), [
    ["cart", "/cart", '"c-9"', 0], ["items", "/items", "[ 1 ]", 1], ["a/b", "/a~1b", "Set(1)", 1],
  ]);
  assert.is(children[1]?.children()[0]?.children()[0]?.pointer, "/items/0/n");
});
