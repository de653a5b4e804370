// Lints about handlers: what never ends, what holds the loop, what is subscribed again and again.
import { assert, suite } from "../../harness.ts";
import { dispatch, handling, header } from "../records.ts";
import { logOf } from "../../log/log_of.ts";
import { foundBy, idsOf, linted, saidBy, subscription, times } from "./linting.ts";

const test = suite("trace/lint/handlers");

const running = (id: number, handler: string, n = 0): object => ({ kind: "running", dispatch: id, n, at: 101, type: "a.b", handler, subscription: 1 });
const end = (at: number): object => ({ kind: "end", at, dispatches: 1, records: 3, lost: 0, skipped: 0, cut: 0, redacted: 0, withheld: 0 });

test("never-settled finds a handling that was open for a second when its run ended in order", () => {
  const [finding, ...others] = foundBy("never-settled", [dispatch(1, { at: 1, type: "a.b" }), running(1, "mail.onUser"), end(1_002)]);

  assert.equal(others, []);
  assert.is(`${finding?.severity}: ${finding?.sentence}`, 'error: 1 handling of "mail.onUser" never ended, open for up to 1.0 s');
  assert.equal([idsOf(finding), finding?.evidenceCount, finding?.evidence[0]?.text], [[1], 1, "a.b: mail.onUser open for 1.0 s"]);
});

test("never-settled leaves alone work that was merely interrupted, and what is open while a log goes on", () => {
  assert.equal(saidBy("never-settled", [dispatch(1, { at: 1, type: "a.b" }), running(1, "x.on"), end(900)]), []);
  assert.equal(saidBy("never-settled", [dispatch(1, { at: 1, type: "a.b" }), running(1, "x.on"), dispatch(2, { at: 29_000, handlers: 0 })]), []);
});

test("never-settled finds what is open for half a minute in a log that breaks off", () => {
  assert.equal(saidBy("never-settled", [dispatch(1, { at: 1, type: "a.b" }), running(1, "x.on"), dispatch(2, { at: 30_002, handlers: 0 })]), ['error: 1 handling of "x.on" never ended, open for up to 30.0 s']);
});

test("never-settled tells of the handling at which others wait, not of those", () => {
  const records = [
    dispatch(1, { at: 1, type: "a.b" }), dispatch(2, { at: 2, verb: "QUERY", type: "a.c", cause: 1, by: 0 }), running(1, "x.outer"), running(2, "x.inner"), end(5_000),
  ];

  assert.equal(saidBy("never-settled", records), ['error: 1 handling of "x.inner" never ended, open for up to 5.0 s']);
});

test("never-settled leaves alone a handler that is slow by nature, and a task that reports", () => {
  const slow = [dispatch(1, { at: 1 }), handling(1, { at: 1, handler: "x.on", ms: 2_000 }), dispatch(2, { at: 2_100, type: "a.b" }), running(2, "x.on"), end(8_000)];
  const task = [dispatch(1, { at: 1, verb: "PERFORM", type: "a.b" }), running(1, "x.on"), { kind: "progress", at: 55_000, dispatch: 1, task: "task-1", ratio: 0.5 }, end(60_000)];

  assert.equal([saidBy("never-settled", slow), saidBy("never-settled", task)], [[], []]);
});

test("never-settled is a note where records were lost, and is silent of a flight recorder's log", () => {
  const records = [dispatch(1, { at: 1, type: "a.b" }), running(1, "x.on"), { kind: "gap", at: 500, lost: 3, reason: "overflow" }, end(2_000)];
  const ring = logOf([{ ...header(), ringMs: 30_000 }, dispatch(1, { at: 1, type: "a.b" }), running(1, "x.on"), end(2_000)]);

  assert.equal(saidBy("never-settled", records), ['note: 1 handling of "x.on" never ended, open for up to 2.0 s (but 3 records of this log were lost)']);
  assert.equal(linted(ring, { rules: ["never-settled"] }).findings, []);
});

