// A run in several parts, of which some may not be there: nothing that stands elsewhere is a loss, nothing stands twice.
import type { KnownRecord } from "../../../src/trace/record.ts";
import { assert, suite } from "../../harness.ts";
import { dispatch, handling, header } from "../../trace/records.ts";
import { logOf, tracesOf } from "../log_of.ts";

const test = suite("log/index/parts");

const part = (number: number, before: number): KnownRecord => ({ ...header(), part: number, before } as KnownRecord);
const running = { kind: "running", dispatch: 1, n: 1, at: 101, type: "a", handler: "x", subscription: 1 } as const;

test("LogIndex takes what earlier parts hold for what stands elsewhere: neither lost nor unknown", () => {
  const log = logOf([part(3, 90), dispatch(91, { cause: 80 }), handling(91), handling(85)]);

  assert.equal([log.counts().lost, log.unaccounted(), log.strays], [0, [], 0]);
  assert.equal([log.runs[0]?.elsewhere, log.runs[0]?.unplaced, log.sent], [90, 1, 1]);
  assert.is(log.trace(0).isOrphan, true);
});

test("LogIndex still finds what is missing after what stands elsewhere", () => {
  assert.equal(logOf([part(3, 90), dispatch(93)]).unaccounted().map(({ from, to }) => [from, to]), [[91, 92]]);
});

test("LogIndex finds the end of a part missing by what the next one says was before it", () => {
  const log = logOf([header(), dispatch(1), part(2, 3)]);

  assert.equal(log.unaccounted().map(({ from, to }) => [from, to]), [[2, 3]]);
  assert.is(log.runs[0]?.elsewhere, 0);
});

test("LogIndex knows a part in the middle that was not read", () => {
  const log = logOf([header(), dispatch(1), part(3, 9), dispatch(10)]);

  assert.equal([log.unaccounted(), log.runs[0]?.elsewhere, log.runs.length], [[], 8, 1]);
});

test("LogIndex takes what a part repeats once, where an earlier part was read", () => {
  const begun = dispatch(1, { handlers: 2 });
  const ended = handling(1);
  const passed = { kind: "intercepted", at: 1, dispatch: 1, by: "gate", change: "passed", handlers: 2 } as const;

  const log = logOf([
    header(), begun, passed, ended, running,
    part(2, 1), { ...begun, snapshot: true }, { ...passed, snapshot: true }, { ...ended, snapshot: true }, { ...running, snapshot: true },
  ]);

  assert.equal([log.dispatches.length, log.counts().dispatches, log.entries.length], [1, 1, 2]);
  const [trace] = tracesOf(log);
  assert.equal([trace?.record.snapshot, trace?.handlings, trace?.running, trace?.intercepted], [undefined, [ended], [running], [passed]]);
});

test("LogIndex takes a dispatch that a part repeats for one that began before, where no earlier part was read", () => {
  const begun = dispatch(1, { handlers: 2, snapshot: true });

  const log = logOf([part(2, 5), begun, handling(1, { snapshot: true }), { ...running, snapshot: true }, handling(1, { n: 1 })]);

  assert.equal([log.dispatches.length, log.counts().running, log.trace(0).handlings.map(({ n }) => n), log.trace(0).running], [1, 0, [0, 1], []]);
  assert.is(log.runs[0]?.elsewhere, 5);
});

test("LogIndex does not hold the totals of an end against parts that were not read", () => {
  const end: KnownRecord = { kind: "end", at: 9, dispatches: 6, records: 300, lost: 0, skipped: 0, cut: 0, redacted: 0, withheld: 0 };

  assert.is(logOf([part(2, 5), dispatch(6), end]).runs[0]?.disagreement, undefined);
});

test("LogIndex places no record of a dispatch that was left out or lost, and calls it no stray", () => {
  const log = logOf([header(), { kind: "skipped", at: 1, count: 2, from: 1, to: 2, reason: "fell out of the ring of 30 s" }, handling(1), dispatch(3)]);

  assert.equal([log.strays, log.runs[0]?.unplaced], [0, 1]);
});
