// Lines on their way to a sink that fails and recovers: what is written, when, and what is said to be lost.
import { BATCH_CHARACTERS, LineBatch } from "../../src/log/line_batch.ts";
import { assert, suite } from "../harness.ts";

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

  batch.close();
  batch.add("late");
  batch.flush();

  assert.is(disk.text, '{"kind":"gap","at":5,"lost":1,"from":1,"to":1,"reason":"writing failed: ENOSPC"}\n');
  assert.ok(disk.isClosed);
});

test("LineBatch closes its sink although that takes nothing any more", () => {
  const { batch, disk, faults } = batchOn();
  disk.isFull = true;
  batch.add("d1", 1);

  batch.close();

  assert.ok(disk.isClosed);
  assert.is(faults.length, 2);
});
