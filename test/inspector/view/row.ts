// One entry, one row: who handled it, how long it took, what does not fit.
import { columnsFor } from "../../../inspector/view/columns.ts";
import { durationText } from "../../../inspector/view/time_text.ts";
import { formatRow, headingRow } from "../../../inspector/view/row.ts";
import { rowText } from "../../../inspector/view/segment.ts";
import type { KnownRecord } from "../../../src/trace/record.ts";
import { assert, suite } from "../../harness.ts";
import { logOf } from "../../log/log_of.ts";
import { dispatch, handling, HEADER } from "../shop.ts";

const test = suite("inspector/view/row");

/** The rows of records at 120 cells. */
function rowsOf(...records: KnownRecord[]): string[] {
  const { entries } = logOf([HEADER, ...records]);
  return Array.from({ length: entries.length - 1 }, (_, at) => rowText(formatRow(entries.entry(at + 1), columnsFor(120), { time: "utc" })).trimEnd());
}

const handledBy = (row: string | undefined): string => (row ?? "").slice(67, 89).trimEnd();
const took = (row: string | undefined): string => (row ?? "").slice(91, 97).trim();
const typeOf = (row: string | undefined): string => (row ?? "").slice(23, 51).trimEnd();

test("headingRow() stands over the columns", () => {
  assert.is(
    rowText(headingRow(columnsFor(120), "utc")),
    "     ID  TIME (UTC)    TYPE                          SOURCE        HANDLED BY                  MS  DATA",
  );
});

test("formatRow() tells who handled a message and how it ended", () => {
  const three = [dispatch(1, 1, "a.b", { handlers: 3 }), handling(1, 0, 2, "a.b", "x.onA"), handling(1, 1, 2, "a.b", "y.onA", { outcome: "failed" })];

  assert.is(handledBy(rowsOf(...three)[0]), "x ✓ y ✗ …");
  assert.is(handledBy(rowsOf(...three, handling(1, 2, 3, "a.b", "z.onA", { outcome: "spared" }))[0]), "x ✓ y ✗ z ·");
});

test("formatRow() never cuts a failure away", () => {
  const names = ["notification", "warehouse", "audit", "crm"];
  const records = names.map((name, n) => handling(1, n, 2, "a.b", `${name}.onA`, n === 3 ? { outcome: "failed" } : {}));

  assert.is(handledBy(rowsOf(dispatch(1, 1, "a.b", { handlers: 4 }), ...records)[0]), "notification ✓ +3 ✗");
});

test("formatRow() names the service that registered a handler of another name", () => {
  const subscription: KnownRecord = {
    kind: "subscription", at: 0, id: 1, verb: "ACTION", pattern: "a.*", handler: "a.*", service: "archive", state: "added",
  };

  assert.is(handledBy(rowsOf(subscription, dispatch(1, 1, "a.b"), handling(1, 0, 2, "a.b", "a.*"))[0]), "archive ✓");
  assert.is(handledBy(rowsOf(dispatch(1, 1, "a.b"), handling(1, 0, 2, "a.b", "github.issues.*"))[0]), "github.issues.* ✓");
});

test("formatRow() tells a message that nobody handles, one under way, and ends of other kinds", () => {
  const ends = (outcome: "timedOut" | "dropped"): KnownRecord => ({ kind: "settled", dispatch: 1, at: 9, type: "a.b", ms: 8, outcome });

  assert.equal([handledBy(rowsOf(dispatch(1, 1, "a.b", { handlers: 0 }))[0]), took(rowsOf(dispatch(1, 1, "a.b", { handlers: 0 }))[0])], ["nobody ∅", "–"]);
  assert.equal([handledBy(rowsOf(dispatch(1, 1, "a.b"))[0]), took(rowsOf(dispatch(1, 1, "a.b"))[0])], ["…", "…"]);
  assert.is(handledBy(rowsOf(dispatch(1, 1, "a.b"), ends("timedOut"))[0]), "timed out ✗");
  assert.is(handledBy(rowsOf(dispatch(1, 1, "a.b"), ends("dropped"))[0]), "dropped ✗");
});

test("formatRow() draws causes as indentation, and a cause that is missing", () => {
  const chain = rowsOf(
    dispatch(1, 1, "a"), dispatch(2, 2, "b", { cause: 1, by: 0 }), dispatch(3, 3, "c", { cause: 2, by: 0, verb: "QUERYALL" }),
    dispatch(5, 5, "e", { cause: 4, by: 0 }),
  );

  assert.equal(chain.map(typeOf), ["A a", "A └ b", "QA  └ c", "A ╌ e"]);
});

test("formatRow() keeps the last words of a long type", () => {
  assert.is(typeOf(rowsOf(dispatch(1, 1, "github.pull_request.review_requested"))[0]), "A …request.review_requested");
  assert.is(typeOf(rowsOf(dispatch(1, 1, "github.check_suite.completed"))[0]), "A …check_suite.completed");
  assert.is(typeOf(rowsOf(dispatch(1, 1, "x".repeat(40)))[0]), `A ${"x".repeat(25)}…`);
});

test("formatRow() tells what is missing, and where", () => {
  const rows = rowsOf(
    { kind: "gap", at: 1, lost: 1, reason: "overflow" },
    { kind: "skipped", at: 2, count: 1200, reason: "only type:user.*" },
    { ...HEADER, run: "k4" } as KnownRecord,
  );

  assert.equal(rows, [
    "         ⋯ 1 record lost here: overflow",
    "         ⋯ 1,200 messages left out: only type:user.*",
    "         ◇ run k4 begins: shop 4242 deno 2.9.5, 2026-11-23 02:14:07Z",
  ]);
});

test("durationText() takes at most six cells", () => {
  assert.equal([0, 3.234, 41.66, 123.4, 9999, 10_000, 75_300, 999_000, 5_400_000, 86_400_000].map(durationText), [
    "0.00", "3.23", "41.7", "123", "9999", "10.0 s", "75.3 s", "999 s", "90 min", "24 h",
  ]);
});

test("formatRow() says what the recorder did: captured less, or wrote for a reason", () => {
  const degraded: KnownRecord = { kind: "degraded", at: 2, capture: "noPayloads", writing: "turn", reason: "over budget", cost: 0.031, budget: 0.02 };
  const again: KnownRecord = { kind: "degraded", at: 2, capture: "all", writing: "background", reason: "the last write took 312 ms" };
  const trigger: KnownRecord = { kind: "trigger", at: 3, on: "error", dispatch: 12, n: 0, count: 37 };

  assert.equal(rowsOf(degraded, again, trigger).map((row) => row.trim()), [
    "◌ from here on payloads are left out: over budget (3.1 % of the thread, budget 2.0 %)",
    "◌ from here on everything is recorded, off the thread: the last write took 312 ms",
    "◆ trigger: error, by #12, 37 times",
  ]);
});

test("formatRow() gives the time of the wall clock, also after that has jumped", () => {
  const startedAt = HEADER.kind === "log" ? Date.parse(HEADER.startedAt) : Number.NaN;
  const clock: KnownRecord = { kind: "clock", at: 1_000, time: new Date(startedAt + 7_201_000).toISOString() };

  const [, after] = rowsOf(dispatch(1, 500, "a.b"), clock, dispatch(2, 2_000, "a.b"));

  assert.ok(after?.includes(new Date(startedAt + 7_202_000).toISOString().slice(11, 23)), after);
});
