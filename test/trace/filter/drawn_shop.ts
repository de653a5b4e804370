// Small logs with payloads of all kinds, drawn by fast-check, as text. Shared, registers nothing.
import fc from "fast-check";

const from = <Value>(...values: readonly Value[]) => fc.constantFrom(...values);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const id = fc.integer({ min: 1, max: 9 });
const n = fc.integer({ min: 0, max: 2 });
const at = fc.oneof(fc.integer({ min: 0, max: 2_000 }), from(0.25, 0.255, 499.9, 500.5));
const type = from("a", "user.created", "user.address.changed", "ä€😀", "with space", "service.startup");
const handler = from("a.b", "a", "mailer.onMail", "x.a.b", "ä b");
const timestamp = "2026-11-23T09:00:00.000Z";

const leaf = from<unknown>(
  "123", 123, 12, -0, 1e2, "x", "a b", "", true, "true", null, "2026-11-23", "2026-11-24T00:00:00Z", 'say "x"', "line\nline", { $core: "bigint", value: "12" }, { $core: "bigint", value: "12345678901234567890" },
  { $core: "Date", value: "2026-11-23T09:00:00.000Z" }, { $core: "undefined" }, { $core: "number", value: "-0" }, { $core: "URL", value: "https://a.example/x" }, { $core: "RegExp", value: { source: "a+", flags: "i" } },
  { $core: "boxed", value: "x" }, { $core: "redacted", by: "key" }, { $core: "cut", reason: "larger", bytes: 9, value: "a b" }, { $core: "Error", value: { name: "TypeError", message: "x" } }, { $core: "ref", value: "/id" },
  { $core: "ref", value: "/items" }, { $core: "ref", value: "" }, { $core: "Date", value: null, members: { id: 1 } },
);
const key = from("id", "id", "id", "name", "name", "items", "items", "items", "odd name", "a.b", "*", "", "length", "0");
const payload = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3, withCrossShrink: true }, leaf,
    fc.array(fc.oneof(tie("value"), from({ $core: "hole" }, { $core: "hole", count: 2 })), { maxLength: 3 }), fc.dictionary(key, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    fc.array(fc.tuple(leaf, tie("value")), { maxLength: 2 }).map((value) => ({ $core: "Map", value })), fc.array(tie("value"), { maxLength: 3 }).map((value) => ({ $core: "Set", value })),
    fc.dictionary(key, tie("value"), { maxKeys: 2, noNullPrototype: true }).map((value) => ({ $core: "object", name: "User", value })),
    fc.array(tie("value"), { maxLength: 2 }).map((value) => ({ $core: "array", value, members: { id: 5 } }))),
})).value;
const members = fc.record({ id: payload, items: payload }, { requiredKeys: [] });
const data = fc.oneof(members, members, payload);
const error = fc.record({ name: from("Error", "TypeError"), message: from("x", "no answer (1)", 'say "x"'), code: maybe(from<unknown>("ENOENT", 123)) }, { requiredKeys: ["name", "message"] });

const record = (kind: string, members: Readonly<Record<string, fc.Arbitrary<unknown>>>) => fc.record({ kind: fc.constant(kind), ...members });

const records = fc.oneof(
  { weight: 8, arbitrary: record("dispatch", { id, at, verb: from("ACTION", "QUERY", "QUERYALL", "PERFORM"), type, handlers: maybe(n), cause: maybe(fc.nat({ max: 9 })), source: maybe(from("a", "ä b", "", "one")), timestamp: fc.constant(timestamp), data: fc.option(data, { nil: undefined, freq: 8 }) }) },
  { weight: 8, arbitrary: record("handling", { dispatch: id, n, at, type, handler, subscription: id, ms: at, syncMs: at, outcome: from("done", "answered", "declined", "failed", "spared"), answer: maybe(data), error: maybe(error) }) },
  { weight: 3, arbitrary: record("running", { dispatch: id, n, at, type, handler, subscription: id }) },
  { weight: 1, arbitrary: record("settled", { dispatch: id, at, type, ms: at, outcome: from("timedOut", "aborted", "dropped", "answered", "refused"), reason: maybe(from("x", "no answer")) }) },
  { weight: 1, arbitrary: record("reply", { at, dispatch: id, member: fc.constant("reply"), value: maybe(payload) }) },
  { weight: 1, arbitrary: record("intercepted", { at, dispatch: id, by: fc.constant("gate"), change: from("passed", "changed", "dropped", "answered", "held"), handlers: maybe(n), data: maybe(payload) }) },
  { weight: 3, arbitrary: record("subscription", { at, id, verb: fc.constant("ACTION"), pattern: fc.constant(">"), handler, service: maybe(from("a", "mailer")), state: fc.constant("added") }) },
  { weight: 1, arbitrary: record("clock", { at, time: from("2026-11-23T09:00:30.000Z", "2026-11-24T00:00:01.000Z") }) },
  { weight: 1, arbitrary: record("log", { version: fc.constant(1), run: from("one", "two"), part: from(1, 2), name: fc.constant("shop"), startedAt: from(timestamp, "2026-11-23T23:59:59.500Z", "?") }) },
);

/** A log of up to sixty records; the first one may be a header. */
export const drawnShop: fc.Arbitrary<string> = fc.array(records, { minLength: 1, maxLength: 60, size: "max" }).map((all) => all.map((one) => `${JSON.stringify(one)}\n`).join(""));
