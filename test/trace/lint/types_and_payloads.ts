// Lints about types and payloads: nobody handled it, a slip of a letter, no namespace, no description, no plain data.
import { oddIn } from "../../../src/trace/lint/odd_payload.ts";
import { assert, suite } from "../../harness.ts";
import { dispatch } from "../records.ts";
import { described, foundBy, idsOf, linted, saidBy, subscription, times } from "./linting.ts";

const test = suite("trace/lint/types_and_payloads");

const nobody = (id: number, type: string, more: object = {}): object => dispatch(id, { type, handlers: 0, ...more });

test("unhandled finds questions and tasks that found nobody: errors, by type, the first of them as evidence", () => {
  const [query, task] = foundBy("unhandled", [...times(7, (id) => nobody(id, "user.address", { verb: "QUERY" })), nobody(8, "report.build", { verb: "PERFORM" })]);

  assert.equal([query?.severity, query?.sentence, idsOf(query), query?.evidenceCount], ["error", '7 questions "user.address" found nobody to answer it', [1, 2, 3, 4, 5], 7]);
  assert.equal([task?.severity, task?.sentence, idsOf(task)], ["error", '1 task "report.build" found nobody to perform it', [8]]);
});

test("unhandled finds broadcasts that came shortly before the handler that was meant: a warning", () => {
  const records = [nobody(1, "user.created", { at: 10 }), subscription(1, { at: 90 }), dispatch(2, { at: 100, type: "user.created" })];

  assert.equal(saidBy("unhandled", records), ['warning: 1 message "user.created" came up to 80 ms before the first handler for it was registered']);
});

test("unhandled takes other broadcasts without a listener for a note", () => {
  const never = [nobody(1, "user.created", { at: 10 }), nobody(2, "user.created", { at: 20 })];
  const muchLater = [nobody(1, "user.created", { at: 10 }), subscription(1, { at: 2_000 }), dispatch(2, { at: 2_001, type: "user.created" })];
  const wildcardLater = [nobody(1, "user.created", { at: 10 }), subscription(1, { at: 20, pattern: "user.>" })];
  const goneBefore = [subscription(1, { at: 1 }), subscription(1, { at: 5, state: "removed" }), nobody(1, "user.created", { at: 10 })];

  assert.is(foundBy("unhandled", muchLater)[0]?.evidence[0]?.text, "user.created");
  assert.equal([never, muchLater, wildcardLater, goneBefore].flatMap((records) => saidBy("unhandled", records)), [
    'note: Nobody handled all 2 messages "user.created"', 'note: Nobody handled 1 of 2 messages "user.created"', 'note: Nobody handled the one message "user.created"', 'note: Nobody handled the one message "user.created"',
  ]);
});

test("unhandled tells many types of one source together", () => {
  const [finding, ...others] = foundBy("unhandled", times(4, (id) => nobody(id, `hook.n${id}`, { source: "webhooks" })));

  assert.equal(others, []);
  assert.is(finding?.sentence, '"webhooks" sends 4 types that nobody handles: "hook.n1", "hook.n2", "hook.n3" and 1 more');
  assert.equal([finding?.severity, idsOf(finding), finding?.evidenceCount], ["note", [1, 2, 3, 4], 4]);
});

test("unhandled leaves alone what the bus itself sends, what a QUERY declined, and what an interceptor took", () => {
  assert.equal(saidBy("unhandled", [
    nobody(1, "service.startup"), nobody(2, "task.progress"), nobody(3, "a.b", { handlers: 1 }),
    nobody(4, "a.c"), { kind: "settled", dispatch: 4, at: 5, type: "a.c", ms: 1, outcome: "dropped" },
  ]), []);
});

test("unhandled tells of ten thousand types, and says of how many messages it does not", () => {
  const { findings, bounds } = linted(times(10_002, (id) => nobody(id, `a.n${id}`)), { rules: ["unhandled"] });

  assert.equal(findings.map(({ sentence, evidenceCount }) => [sentence, evidenceCount]), [['No service in particular sends 10,000 types that nobody handles: "a.n1", "a.n2", "a.n3" and 9,997 more', 10_000]]);
  assert.equal(bounds, [{ rule: "unhandled", what: "message", looked: 10_000, of: 10_002 }]);
});

