// What filters choose: of a log of a few messages, in all ways to ask; of payloads of every kind; by handlings, flows and states.
import { assert, suite } from "../../harness.ts";
import { dispatch, handling, header } from "../records.ts";
import { logOf } from "../../log/log_of.ts";
import { chosenBy } from "./page_log.ts";

const test = suite("trace/filter/choose");

const textOf = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join("");

/** The ids that a filter chooses, in whichever way it is asked. */
function chooses(records: readonly object[], cases: readonly (readonly [filter: string, ids: readonly number[]])[]): void {
  const log = logOf(textOf(records));
  for (const [filter, ids] of cases) {
    test(`"${filter}" chooses ${ids.length === 0 ? "nothing" : ids.join(", ")}`, () => {
      assert.equal(chosenBy(filter, log), { traces: ids, columns: ids });
    });
  }
}

const RECORDS = [
  header("k3x9"),
  { kind: "subscription", at: 0, id: 1, verb: "ACTION", pattern: ">", handler: "mail.onUser", service: "mail", state: "added" },
  { kind: "subscription", at: 0, id: 2, verb: "ACTION", pattern: ">", handler: "audit", service: "my audit", state: "added" },
  dispatch(1, { type: "user.created", source: "users", handlers: 2 }), handling(1, { handler: "mail.onUser", subscription: 1 }), handling(1, { n: 1, handler: "audit", subscription: 2, outcome: "failed", error: { name: "TypeError", message: "no" } }),
  dispatch(2, { type: "user.address.changed", source: "my users", handlers: 1, cause: 1, by: 0 }), handling(2, { handler: "mailer.onMail", subscription: 3, outcome: "spared" }),
  dispatch(3, { type: "cart", handlers: 0, cause: 2 }),
  dispatch(4, { type: "cart.paid", handlers: 2, cause: 77 }), handling(4, { handler: "carts.onPaid", subscription: 4 }), { kind: "running", dispatch: 4, n: 1, at: 200, type: "cart.paid", handler: "mail.onPaid", subscription: 1 },
  dispatch(5, { verb: "QUERY", type: "a", handlers: 1, cause: 0 }), { kind: "settled", dispatch: 5, at: 9, type: "a", ms: 4, outcome: "dropped", reason: "not allowed" },
  dispatch(6, { type: "service.startup", handlers: 0 }),
  dispatch(7, { verb: "QUERY", type: "a", handlers: 1 }), handling(7, { handler: "x", subscription: 9, outcome: "declined" }),
  dispatch(8, { type: "late", handlers: 1 }), handling(8, { handler: "y", subscription: 9 }), { kind: "running", dispatch: 8, n: 3, at: 200, type: "late", handler: "mail.late", subscription: 1 },
];

chooses(RECORDS, [
  ["", [1, 2, 3, 4, 5, 6, 7, 8]],
  ["type:user.*", [1]],
  ["type:user.>", [1, 2]],
  ["type:/^cart/", [3, 4]],
  ["type:cart or type:a", [3, 5, 7]],
  ["type:user.> not type:user.created", [2]],
  ["not (type:user.> or type:cart) root", [6, 7, 8]],
  ["type:cart.* or type:user.> type:*.created", [1, 4]],
  ["(type:cart.* or type:user.>) type:*.created", [1]],
  ["type:a AND NOT outcome:dropped", [7]],
  ["source:users", [1]],
  ["source:*users", [1, 2]],
  ["source:'my users'", [2]],
  ["not source:*", [3, 4, 5, 6, 7, 8]],
  ["handler:mail", [1, 4]],
  ["handler:mail.*", [1, 4]],
  ["handler:mail*", [1, 2, 4]],
  ["handler:onMail", []],
  ["handler:*.onMail", [2]],
  ["handler:/^m.*User$/", [1]],
  ["service:mail", [1, 4]],
  ['service:"my *"', [1]],
  ["verb:query", [5, 7]],
  ["outcome:failed", [1]],
  ["outcome:spared", [2]],
  ["outcome:declined", [7]],
  ["outcome:unanswered", [7]],
  ["outcome:done", [2, 8]],
  ["outcome:unhandled", [3, 6]],
  ["unhandled", [3]],
  ["failed", [1, 7]],
  ["running", [4]],
  ["root", [1, 6, 7, 8]],
  ["orphan", [4, 5]],
  ["cause:0", [5]],
  ["cause:1..2", [2, 3]],
  ["cause:77", [4]],
  ["flow:2", [1, 2, 3]],
  ["flow:#3", [1, 2, 3]],
  ["flow:5", [5]],
  ["flow:99", []],
  ["id>=7", [7, 8]],
  ["id:..2", [1, 2]],
  ["ms>0", [1, 2, 5, 7, 8]],
  ["ms = 4", [5]],
  ["ms<2000us", []],
  ["ms<=2ms id>6", [7, 8]],
  ["run:k3*", [1, 2, 3, 4, 5, 6, 7, 8]],
  ["run:other", []],
  ["error", [1, 5]],
  ["error:TypeError", [1]],
  ["error:*Error", [1]],
  ["error:dropped", [5]],
  ["error:/^dropped: not/", [5]],
  ['error.message="no"', [1]],
  ["error.stack", []],
  ["answer", []],
]);

