// A flight recorder: what it writes when something happens, what it says it left out, and that no message stands twice.
import { assert, suite } from "../harness.ts";
import { flight, sent, skips } from "./flight.ts";
import { logOfText } from "./recorded.ts";

const test = suite("log/ring");

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
  assert.equal(logOfText(file.text).unaccounted(), []);
});

test("Ring begins with the head of what it holds, and says that what was before fell out of it", async () => {
  const { send, file } = await flight();

  send(..."abcdefghijklmnopqrst".split(""), "bad");

  const [log, ...others] = file.lines();
  assert.equal([log?.kind, log?.["part"], log?.["before"]], ["log", 1, undefined]);
  assert.ok(others.some(({ kind, snapshot }) => kind === "subscription" && snapshot === true));
  assert.equal(skips(others), [[1, 14, 14, "fell out of the ring of 6 s"]]);
  assert.equal(sent(others), [15, 16, 17, 18, 19, 20, 21]);
  assert.equal(logOfText(file.text).unaccounted(), []);
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
  const log = logOfText(file.text);
  assert.equal([log.unaccounted(), log.strays, log.runs.length], [[], 0, 1]);
  assert.ok([...log.runs[0]!.subscriptions.values()].some(({ added }) => added.pattern === "later"));
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

test("Ring makes no file once it is closed, whatever still happens", async () => {
  const { core, recorder, opened } = await flight();
  recorder.close();

  void core.ACTION({ type: "bad" });

  assert.is(opened(), 0);
});