test("near-miss finds a sent type one letter from one that somebody subscribed to, or that is documented", () => {
  const records = [subscription(1, { pattern: "cart.abandoned" }), subscription(2, { pattern: "cart.*" }), described("user.created"), dispatch(1, { type: "cart.abandonned" }), dispatch(2, { type: "usre.created" })];

  const findings = foundBy("near-miss", records);

  assert.equal(findings.map(({ severity, sentence }) => `${severity}: ${sentence}`), [
    'warning: 1 message "cart.abandonned", which nothing is registered for by name: "mail.onUser" listens for "cart.abandoned", which is never sent',
    'warning: 1 message "usre.created", which nothing is registered for by name: one letter from "user.created"',
  ]);
  assert.equal(findings.map(idsOf), [[1, 1], [2]]);
});

test("near-miss finds a type one letter from one that is sent far more often", () => {
  const records = [...times(20, (id) => dispatch(id, { type: "cart.abandoned" })), dispatch(21, { type: "cart.abandond" })];

  assert.equal(saidBy("near-miss", records), ['warning: 1 message "cart.abandond", which nothing is registered for by name: one letter from "cart.abandoned"']);
  assert.equal(saidBy("near-miss", records.slice(1)), []);
});

test("near-miss finds a handler that listens for a type one letter from one that is sent and known", () => {
  const records = [described("cart.abandoned"), subscription(1, { at: 3, pattern: "cart.abandonned", handler: "mailer.onCart" }), dispatch(1, { type: "cart.abandoned", handlers: 0 })];

  const [finding, ...others] = foundBy("near-miss", records);

  assert.equal(others, []);
  assert.is(finding?.sentence, '"mailer.onCart" listens for "cart.abandonned", which is never sent: one letter from "cart.abandoned"');
  assert.equal(idsOf(finding), [1, 1]);
});

const pairs: readonly [known: string, sent: string][] = [
  ["mail.send", "mail.sent"], ["door.close", "door.closed"], ["issue.found", "issues.found"], ["axis.x", "axis.y"], ["item.get", "item.set"], ["shard.part1", "shard.part2"], ["api.list2", "api.list"],
  ["user.created", "user.deleted"], ["user.created", "userecreated"], ["user.created", "user.created"],
];
for (const [known, sent] of pairs) {
  test(`near-miss leaves ${sent} beside ${known} alone`, () => {
    assert.equal(saidBy("near-miss", [subscription(1, { pattern: known }), dispatch(1, { type: sent }), dispatch(2, { type: known })]), []);
  });
}

test("near-miss leaves two types alone that both have their handlers", () => {
  assert.equal(saidBy("near-miss", [subscription(1, { pattern: "page.moved" }), subscription(2, { pattern: "page.loved" }), dispatch(1, { type: "page.moved" }), dispatch(2, { type: "page.loved" })]), []);
});

test("no-namespace finds types without a dot, together", () => {
  const [finding] = foundBy("no-namespace", [dispatch(1, { type: "tick" }), dispatch(2, { type: "tick" }), dispatch(3, { type: "tock" }), dispatch(4, { type: "clock.struck" })]);

  assert.is(`${finding?.severity}: ${finding?.sentence}`, 'note: 2 types without a namespace: "tick" and "tock"');
  assert.equal([idsOf(finding), finding?.evidenceCount], [[1, 3], 3]);
  assert.equal(saidBy("no-namespace", [dispatch(4, { type: "clock.struck" })]), []);
});

test("no-description finds a type without one where most of its namespace have one", () => {
  const records = [described("user.created"), described("user.deleted"), dispatch(1, { type: "user.renamed" }), dispatch(2, { type: "hook.a" }), dispatch(3, { type: "hook.b" })];

  const [finding, ...others] = foundBy("no-description", records);

  assert.equal(others, []);
  assert.is(`${finding?.severity}: ${finding?.sentence}`, 'note: 1 type without a description, where 2 of 3 of "user" have one: "user.renamed"');
  assert.equal(idsOf(finding), [1]);
});