test("holds-loop finds a handler that held it three times, the longest first", () => {
  const records = times(3, (id) => [dispatch(id, { at: id * 1_000, type: "a.b" }), handling(id, { at: id * 1_000, handler: "x.on", ms: 50 + id, syncMs: 50 + id })]).flat();

  const [finding] = foundBy("holds-loop", records);

  assert.is(`${finding?.severity}: ${finding?.sentence}`, 'warning: "x.on" held the event loop for up to 53 ms, 3 times over 50 ms');
  assert.equal(finding?.evidence.map(({ id, n, text }) => [id, n, text]), [[3, 0, "a.b: x.on held it for 53 ms"], [2, 0, "a.b: x.on held it for 52 ms"], [1, 0, "a.b: x.on held it for 51 ms"]]);
});

test("holds-loop finds a handler that held it once for long", () => {
  assert.equal(saidBy("holds-loop", [dispatch(1), handling(1, { ms: 200, syncMs: 200 })]), ['warning: "x" held the event loop for up to 200 ms, once over 50 ms']);
});

test("holds-loop leaves alone two short holds, a long wait, and a start", () => {
  const two = times(2, (id) => [dispatch(id), handling(id, { ms: 150, syncMs: 150 })]).flat();
  const waits = times(9, (id) => [dispatch(id), handling(id, { ms: 5_000, syncMs: 50 })]).flat();
  const start = [dispatch(1, { type: "service.startup" }), handling(1, { type: "service.startup", ms: 900, syncMs: 900 })];

  assert.equal([two, waits, start].map((records) => saidBy("holds-loop", records)), [[], [], []]);
});

test("holds-loop takes what is less than one call of a hundred for the machine: a note where it was long, else nothing", () => {
  const quick = (count: number): object[] => times(count, (nth) => [dispatch(100 + nth), handling(100 + nth, { ms: 1, syncMs: 1 })]).flat();
  const slow = (syncMs: number): object[] => times(3, (id) => [dispatch(id), handling(id, { ms: syncMs, syncMs })]).flat();

  assert.equal(saidBy("holds-loop", [...slow(60), ...quick(298)]), []);
  assert.equal(saidBy("holds-loop", [...slow(60), ...quick(297)]), ['warning: "x" held the event loop for up to 60 ms, 3 times over 50 ms']);
  assert.equal(saidBy("holds-loop", [...slow(200), ...quick(298)]), ['note: "x" held the event loop for up to 200 ms, 3 times over 50 ms']);
});

test("holds-loop blames the handler that held it, not the one that called it", () => {
  const records = [
    dispatch(1, { at: 1, type: "a.b" }), dispatch(2, { at: 2, type: "a.c", cause: 1, by: 0 }),
    handling(2, { at: 2, handler: "x.inner", ms: 300, syncMs: 300 }), handling(1, { at: 1, handler: "x.outer", ms: 310, syncMs: 310 }),
  ];

  assert.equal(saidBy("holds-loop", records), ['warning: "x.inner" held the event loop for up to 300 ms, once over 50 ms']);
});

const growing = (more: (id: number) => object = () => ({})): object[] => times(20, (id) => subscription(id, { at: id, handler: id === 1 ? "mail.onUser" : `mail.onUser#${id}`, ...more(id) }));

test("growing-subscriptions finds one handler and pattern subscribed again and again", () => {
  const records = [...growing(), dispatch(1, { at: 30, type: "user.created", handlers: 20 }), handling(1, { at: 30, subscription: 20 })];

  const [finding, ...others] = foundBy("growing-subscriptions", records);

  assert.equal(others, []);
  assert.is(`${finding?.severity}: ${finding?.sentence}`, 'warning: "mail.onUser" is subscribed to "user.created" 20 times, and never removed');
  assert.equal(finding?.evidence.map(({ subscription: id, at, id: of }) => [id ?? `#${of}`, at]), [[1, 1], [2, 2], [19, 19], [20, 20], ["#1", 30]]);
  assert.is(finding?.evidenceCount, 20);
});

test("growing-subscriptions leaves alone those that are removed, those of one moment, other patterns, and few", () => {
  const removed = [...growing(), subscription(3, { at: 25, state: "removed" })];
  const atOnce = growing((id) => ({ at: 1 + id / 1_000 }));
  const patterns = growing((id) => ({ pattern: `room.${id}` }));
  const few = growing().slice(0, 19);
  const snapshot = growing((id) => ({ at: id, snapshot: true }));

  assert.equal([removed, atOnce, patterns, few, snapshot].map((records) => saidBy("growing-subscriptions", records)), [[], [], [], [], []]);
});
