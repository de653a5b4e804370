import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LogIndex } from "../../src/log/log_index.ts";
import { followLog, type FollowLogOptions } from "../../src/recording/follow_log.ts";
import { openPartsSource } from "../../src/recording/parts_source.ts";
import { fakeClock } from "../../src/testing/fake_clock.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";

const test = suite("recording/follow_log");

const dispatch = (id: number): string => `{"kind":"dispatch","id":${id},"at":${id},"verb":"ACTION","type":"user.created","handlers":0,"timestamp":"2026-11-23T09:00:00.012Z"}\n`;

async function follow(path: string, options: FollowLogOptions = {}) {
  const clock = fakeClock();
  const source = await openPartsSource(path);
  const index = new LogIndex(source);
  let grown = 0;
  const followed = followLog(source, index, () => grown++, { clock, ...options });
  return { clock, source, index, followed, grown: () => grown, ids: () => Array.from({ length: index.dispatches.length }, (_, at) => index.dispatches.id(at)) };
}

test("followLog() reads what is there, then what is added, across parts", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, dispatch(1));
  const { followed, ids, grown, source } = await follow(path);
  await followed.caughtUp();
  const first = [...ids()];

  appendFileSync(path, dispatch(2));
  renameSync(path, join(folder, "run.part1.jsonl"));
  writeFileSync(path, dispatch(3));
  await followed.caughtUp();

  assert.equal([first, ids(), grown()], [[1], [1, 2, 3], 2]);
  followed.close();
  source.close();
}));

test("followLog() looks now and then by itself", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, dispatch(1));
  const { clock, followed, ids, source } = await follow(path);
  await followed.caughtUp();
  // The second look that caughtUp() asked for is over, too, when the timer is set.
  await new Promise((resolve) => setImmediate(resolve));

  appendFileSync(path, dispatch(2));
  clock.advance(24);
  await new Promise((resolve) => setImmediate(resolve));
  const before = ids().length;
  clock.advance(1);
  await new Promise((resolve) => setImmediate(resolve));

  assert.equal([before, ids()], [1, [1, 2]]);
  followed.close();
  source.close();
}));

test("a line that is being written is no defect; end() takes one without its end for torn", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, dispatch(1) + dispatch(2).slice(0, 30));
  const { followed, ids, index, source } = await follow(path);
  await followed.caughtUp();
  const before = index.defects.length;

  appendFileSync(path, `${dispatch(2).slice(30)}{"kind":`);
  await followed.end();

  assert.equal([before, ids(), index.defects.map(({ problem }) => problem)], [0, [1, 2], ["tornTail"]]);
  source.close();
}));

test("close() reads no more, and lets go whoever waits", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, dispatch(1));
  const { followed, ids, source } = await follow(path);

  const waiting = followed.caughtUp();
  followed.close();
  await waiting;
  await followed.end();

  assert.equal(ids(), []);
  source.close();
}));

test("followLog() says that the log can be read no further", async () => {
  const failed: unknown[] = [];
  const source = { size: 0, read: () => 0, look: () => Promise.reject(new Error("the disk failed")), close() {} };

  const followed = followLog(source, new LogIndex(source), () => {}, { onFailed: (error) => failed.push(error) });
  await followed.caughtUp();

  assert.equal(failed, [new Error("the disk failed")]);
});

test("followLog() gives others their turn after a slice", async () => {
  let left = 5;
  let grown = 0;
  let now = 0;
  const turns: (() => void)[] = [];
  const source = { size: 0, read: () => 0, look: () => Promise.resolve(true), close() {} };
  const index = { readMore: () => { now += 5; return left-- > 0; }, end() {} };
  const followed = followLog(source, index, () => grown++, { sliceMs: 8, clock: { now: () => now, setTimer: (run, ms) => { if (ms === 0) turns.push(run); return () => {}; } } });

  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    turns.shift()?.();
  }
  await new Promise((resolve) => setImmediate(resolve));

  assert.equal([left, grown], [-1, 3]);
  followed.close();
});