test("no-description leaves alone a namespace of which few types have one, and an app without any", () => {
  assert.equal(saidBy("no-description", [described("user.created"), dispatch(1, { type: "user.renamed" }), dispatch(2, { type: "user.left" })]), []);
  assert.equal(saidBy("no-description", [dispatch(1, { type: "user.renamed" }), dispatch(2, { type: "user.left" })]), []);
});

test("no-description finds a documented type that has none", () => {
  assert.equal(saidBy("no-description", [described("user.created"), described("user.deleted"), { kind: "type", at: 0, type: "user.left" }, dispatch(1, { type: "user.left" })]), [
    'note: 1 type without a description, where 2 of 3 of "user" have one: "user.left"',
  ]);
});

test("odd-payload finds what is no plain data, by type, with its place", () => {
  const [finding] = foundBy("odd-payload", [dispatch(1, { type: "a.b", data: { user: { $core: "object", name: "User", value: { id: 1 } } } }), dispatch(2, { type: "a.b", data: [{ $core: "function", value: "onClick" }] })]);

  assert.is(`${finding?.severity}: ${finding?.sentence}`, 'warning: "a.b" carries what is not plain data: an instance of User and a function');
  assert.equal(finding?.evidence.map(({ id, text }) => [id, text]), [[1, "a.b: an instance of User at /user"], [2, "a.b: a function at /0"]]);
});

test("odd-payload says how many payloads it looked at where they were not all", () => {
  const records = times(200, (id) => dispatch(id, { type: "a.b", data: { n: id } }));

  assert.equal(linted(records, { rules: ["odd-payload"] }).bounds, [{ rule: "odd-payload", what: "payload", looked: 50, of: 200 }]);
  assert.equal(linted(records.slice(0, 50), { rules: ["odd-payload"] }).bounds, []);
});

const odd: readonly [data: unknown, found: string | undefined][] = [
  [{ $core: "class", value: "User" }, "a class at the top"],
  [{ a: { $core: "symbol" } }, "a symbol at /a"],
  [{ a: { $core: "unreadable", value: "no" } }, "a member that throws when it is read at /a"],
  [{ a: { $core: "object", name: "", value: {} } }, "an instance of a class without a name at /a"],
  [{ a: { b: { $core: "ref", value: "/a" } } }, "a cycle at /a/b"],
  [{ "a/b": { $core: "ref", value: "" } }, "a cycle at /a~1b"],
  [{ $core: "Map", value: [["k", { $core: "ref", value: "" }]] }, "a cycle at /value/0/1"],
  [{ a: {}, b: { $core: "ref", value: "/a" } }, undefined],
  [{ a: {}, ab: { $core: "ref", value: "/a" } }, undefined],
  [{ at: { $core: "Date", value: "2026-11-24T00:00:00.000Z" }, ids: { $core: "Set", value: [1] }, big: { $core: "bigint", value: "1" }, none: { $core: "undefined" } }, undefined],
  [{ response: { $core: "ReplyChannel" }, a: { $core: "object", name: null, value: {} }, token: { $core: "redacted", by: "key" }, long: { $core: "cut", reason: "larger than 1 MB" } }, undefined],
  [{ bytes: { $core: "bytes", type: "Uint8Array", bytes: 1, value: "AA==" }, error: { $core: "Error", value: { name: "E", message: "m" } } }, undefined],
  ["text", undefined], [null, undefined], [undefined, undefined],
];
for (const [data, found] of odd) {
  test(`oddIn(${JSON.stringify(data)}) gives ${found ?? "nothing"}`, () => {
    const what = oddIn(data);
    assert.is(what === undefined ? undefined : `${what.what} at ${what.pointer === "" ? "the top" : what.pointer}`, found);
  });
}
