// A flight recorder: what it writes when something happens, what it says it left out, and that no message stands twice.
import { Ring, type RingOptions } from "../../src/log/ring.ts";
import type { RecorderOptions } from "../../src/log/recorder_options.ts";
import { parseConditions } from "../../src/log/triggers.ts";
import { assert, suite } from "../harness.ts";
import { historyOfText, linesOf, MemorySink, recordedCore, type Line } from "./recorded.ts";

const test = suite("log/ring");

/** A Core with a ring of six seconds behind its recorder, that is released on errors. */
async function flight(more: Partial<RingOptions> = {}, terms: Partial<RecorderOptions> = {}) {
  const file = new MemorySink();
  const faults: unknown[] = [];
  let opened = 0;
  let ring: Ring | undefined;
  const recorded = await recordedCore((clock) => {
    ring = new Ring({
      ringMs: 6_000, now: () => clock.now(), onFault: (error) => void faults.push(error),
      destination() {
        opened += 1;
        return file;
      },
      ...more,
    });
    const held = ring;
    return { sink: held, keepsOpen: true, triggers: parseConditions(["error"]), onTrigger: () => held.release(), ...terms };
  });
  const { core, clock, recorder } = recorded;
  core.registerAction("bad", () => { throw new Error("no"); });
  /** Sends a message of this type each second. */
  const send = (...types: string[]): void => {
    for (const type of types) {
      void core.ACTION({ type });
      recorder.flush();
      clock.advance(1_000);
    }
  };
  return { core, clock, recorder, ring: ring!, file, faults, send, opened: () => opened };
}

const sent = (lines: readonly Line[]): unknown[] => lines.filter(({ kind }) => kind === "dispatch").map(({ id }) => id);
const skips = (lines: readonly Line[]): unknown[] => lines.filter(({ kind }) => kind === "skipped").map(({ from, to, count, reason }) => [from, to, count, reason]);

test("Ring writes nothing while nothing happens, and makes no file", async () => {
  const { send, recorder, opened } = await flight();

  send("a", "b", "c");
  recorder.close();

  assert.is(opened(), 0);
});

test("Ring writes what it holds and its trigger when it is released, as a log that is whole", async () => {
  const { send, file } = await flight();

  send("a", "bad");

  const lines = file.lines();
  assert.equal([lines[0]?.["part"], sent(lines), lines.at(-1)?.kind], [1, [1, 2], "trigger"]);
  assert.equal(file.lines("trigger").map(({ on, dispatch, n }) => [on, dispatch, n]), [["error", 2, 0]]);
  assert.equal(historyOfText(file.text).unaccounted(), []);
});

test("Ring begins with the head of what it holds, and says that what was before fell out of it", async () => {
  const { send, file } = await flight();

  send(..."abcdefghijklmnopqrst".split(""), "bad");

  const [log, ...others] = file.lines();
  assert.equal([log?.kind, log?.["part"], log?.["before"]], ["log", 1, undefined]);
  assert.ok(others.some(({ kind, snapshot }) => kind === "subscription" && snapshot === true));
  assert.equal(skips(others), [[1, 14, 14, "fell out of the ring of 6 s"]]);
  assert.equal(sent(others), [15, 16, 17, 18, 19, 20, 21]);
  assert.equal(historyOfText(file.text).unaccounted(), []);
});

test("Ring writes all that comes within its time after a release, then holds again", async () => {
  const { send, file } = await flight({ afterMs: 2_500 });

  send("a", "bad", "b", "c", "d", "e");

  assert.equal(sent(file.lines()), [1, 2, 3, 4]);
});

test("Ring goes on in the same file at the next release: what fell out in between is said, nothing stands twice, and what is there is told again", async () => {
  const { send, file, opened, core } = await flight({ afterMs: 1_500 });

  send("bad", "a");
  core.registerAction("later", () => {});
  send(..."bcdefghijklm".split(""), "bad");

  const lines = file.lines();
  assert.is(opened(), 1);
  assert.equal(sent(lines), [1, 2, 9, 10, 11, 12, 13, 14, 15]);
  assert.equal(skips(lines), [[3, 8, 6, "fell out of the ring of 6 s"]]);
  assert.is(lines.filter(({ kind }) => kind === "log").length, 1);
  const history = historyOfText(file.text);
  assert.equal([history.unaccounted(), history.strays, history.runs.length], [[], [], 1]);
  assert.ok([...history.runs[0]!.subscriptions.values()].some(({ added }) => added.pattern === "later"));
});

