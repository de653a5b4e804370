// What a disk does to a recording while it is written: the file or its folder goes, is moved, cut, full.
import { mkdirSync, readdirSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openForWriting } from "../../src/host/disk.ts";
import { doNow } from "../../src/host/steps.ts";
import { lossOfLines } from "../../src/recording/losses.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { batch, head, line, open, textOf } from "./batches.ts";

const test = suite("recording/log_file faults");

test("LogFile notices within a second that its file was removed, says what is lost, and begins a new one", () => inTemporaryFolder((folder) => {
  const { log, path, faults } = open(folder);
  log.write(batch([1], 0));
  log.write(batch([2], 1_000));
  unlinkSync(path);

  log.write(batch([3, 4], 1_999));
  assert.throws(() => log.write(batch([5], 2_000)), { message: "its file was removed" });
  const loss = log.takeLoss();
  const wants = log.wantsPart;
  log.beginPart(head(2, 2_001));
  log.write(batch([6], 2_002));
  log.close();

  // What was seen at the path at 1,000 ms was removed by whoever removed the file; what came after never stood there for sure.
  assert.equal(loss, { lost: 3, from: 2, to: 4, reason: "the file was removed, or cut, while it was written" });
  assert.ok(wants);
  assert.is(textOf(path), head(2).text + line(6));
  assert.equal(faults.at(-1), `"${path}" was removed; the recording goes on in a new file`);
}));

test("LogFile loses nothing with a file that is removed right after it was looked at", () => inTemporaryFolder((folder) => {
  const { log, path } = open(folder, { rotate: { bytes: 10 } });
  log.write(batch([1], 0));
  unlinkSync(path);

  log.beginPart(head(2, 500));

  assert.equal(log.takeLoss(), { lost: 1, from: 1, to: 1, reason: "the file was removed, or cut, while it was written" });
  assert.is(textOf(path), head(2).text);
  assert.equal(readdirSync(folder).sort(), ["run.jsonl", "run.jsonl.lock"]);
  log.close();
}));

test("LogFile waits for a folder that has gone, and goes on in it when it is back", () => inTemporaryFolder((folder) => {
  const inner = join(folder, "logs");
  mkdirSync(inner);
  const { log, path, faults } = open(inner);
  log.write(batch([1], 0));
  rmSync(inner, { recursive: true });

  assert.throws(() => log.write(batch([2], 1_000)), { message: `there is no folder "${inner}" any more` });
  const without = log.wantsPart;
  assert.throws(() => log.write(batch([3], 1_500)), { message: `there is no folder "${inner}" any more` });
  mkdirSync(inner);
  assert.throws(() => log.write(batch([4], 2_000)), { message: "its file was removed" });
  const withFolder = log.wantsPart;
  log.beginPart(head(2, 2_001));
  log.write(batch([5], 2_002));
  log.close();

  assert.equal([without, withFolder], [false, true]);
  assert.is(textOf(path), head(2).text + line(5));
  assert.equal(faults.at(-1), `"${path}" was removed; the recording goes on in a new file when there is a folder for it`);
}));

test("LogFile goes on in a file that was moved away until a new part begins at its path", () => inTemporaryFolder((folder) => {
  const { log, path, faults } = open(folder);
  log.write(batch([1], 0));
  renameSync(path, join(folder, "old"));

  log.write(batch([2], 1_000));
  const wants = log.wantsPart;
  log.beginPart(head(2, 1_001));
  log.write(batch([3], 1_002));
  log.close();

  assert.ok(wants);
  assert.is(log.takeLoss(), undefined);
  assert.is(textOf(join(folder, "old")), line(1) + line(2));
  assert.is(textOf(path), head(2).text + line(3));
  assert.equal(faults, [`"${path}" was moved away: what was written to it is there; the recording goes on in a new file`]);
}));

test("LogFile adds to the file that another program has put into its place", () => inTemporaryFolder((folder) => {
  const { log, path } = open(folder);
  log.write(batch([1], 0));
  renameSync(path, join(folder, "old"));
  writeFileSync(path, "not ours, torn");

  log.write(batch([2], 1_000));
  log.beginPart(head(2, 1_001));
  log.close();

  assert.is(textOf(path), `not ours, torn\n${head(2).text}`);
}));

test("LogFile goes on at the end of a file that was cut, without a hole in it", () => inTemporaryFolder((folder) => {
  const { log, path, faults } = open(folder);
  log.write(batch([1, 2], 0));
  truncateSync(path, 30);

  log.write(batch([3], 1_000));
  const wants = log.wantsPart;
  log.beginPart(head(2, 1_001));
  log.close();

  assert.ok(wants);
  assert.is(textOf(path), `${line(1)}{"k\n${line(3)}${head(2).text}`);
  assert.equal(log.takeLoss(), { lost: 2, from: 1, to: 2, reason: "the file was removed, or cut, while it was written" });
  assert.equal(faults.at(-1), `"${path}" was cut by another program; the recording goes on in it`);
}));

test("LogFile sees nothing wrong with a file that stays where it is", () => inTemporaryFolder((folder) => {
  const { log, faults } = open(folder);

  for (const id of [1, 2, 3]) log.write(batch([id], id * 1_000));

  assert.equal([log.wantsPart, log.takeLoss(), faults], [false, undefined, []]);
  log.close();
}));

test("openForWriting() refuses a device", () => {
  assert.throws(() => doNow(openForWriting("/dev/null", "append")), { message: "it is a pipe, a socket or a device, not a regular file" });
});

test("lossOfLines() counts the lines of a batch's end, and the dispatches that begin in them", () => {
  assert.equal(lossOfLines(`${line(7)}{"kind":"handling","dispatch":3}\n${line(5)}`, "full"), { lost: 3, from: 5, to: 7, reason: "full" });
  assert.equal(lossOfLines('{"kind":"clock"}\n', "full"), { lost: 1, reason: "full" });
});
