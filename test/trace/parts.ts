// A run in several parts, of which some may not be there: nothing that stands elsewhere is a loss, nothing stands twice.
import { assert, suite } from "../harness.ts";
import type { KnownRecord } from "../../src/trace/record.ts";
import { dispatch, handling, header, historyOf } from "./records.ts";

const test = suite("trace/parts");

const part = (number: number, before: number): KnownRecord => ({ ...header(), part: number, before } as KnownRecord);
const running = { kind: "running", dispatch: 1, n: 1, at: 101, type: "a", handler: "x", subscription: 1 } as const;

test("History takes what earlier parts hold for what stands elsewhere: neither lost nor unknown", () => {
  const history = historyOf([part(3, 90), dispatch(91, { cause: 80 }), handling(91), handling(85)]);

  assert.equal([history.counts().lost, history.unaccounted(), history.strays], [0, [], []]);
  assert.equal([history.runs[0]?.elsewhere, history.runs[0]?.unplaced, history.sent], [90, 1, 1]);
  assert.is(history.dispatches[0]?.isOrphan, true);
});

test("History still finds what is missing after what stands elsewhere", () => {
  assert.equal(historyOf([part(3, 90), dispatch(93)]).unaccounted().map(({ from, to }) => [from, to]), [[91, 92]]);
});

test("History finds the end of a part missing by what the next one says was before it", () => {
  const history = historyOf([header(), dispatch(1), part(2, 3)]);

  assert.equal(history.unaccounted().map(({ from, to }) => [from, to]), [[2, 3]]);
  assert.is(history.runs[0]?.elsewhere, 0);
});

test("History knows a part in the middle that was not read", () => {
  const history = historyOf([header(), dispatch(1), part(3, 9), dispatch(10)]);

  assert.equal([history.unaccounted(), history.runs[0]?.elsewhere, history.runs.length], [[], 8, 1]);
});

test("History takes what a part repeats once, where an earlier part was read", () => {
  const begun = dispatch(1, { handlers: 2 });
  const ended = handling(1);
  const passed = { kind: "intercepted", at: 1, dispatch: 1, by: "gate", change: "passed", handlers: 2 } as const;

  const history = historyOf([
    header(), begun, passed, ended, running,
    part(2, 1), { ...begun, snapshot: true }, { ...passed, snapshot: true }, { ...ended, snapshot: true }, { ...running, snapshot: true },
  ]);

  assert.equal([history.dispatches.length, history.counts().dispatches, history.entries.length], [1, 1, 2]);
  const [trace] = history.dispatches;
  assert.equal([trace?.record.snapshot, trace?.handlings, trace?.running, trace?.intercepted], [undefined, [ended], [running], [passed]]);
});

test("History takes a dispatch that a part repeats for one that began before, where no earlier part was read", () => {
  const begun = dispatch(1, { handlers: 2, snapshot: true });

  const history = historyOf([part(2, 5), begun, handling(1, { snapshot: true }), { ...running, snapshot: true }, handling(1, { n: 1 })]);

  assert.equal([history.dispatches.length, history.counts().running, history.dispatches[0]?.handlings.map(({ n }) => n), history.dispatches[0]?.running], [1, 0, [0, 1], []]);
  assert.is(history.runs[0]?.elsewhere, 5);
});

test("History does not hold the totals of an end against parts that were not read", () => {
  const end: KnownRecord = { kind: "end", at: 9, dispatches: 6, records: 300, lost: 0, skipped: 0, cut: 0, redacted: 0, withheld: 0 };

  assert.is(historyOf([part(2, 5), dispatch(6), end]).runs[0]?.disagreement, undefined);
});

test("History places no record of a dispatch that was left out or lost, and calls it no stray", () => {
  const history = historyOf([header(), { kind: "skipped", at: 1, count: 2, from: 1, to: 2, reason: "fell out of the ring of 30 s" }, handling(1), dispatch(3)]);

  assert.equal([history.strays, history.runs[0]?.unplaced], [[], 1]);
});