test("Ring goes on without a word when nothing fell out in between", async () => {
  const { send, file } = await flight({ afterMs: 500 });

  send("bad", "a", "b", "bad");

  assert.equal([sent(file.lines()), skips(file.lines())], [[1, 2, 3, 4], []]);
});

test("Ring repeats what is in flight at its beginning, and does not say that it was left out", async () => {
  const { send, core, file } = await flight();
  core.registerAction("long", () => new Promise(() => {}));

  send("a", "long", ..."bcdefghijklmnopqr".split(""), "bad");

  const repeated = file.lines().filter(({ snapshot, kind }) => snapshot === true && kind !== "subscription");
  assert.equal(repeated.map(({ kind, id, dispatch, n }) => [kind, id ?? dispatch, n]), [["dispatch", 2, undefined], ["running", 2, 0]]);
  assert.equal(skips(file.lines()).map((skip) => (skip as unknown[]).slice(0, 3)), [[1, 1, 1], [3, 13, 11]]);
});

test("Ring ends its log with the totals of the file, and says what it still held", async () => {
  const { send, file, recorder } = await flight({ afterMs: 500 });

  send("bad", "a", "b");
  recorder.close();

  const lines = file.lines();
  assert.equal(skips(lines), [[2, 3, 2, "fell out of the ring of 6 s"]]);
  assert.equal(lines.at(-1), { ...lines.at(-1), kind: "end", dispatches: 3, records: lines.length - 1, skipped: 2, lost: 0 });
  assert.ok(file.isClosed);
});

test("Ring counts what fell out and what its recorder left out in the end's total", async () => {
  const { send, file, recorder } = await flight({ afterMs: 500 }, { only: { text: "not x", test: ({ message }) => message.type !== "x" } });

  send("x", "bad", "x", "b");
  recorder.close();

  const reasons = skips(file.lines());
  assert.equal(reasons, [[1, 1, 1, "--only not x"], [3, 4, 2, "fell out of the ring of 6 s"]]);
  assert.is(file.lines("end")[0]?.["skipped"], 3);
});

test("Ring holds no more than its bytes", async () => {
  const { core, recorder, ring } = await flight({ ringBytes: 60_000, ringMs: 3_600_000 });

  for (let n = 0; n < 2_000; n += 1) {
    void core.ACTION({ type: "a", data: "x".repeat(100) });
    recorder.flush();
  }

  assert.ok(ring.characters <= 60_000, String(ring.characters));
  assert.ok(ring.characters > 40_000, String(ring.characters));
});

test("Ring gives a later watcher what it holds first, then everything that comes, until it is detached", async () => {
  const { send, ring, opened } = await flight();
  const watcher = new MemorySink();
  send(..."abcdefghijklmnopqrst".split(""));

  ring.attach(watcher);
  const first = linesOf(watcher.text);
  send("u");
  ring.detach(watcher);
  send("v");

  assert.equal([first[0]?.kind, first[0]?.["part"], first[0]?.["before"]], ["log", 1, undefined]);
  assert.equal(skips(first), [[1, 13, 13, "fell out of the ring of 6 s"]]);
  assert.equal(sent(watcher.lines()), [14, 15, 16, 17, 18, 19, 20, 21]);
  assert.equal(historyOfText(watcher.text).unaccounted(), []);
  assert.equal([watcher.isClosed, opened()], [true, 0]);
});

test("Ring shows a later watcher an incident that is over and was written", async () => {
  const { send, ring } = await flight({ afterMs: 500 });
  const watcher = new MemorySink();
  send("a", "bad", "b");

  ring.attach(watcher);

  assert.equal(sent(watcher.lines()), [1, 2, 3]);
  assert.is(watcher.lines("trigger").length, 1);
});

test("Ring gives a watcher and the file an end each, with the records of each", async () => {
  const { send, ring, file, recorder } = await flight({ afterMs: 500 });
  const watcher = new MemorySink();
  send("bad", "a");
  ring.attach(watcher);
  send("b");

  recorder.close();

  assert.is(watcher.lines("end")[0]?.["records"], watcher.lines().length - 1);
  assert.is(file.lines("end")[0]?.["records"], file.lines().length - 1);
  assert.equal([watcher.lines("end")[0]?.["skipped"], file.lines("end")[0]?.["skipped"]], [0, 2]);
});

