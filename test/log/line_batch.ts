// Lines on their way to a sink that fails and recovers: what is written, when, and what is said to be lost.
import { BATCH_CHARACTERS, LineBatch, PART_AGAIN_MS, type LineBatchOptions } from "../../src/log/line_batch.ts";
import { assert, suite } from "../harness.ts";
import { MemorySink } from "./recorded.ts";

const test = suite("log/line_batch");

/** A batch on a sink in memory that can be full, and whose turns end by hand. */
function batchOn() {
  const disk = { isFull: false, text: "", isClosed: false };
  const turns: (() => void)[] = [];
  const faults: unknown[] = [];
  const batch = new LineBatch({
    sink: {
      write({ text }) {
        if (disk.isFull) throw new Error("ENOSPC");
        disk.text += text;
      },
      close: () => void (disk.isClosed = true),
    },
    schedule: (flush) => void turns.push(flush),
    at: () => 5,
    onFault: (error) => void faults.push(error),
  });
  return { batch, disk, turns, faults };
}

test("LineBatch writes what a turn added at its end, at once", () => {
  const { batch, disk, turns } = batchOn();

  batch.add("one");
  batch.add("two");
  assert.equal([disk.text, turns.length], ["", 1]);
  turns[0]?.();

  assert.is(disk.text, "one\ntwo\n");
});

test("LineBatch does not wait for the turn's end when it is large", () => {
  const { batch, disk } = batchOn();
  const line = "x".repeat(BATCH_CHARACTERS - 2);

  batch.add(line);
  assert.is(disk.text, "");
  batch.add("y");

  assert.is(disk.text, `${line}\ny\n`);
});

test("LineBatch tells what several failed writes lost as one gap, once", () => {
  const { batch, disk, faults } = batchOn();

  disk.isFull = true;
  batch.add("d1", 1);
  batch.flush();
  batch.add("h1");
  batch.flush();
  batch.add("d2", 2);
  batch.flush();
  disk.isFull = false;
  batch.add("d3", 3);
  batch.flush();
  batch.add("d4", 4);
  batch.flush();

  assert.is(disk.text, '{"kind":"gap","at":5,"lost":3,"from":1,"to":2,"reason":"writing failed: ENOSPC"}\nd3\nd4\n');
  assert.is(faults.length, 3);
});

test("LineBatch tells what was lost when it is closed, and closes its sink", () => {
  const { batch, disk } = batchOn();
  disk.isFull = true;
  batch.add("d1", 1);
  batch.flush();
  disk.isFull = false;

  batch.close(() => "end");
  batch.add("late");
  batch.flush();

  assert.is(disk.text, '{"kind":"gap","at":5,"lost":1,"from":1,"to":1,"reason":"writing failed: ENOSPC"}\nend\n');
  assert.ok(disk.isClosed);
});

test("LineBatch closes its sink although that takes nothing any more", () => {
  const { batch, disk, faults } = batchOn();
  disk.isFull = true;
  batch.add("d1", 1);

  batch.close(() => "end");

  assert.ok(disk.isClosed);
  assert.is(faults.length, 3);
});

/** A batch on a sink that says more of itself. */
function batchOnMemory(more: Partial<LineBatchOptions> = {}) {
  const sink = new MemorySink();
  const now = { at: 0 };
  const faults: unknown[] = [];
  const batch = new LineBatch({
    sink, schedule: () => {}, at: () => now.at, onFault: (error) => void faults.push(error),
    head: (part) => ({ text: `head ${part}\nsnapshot\n`, records: 2, at: now.at }),
    changed: (writing, tookMs) => `now ${writing}, after ${tookMs} ms`,
    ...more,
  });
  return { batch, sink, now, faults };
}

test("LineBatch begins a part before the first line of a batch, never in the middle of one", () => {
  const { batch, sink } = batchOnMemory();

  batch.begin();
  batch.add("one", 1);
  sink.wantsPart = true;
  batch.begin();
  batch.add("two", 2);
  batch.flush();
  batch.begin();
  batch.add("three", 3);
  batch.flush();

  assert.equal(sink.parts, ["one\ntwo\n", "head 2\nsnapshot\nthree\n"]);
  assert.equal(sink.batches.map(({ from, to, records }) => [from, to, records]), [[1, 2, 2], [undefined, undefined, 2], [3, 3, 1]]);
  assert.is(batch.records, 5);
});

