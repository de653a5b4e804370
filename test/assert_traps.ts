// The assertions that let a wrong value pass elsewhere, each with a value that has to fail.
import { assert, suite } from "./harness.ts";

const test = suite("assert");
const FAILURE = { name: "Assertion" };

const differ: readonly [title: string, actual: unknown, expected: unknown][] = [
  ["Errors of other messages", new Error("a"), new Error("b")],
  ["Errors of other classes", new TypeError("a"), new Error("a")],
  ["Errors of other causes", new Error("a", { cause: 1 }), new Error("a", { cause: 2 })],
  ["Errors with other members", Object.assign(new Error("a"), { code: "x" }), Object.assign(new Error("a"), { code: "y" })],
  ["a null-prototype object and a plain one", Object.create(null), {}],
  ["an absent member and one that is undefined", {}, { a: undefined }],
  ["a surplus member", { a: 1, b: 2 }, { a: 1 }],
  ["0 and -0", [0], [-0]],
  ["Dates", new Date(1), new Date(2)],
  ["Maps of another order", new Map([[1, 1], [2, 2]]), new Map([[2, 2], [1, 1]])],
  ["Sets", new Set([1]), new Set([1, 2])],
  ["bytes", new Uint8Array([1, 2]), new Uint8Array([1, 3])],
  ["bytes of another length", new Uint8Array([1]), new Uint8Array([1, 0])],
  ["a hole and undefined", Object.assign([], { length: 1 }), [undefined]],
  ["regular expressions", /a/, /a/g],
  ["a number and its text", 1, "1"],
  ["symbol members", { [Symbol.for("a")]: 1 }, { [Symbol.for("a")]: 2 }],
];

for (const [title, actual, expected] of differ) {
  test(`equal() tells ${title} apart`, () => {
    assert.throws(() => assert.equal(actual, expected), FAILURE);
    assert.throws(() => assert.equal(expected, actual), FAILURE);
  });
}

const alike: readonly [title: string, make: () => unknown][] = [
  ["Errors", () => new TypeError("a", { cause: [1] })],
  ["NaN", () => [NaN]],
  ["nested objects", () => ({ a: [{ b: new Map([[{ k: 1 }, new Set([1])]]) }] })],
  ["Dates that are invalid", () => new Date(NaN)],
  ["values with a cycle", () => {
    const value: { self?: unknown } = {};
    value.self = value;
    return value;
  }],
];

for (const [title, make] of alike) {
  test(`equal() takes two alike for equal: ${title}`, () => assert.equal(make(), make()));
}

test("equal() says where two values differ", () => {
  const message = /\.list\[1\]\.name "b" is not "c"/;

  assert.throws(() => assert.equal({ list: [0, { name: "b" }] }, { list: [0, { name: "c" }] }), { message });
});

test("throws() fails when nothing is thrown", () => {
  assert.throws(() => assert.throws(() => {}, { name: "Error" }), FAILURE);
});

test("throws() fails for an error of another name, code or message", () => {
  const act = () => {
    throw Object.assign(new RangeError("too far"), { code: "far" });
  };

  assert.throws(() => assert.throws(act, { name: "TypeError" }), FAILURE);
  assert.throws(() => assert.throws(act, { code: "near" }), FAILURE);
  assert.throws(() => assert.throws(act, { message: "too" }), FAILURE);
  assert.throws(() => assert.throws(act, { message: /near/ }), FAILURE);
  assert.throws(act, { name: "RangeError", code: "far", message: /far$/ });
});

test("throws() takes no vague expectation", () => {
  const act = () => {
    throw new Error("any");
  };

  assert.throws(() => assert.throws(act, {}), { name: "TypeError" });
});

test("rejects() fails when the promise resolves", async () => {
  await assert.rejects(() => assert.rejects(Promise.resolve(1), { name: "Error" }), FAILURE);
});

test("rejects() fails for another error", async () => {
  await assert.rejects(() => assert.rejects(Promise.reject(new Error("a")), { message: "b" }), FAILURE);
  await assert.rejects(Promise.reject(new Error("a")), { message: "a" });
});

test("rejects() does not take a throw for a rejection", async () => {
  const act = () => {
    throw new SyntaxError("at once");
  };

  await assert.rejects(() => assert.rejects(act, { message: "at once" }), { name: "SyntaxError" });
});

test("match() compares a text with a string or a pattern", () => {
  assert.match("abc", "b");
  assert.match("abc", /^a/g);
  assert.throws(() => assert.match("abc", "d"), FAILURE);
  assert.throws(() => assert.match("abc", /^b/), FAILURE);
});

test("is(), ok(), instance() and their opposites fail on the other value", () => {
  assert.throws(() => assert.is(1, 2), FAILURE);
  assert.throws(() => assert.ok(0), FAILURE);
  assert.throws(() => assert.instance({}, Map), FAILURE);
  assert.throws(() => assert.not.is(1, 1), FAILURE);
  assert.throws(() => assert.not.ok(1), FAILURE);
  assert.throws(() => assert.not.equal([1], [1]), FAILURE);
  assert.throws(() => assert.not.match("abc", "b"), FAILURE);
  assert.throws(() => assert.not.throws(() => assert.ok(0)), FAILURE);
  assert.throws(() => assert.unreachable(), FAILURE);
});