test("Ring tries again to write what its destination did not take, and loses nothing that it still holds", async () => {
  const { send, file, faults } = await flight();
  file.isFull = true;
  send("a", "bad", "b");
  assert.is(file.text, "");

  file.isFull = false;
  send("c");

  assert.equal(sent(file.lines()), [1, 2, 3, 4]);
  assert.ok(faults.length >= 1);
});

test("Ring tells as lost what fell out of it while its destination took nothing", async () => {
  const { send, file, recorder } = await flight({ afterMs: 60_000 });
  send("bad");
  file.isFull = true;
  send(..."bcdefghijklmnopqrst".split(""));

  file.isFull = false;
  send("u");
  recorder.close();

  const gaps = file.lines("gap");
  assert.equal(gaps.map(({ from, to, reason }) => [from, to, reason]), [[2, 14, "writing failed: ENOSPC"]]);
  assert.equal(historyOfText(file.text).unaccounted(), []);
  assert.is(file.lines("end")[0]?.["lost"], gaps[0]?.["lost"]);
});

test("Ring tries a destination that takes nothing once a second, not with each batch", async () => {
  const { send, file, core, recorder, faults } = await flight();
  file.isFull = true;
  send("bad");
  const before = faults.length;

  for (let n = 0; n < 100; n += 1) {
    void core.ACTION({ type: "a" });
    recorder.flush();
  }

  assert.equal([before, faults.length], [1, 2]);
});

test("Ring tells as left out what falls out after its destination has recovered", async () => {
  const { send, file } = await flight({ afterMs: 1_500 });
  file.isFull = true;
  send("bad");
  file.isFull = false;
  send("a");

  send(..."bcdefghijklm".split(""), "bad");

  assert.equal([file.lines("gap"), skips(file.lines())], [[], [[3, 8, 6, "fell out of the ring of 6 s"]]]);
});

test("Ring asks again for a destination that could not be made", async () => {
  const file = new MemorySink();
  let tries = 0;
  const { send } = await flight({
    destination() {
      tries += 1;
      if (tries === 1) throw new Error("EACCES");
      return file;
    },
  });

  send("bad", "a");

  assert.equal([tries, sent(file.lines())], [2, [1, 2]]);
});

test("Ring begins parts of the file where that wants one, numbered by the file's own", async () => {
  const { send, file, core, recorder } = await flight({ afterMs: 60_000 });
  send(..."abcdefgh".split(""), "bad");
  void core.ACTION({ type: "w" });
  recorder.flush();

  file.wantsPart = true;
  void core.ACTION({ type: "x" });
  recorder.flush();

  const [log] = linesOf(file.parts[1] ?? "");
  assert.equal([file.parts.length, log?.["part"], log?.["before"]], [2, 2, 10]);
  assert.equal(sent(linesOf(file.parts[1] ?? "")), [11]);
});

test("Ring begins no part of a file that it does not write to now", async () => {
  const { send, file } = await flight({ afterMs: 500 });
  send("bad");

  file.wantsPart = true;
  send("a", "b", "c");

  assert.is(file.parts.length, 1);
});

test("Ring tells of what its destination lost afterwards in that log", async () => {
  const { send, file, recorder } = await flight({ afterMs: 60_000 });
  send("bad", "a");
  file.loss = { lost: 2, from: 2, to: 2, reason: "the disk stalled" };
  send("b");
  recorder.close();

  assert.equal(file.lines("gap").map(({ lost, from, to, reason }) => [lost, from, to, reason]), [[2, 2, 2, "the disk stalled"]]);
  assert.is(file.lines("end")[0]?.["lost"], 2);
});

test("Ring makes no file once it is closed, whatever still happens", async () => {
  const { core, recorder, opened } = await flight();
  recorder.close();

  void core.ACTION({ type: "bad" });

  assert.is(opened(), 0);
});

test("Ring has its destination write what waits there when the process ends, also one that it does not write to now", async () => {
  const { send, file, recorder } = await flight({ afterMs: 500 });
  send("bad", "a");

  recorder.finish();

  assert.equal([file.finished, file.lines().at(-1)?.kind], [1, "end"]);
});