test("LineBatch goes on in the old part when a new one cannot be begun, says so, and tries again later", () => {
  const { batch, sink, now, faults } = batchOnMemory();
  const tries: number[] = [];
  const failing = sink.beginPart.bind(sink);
  sink.beginPart = (head) => {
    tries.push(now.at);
    if (tries.length === 1) throw new Error("EACCES");
    failing(head);
  };
  sink.wantsPart = true;

  for (const at of [0, 10, PART_AGAIN_MS - 1, PART_AGAIN_MS]) {
    now.at = at;
    batch.begin();
    batch.add(`at ${at}`);
    batch.flush();
  }

  assert.equal([tries, faults.length], [[0, PART_AGAIN_MS], 1]);
  assert.equal(sink.parts, ["at 0\nat 10\nat 4999\n", "head 2\nsnapshot\nat 5000\n"]);
});

test("LineBatch tells what its sink lost of what it had taken, also at the end", () => {
  const { batch, sink } = batchOnMemory();

  batch.add("one", 1);
  batch.flush();
  sink.loss = { lost: 1, from: 1, to: 1, reason: "the disk stalled" };
  batch.add("two", 2);
  batch.flush();
  sink.loss = { lost: 2, reason: "the disk is gone" };
  batch.close(() => `end ${batch.records} ${batch.lost}`);

  assert.is(sink.text, 'one\n{"kind":"gap","at":0,"lost":1,"from":1,"to":1,"reason":"the disk stalled"}\ntwo\n{"kind":"gap","at":0,"lost":2,"reason":"the disk is gone"}\nend 1 3\n');
});

test("LineBatch counts once what was lost again, with the line that told of it", () => {
  const { batch, sink } = batchOnMemory();

  batch.add("one", 1);
  batch.flush();
  sink.loss = { lost: 12, reason: "the disk stalled" };
  batch.add("two", 2);
  batch.flush();
  sink.loss = { lost: 13, lines: 2, again: 12, reason: "the disk is gone" };
  batch.close(() => `end ${batch.lost}`);

  assert.match(sink.text, /"lost":13,"reason":"the disk is gone"\}\nend 13\n$/);
});

test("LineBatch names the ids of a gap as those of the batch that tells of it: they are lost with it again", () => {
  const { batch, sink } = batchOnMemory();
  sink.isFull = true;
  batch.add("one", 1);
  batch.flush();
  sink.isFull = false;

  batch.add("two", 2);
  batch.flush();

  assert.equal(sink.batches.map(({ from, to }) => [from, to]), [[1, 2]]);
});

test("LineBatch keeps losses of different reasons apart, in few records", () => {
  const { batch, sink } = batchOnMemory();
  for (let n = 0; n < 20; n += 1) {
    sink.loss = { lost: 1, reason: `reason ${n}` };
    sink.isFull = true;
    batch.add("x");
    batch.flush();
  }
  sink.isFull = false;

  batch.add('{"kind":"kept"}');
  batch.flush();

  const gaps = sink.lines("gap");
  assert.is(gaps.reduce((sum, { lost }) => sum + Number(lost), 0), 40);
  assert.ok(gaps.length <= 8, String(gaps.length));
});

test("LineBatch says when its sink writes otherwise, once, and not again before that is written", () => {
  const { batch, sink } = batchOnMemory({
    timed: (write) => {
      write();
      return 312;
    },
  });

  batch.add("one");
  batch.flush();
  sink.writing = "background";
  sink.isFull = true;
  batch.add("lost");
  batch.flush();
  sink.isFull = false;
  batch.add("two");
  batch.flush();
  batch.add("three");
  batch.flush();

  assert.is(sink.text, 'one\n{"kind":"gap","at":0,"lost":1,"reason":"writing failed: ENOSPC"}\nnow background, after 312 ms\ntwo\nthree\n');
});

test("LineBatch ends with a line that counts what stands before it, and again only after something has come", () => {
  const { batch, sink } = batchOnMemory();
  const end = (): string => `end ${batch.records}`;
  batch.add("one");

  batch.end(end);
  batch.end(end);
  batch.add("two");
  batch.end(end);
  batch.close(end);

  assert.is(sink.text, "one\nend 1\ntwo\nend 3\n");
  assert.ok(sink.isClosed);
});

test("LineBatch has its sink write what waits before it looks for losses and ends", () => {
  const { batch, sink } = batchOnMemory();
  sink.finish = () => void (sink.loss = { lost: 1, reason: "too late" });
  batch.add("one");

  batch.close(() => "end");

  assert.is(sink.text, 'one\n{"kind":"gap","at":0,"lost":1,"reason":"too late"}\nend\n');
});

test("LineBatch says nothing of how its sink writes at the very end, and again when the process goes on", () => {
  const { batch, sink } = batchOnMemory();
  sink.finish = () => void (sink.writing = "record");
  batch.add("one");

  batch.finish();
  batch.end(() => "end");
  batch.resume();
  batch.add("two");
  batch.flush();

  assert.is(sink.text, "one\nend\nnow record, after 0 ms\ntwo\n");
});
