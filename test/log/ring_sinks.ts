// Where a flight recorder writes to: files that fail and recover, that rotate, and watchers that come later.
import { assert, suite } from "../harness.ts";
import { flight, sent, skips } from "./flight.ts";
import { logOfText, linesOf, MemorySink } from "./recorded.ts";

const test = suite("log/ring_sinks");

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
  assert.equal(logOfText(watcher.text).unaccounted(), []);
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
  assert.equal(logOfText(file.text).unaccounted(), []);
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

test("Ring has its destination write what waits there when the process ends, also one that it does not write to now", async () => {
  const { send, file, recorder } = await flight({ afterMs: 500 });
  send("bad", "a");

  recorder.finish();

  assert.equal([file.finished, file.lines().at(-1)?.kind], [1, "end"]);
});
