// What left and what was withheld, read off the records of a log.
import { assert, suite } from "../../harness.ts";
import { redactionReport } from "../../../src/log/redaction/report.ts";
import type { KnownRecord } from "../../../src/trace/record.ts";

const test = suite("log/redaction/report");

/** Records as a reader gives them, with what the report does not look at left out. */
function records(...given: readonly object[]): KnownRecord[] {
  return given as unknown as KnownRecord[];
}

test("redactionReport() gives a row for each place, list indices as *", () => {
  const rows = redactionReport(records(
    { kind: "dispatch", id: 1, type: "order.placed", data: { id: "7", cards: [{ number: { $core: "redacted", by: "path", as: "3f9a0c11d2e4" } }, { number: { $core: "redacted", by: "path", as: "0c11d2e43f9a" } }] } },
    { kind: "dispatch", id: 2, type: "order.placed", data: { id: "8", cards: [] } },
  ));

  assert.equal(rows, [
    { type: "order.placed", place: "data/cards/*/number", by: "path", count: 2, example: "3f9a0c11d2e4" },
    { type: "order.placed", place: "data/id", by: undefined, count: 2, example: "7" },
  ]);
});

test("redactionReport() looks into every member that carries a payload", () => {
  const redacted = { $core: "redacted", by: "key" };
  const rows = redactionReport(records(
    { kind: "service", name: "mailer", error: { name: "Error", message: "no host" } },
    { kind: "dispatch", id: 1, type: "a", data: redacted },
    { kind: "intercepted", dispatch: 1, data: redacted, reason: "why [redacted token 3f9a0c11d2e4]" },
    { kind: "handling", dispatch: 1, type: "a", answer: redacted },
    { kind: "handling", dispatch: 1, type: "a", error: { name: "Error", message: "no user [redacted email 3f9a0c11d2e4]", cause: { $core: "Error", value: { message: "m" } } } },
    { kind: "reply", dispatch: 1, value: redacted },
    { kind: "progress", dispatch: 1, note: "half" },
    { kind: "settled", type: "a", reason: "no answer" },
  ));

  assert.equal(rows.map(({ type, place, by, count, example }) => `${type} ${place} ${by ?? "leaves"} ${count} ${example}`), [
    "a answer key 1 ", "a data key 2 ", "a error/cause/message leaves 1 m", "a error/message email 1 3f9a0c11d2e4", "a error/name leaves 1 Error", "a note leaves 1 half",
    "a reason leaves 1 no answer", "a reason token 1 3f9a0c11d2e4", "a value key 1 ", "service mailer error/message leaves 1 no host", "service mailer error/name leaves 1 Error",
  ]);
});

test("redactionReport() sees through the tags of objects, Maps and Sets", () => {
  const [row, ...others] = redactionReport(records({
    kind: "dispatch", id: 1, type: "a", data: { $core: "object", name: "User", value: { cards: { $core: "Map", value: [["main", { $core: "Set", value: [{ $core: "plain", value: { $core: "mine" } }] }]] } } },
  }));

  assert.equal([row, others], [{ type: "a", place: "data/cards/main/*/$core", by: undefined, count: 1, example: "mine" }, []]);
});

test("redactionReport() shows the beginning of what leaves", () => {
  const [row] = redactionReport(records({ kind: "dispatch", id: 1, type: "a", data: "x".repeat(100) }));

  assert.is(row?.example, `${"x".repeat(39)}…`);
});

test("redactionReport() counts in one row what is beyond ten thousand places", () => {
  const data = Object.fromEntries(Array.from({ length: 10_002 }, (_, at) => [`k${at}`, 1]));

  const rows = redactionReport(records({ kind: "dispatch", id: 1, type: "a", data }));

  assert.equal([rows.length, rows.at(-1)], [10_001, { type: "*", place: "further places", by: undefined, count: 2, example: "" }]);
});