/** One message for each value: the first has the id 1. */
const VALUES: readonly unknown[] = [
  "123", 123, { $core: "bigint", value: "123" }, { $core: "bigint", value: "12345678901234567890" }, "2026-11-23", { $core: "Date", value: "2026-11-23T09:00:00.000Z" }, true, null, { $core: "undefined" },
  { $core: "number", value: "NaN" }, [1, { $core: "hole", count: 2 }, 5], { $core: "Map", value: [["pear", 4], [7, "x"]] }, { $core: "Set", value: ["p", "q"] }, { $core: "object", name: "User", value: { id: 9 } },
  { $core: "ref", value: "/other" }, { $core: "redacted", by: "key" }, { $core: "cut", reason: "larger", bytes: 99, value: "beginning" }, { $core: "boxed", value: "box" }, { $core: "array", value: ["i"], members: { index: 3 } },
  { $core: "Error", value: { name: "RangeError", message: "far" } }, { $core: "plain", value: { $core: "mine" } }, [{ n: "a" }, { n: "b" }], { "odd name": 'say "x"' },
];

chooses([header(), ...VALUES.map((x, at) => dispatch(at + 1, { data: { x, other: { deep: "found" } } })), dispatch(24)], [
  ["data.x=123", [1, 2, 3]],
  ['data.x="123"', [1]],
  ["data.x=123n", [2, 3]],
  ["data.x>122", [2, 3, 4]],
  ["data.x>=12345678901234567890", [4]],
  ["data.x>12345678901234567889", [4]],
  ["data.x>12345678901234567890", []],
  ['data.x<"13"', [1]],
  ["data.x=2026-11-23", [5]],
  ["data.x>2026-11-22", [5, 6, 17, 18, 20]],
  ["data.x<2026-11-23T09:00:01Z", [1, 5, 6]],
  ['data.x="2026-11-23T10:00+01:00"', [6]],
  ["data.x=true", [7]],
  ['data.x="true"', []],
  ["data.x=null", [8]],
  ["data.x=undefined", [9]],
  ["data.x=NaN", [10]],
  ["data.x[3]=5", [11]],
  ["data.x[1]", [13, 22]],
  ["data.x.length=4", [11]],
  ["data.x.pear=4", [12]],
  ["data.x.7:x", [12]],
  ["data.x.size=2", [12, 13]],
  ["data.x[1]=q", [13]],
  ["data.x.id=9", [14]],
  ["data.x.deep=found", [15]],
  ["data.x.$core=redacted", [16]],
  ["data.x:begin*", [17]],
  ["data.x=box", [18]],
  ["data.x.index=3", [19]],
  ["data.x[0]=i", [19]],
  ["data.x.message=far", [20]],
  ["data.x:/RangeError: far/", [20]],
  ["data.x.$core=mine", [21]],
  ["data.x[*].n=b", [22]],
  ["data.x[*]=b", []],
  ["data.*[*].n:/a|b/", [22]],
  ['data.x["odd name"]:*"x"', [23]],
  [`data.x."odd name"='say "x"'`, [23]],
  ["data.x.__proto__", []],
  ["data.x.length>8", [5, 17]],
  ["data", VALUES.map((_, at) => at + 1)],
  ["not data", [24]],
  ["data.nothing!=1", []],
  ["data.x!=123 id<5", [4]],
  ['"odd name"', [23]],
  ['"say \\"x\\""', [23]],
  ["/\"pear\",4/", [12]],
  ['data.x:\'[{"n":*\'', [22]],
]);

chooses([
  header(), dispatch(1, { verb: "QUERYALL", handlers: 2, data: 1 }), handling(1, { outcome: "answered", answer: { n: 1 } }), handling(1, { n: 1, outcome: "answered", answer: { n: 2 } }),
  dispatch(2, { data: "words here" }), { kind: "intercepted", at: 1, dispatch: 2, by: "gate", change: "changed", data: "changed words" }, { kind: "reply", at: 1, dispatch: 2, member: "r", value: ["replied"] },
  { kind: "log", version: 1, run: "second", part: 1, name: "shop", startedAt: "2026-11-25T00:00:00.000Z" }, dispatch(1, { type: "b" }), dispatch(2, { type: "b", cause: 1 }),
], [
  ["answer.n=2", [1]],
  ["answer.n=1 answer.n=2", [1]],
  ["answer.n!=1", [1]],
  ["data=1", [1]],
  ["reply[0]:repl*", [2]],
  ['"changed words"', [2]],
  ["/^\"words/", [2]],
  ["/^words/", []],
  ["id:1 run:second", [1]],
  ["flow:2", [2, 1, 2]],
  ["flow:2 run:second", [1, 2]],
  ["at:2026-11-25", [1, 2]],
  ["at:00:00 type:b", [1, 2]],
]);
