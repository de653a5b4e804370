// What a guard withholds, wherever it stands; and that a guard which fails withholds.
import { assert, suite } from "../harness.ts";
import { encodeValue, ValueEncoder } from "../../src/log/encode.ts";
import { type Guard, type PathNode, stepInto } from "../../src/log/guard.ts";

const test = suite("log/guard");

/** A tree of the pointers, as redaction makes it. */
function pathsOf(...pointers: readonly string[]): PathNode {
  interface Growing { isTarget: boolean; readonly children: Map<string, Growing>; any?: Growing }
  const root: Growing = { isTarget: false, children: new Map() };
  for (const pointer of pointers) {
    let at = root;
    for (const segment of pointer.split("/").slice(1)) {
      const next = (segment === "*" ? at.any : at.children.get(segment)) ?? { isTarget: false, children: new Map() };
      if (segment === "*") at.any = next;
      else at.children.set(segment, next);
      at = next;
    }
    at.isTarget = true;
  }
  return root;
}

const guard: Guard = { hidesKey: (key) => key === "pin", hide: (value, by) => ({ $core: "redacted", by, as: `<${String(value)}>` }) };

class Card {
  number = "4711";
  pin = 1;
}

test("a guard withholds by key in objects, classes, errors, Maps and under symbols, and is given the value", () => {
  const value = { pin: 2, card: new Card(), map: new Map<unknown, unknown>([["pin", 3], [4, "pin"]]), error: Object.assign(new Error("e"), { stack: undefined, pin: 5 }), [Symbol("pin")]: 6 };

  assert.equal(encodeValue(value, { guard }).match(/<\w>/g), ["<2>", "<1>", "<3>", "<5>", "<6>"]);
});

test("paths follow the app's own structure, past classes, Maps, errors, lists and escapes", () => {
  const value = { card: new Card(), users: [{ name: "a" }, { name: "b" }], map: new Map([["k", { x: 1 }]]), error: Object.assign(new Error("e"), { stack: undefined }), "a/b": { "~": 7 }, at: new Date(0) };
  const paths = pathsOf("/card/number", "/users/*/name", "/map/k/x", "/error/message", "/a/b/~", "/nowhere/x", "/at");

  const text = encodeValue(value, { guard: { ...guard, paths } });

  assert.is(text, '{"card":{"$core":"object","name":"Card","value":{"number":{"$core":"redacted","by":"path","as":"<4711>"},"pin":{"$core":"redacted","by":"key","as":"<1>"}}},' +
    '"users":[{"name":{"$core":"redacted","by":"path","as":"<a>"}},{"name":{"$core":"redacted","by":"path","as":"<b>"}}],' +
    '"map":{"$core":"Map","value":[["k",{"x":{"$core":"redacted","by":"path","as":"<1>"}}]]},"error":{"$core":"Error","value":{"name":"Error","message":{"$core":"redacted","by":"path","as":"<e>"}}},' +
    '"a/b":{"~":7},"at":{"$core":"redacted","by":"path","as":"<Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)>"}}'.replace("Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)", String(new Date(0))));
});

test("a path to the whole withholds the whole", () => {
  assert.is(encodeValue("all", { guard: { ...guard, paths: pathsOf("") } }), '{"$core":"redacted","by":"path","as":"<all>"}');
});

test("ValueEncoder takes the paths of one value in place of the guard's own", () => {
  const encoder = new ValueEncoder({ guard });

  assert.is(encoder.encode({ a: 1 }, pathsOf("/a")), '{"a":{"$core":"redacted","by":"path","as":"<1>"}}');
  assert.is(encoder.encode({ a: 1 }), '{"a":1}');
});

test("stepInto() follows a name and any name at once", () => {
  const inner = stepInto(pathsOf("/a/x", "/*/y", "/*/x/z"), "a");

  assert.equal([stepInto(inner, "x")?.isTarget, stepInto(inner, "y")?.isTarget, stepInto(stepInto(inner, "x"), "z")?.isTarget, stepInto(inner, "q")], [true, true, true, undefined]);
});

test("a guard's detectors see every text: values, keys, messages, names of symbols and functions", () => {
  const text = (found: string) => found.replaceAll("ann@x.org", "[redacted email]");
  const value = {
    plain: "to ann@x.org", "ann@x.org": 1, map: new Map([["ann@x.org", new Set(["ann@x.org"])]]), error: Object.assign(new Error("no ann@x.org"), { stack: "at ann@x.org" }),
    symbol: Symbol("ann@x.org"), url: new URL("mailto:ann@x.org"), query: new URLSearchParams(), re: /ann@x.org/, boxed: Object("ann@x.org"), run: Object.defineProperty(() => 1, "name", { value: "ann@x.org" }),
    get bad(): never { throw new Error("ann@x.org"); }, long: `${"-".repeat(5_000)}ann@x.org`,
  };

  const encoded = encodeValue(value, { guard: { ...guard, text } });

  assert.equal([encoded.match(/ann/g), encoded.match(/\[redacted email\]/g)?.length], [null, 13]);
  assert.is(encodeValue({ a: "b ann@x.org", c: "d" }, { guard: { ...guard, text } }), '{"a":"b [redacted email]","c":"d"}');
});

test("a guard that fails withholds, and says so", () => {
  const fail = (): never => { throw new Error("broken"); };

  assert.is(encodeValue({ a: 1 }, { guard: { hidesKey: fail, hide: fail } }), '{"a":{"$core":"redacted","by":"failed"}}');
  assert.is(encodeValue({ a: "x" }, { guard: { ...guard, text: (text) => text === "x" ? fail() : text } }), '{"a":{"$core":"redacted","by":"failed"}}');
});

test("a secret that a cut goes through does not lose what a detector knows it by", () => {
  const text = (found: string) => found.replaceAll(/token-\w{400}/g, "[redacted token]");
  const payload = `${"-".repeat(700)}token-${"a".repeat(400)}${"-".repeat(9_000)}`;

  const encoded = encodeValue(payload, { guard: { ...guard, text }, limits: { depth: 64, nodes: 100, recordBytes: 1_000 } });

  assert.not.match(encoded, "token");
  assert.match(encoded, /"bytes":10106,"value":"-{400}/);
});
