import { closeSync, existsSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { close, lookAt } from "../../src/host/disk.ts";
import { doNow } from "../../src/host/steps.ts";
import { PartFile } from "../../src/recording/part_file.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import type { Loss } from "../../src/log/sink.ts";
import { batch, line, textOf } from "./batches.ts";

const test = suite("recording/part_file");

if (!existsSync("/dev/full")) test.skip("append() throws when the disk is full", "the system has no /dev/full");
else test("append() throws when the disk is full, and stays where it is", () => {
  const file = { fd: openSync("/dev/full", "r+") };
  const part = new PartFile(file, lookAt(file).now(), false);

  assert.throws(() => doNow(part.append(batch([1]))), { code: "ENOSPC" });
  assert.is(part.bytes, 0);
  close(file).now();
});

test("append() writes a batch that is under way again, over itself", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  const part = doNow(PartFile.open(path, "new"));
  doNow(part.append(batch([1])));
  const underWay = part.append(batch([2, 3]));
  const first = underWay.next();
  if (first.done !== true) first.value.now();

  doNow(part.append(batch([2, 3])));
  doNow(part.append(batch([4])));

  assert.is(textOf(path), [1, 2, 3, 4].map(line).join(""));
  doNow(part.close());
}));

/** Writes a batch as a disk does on which only so many bytes fit: it takes them, then refuses. */
function appendOnFullDisk(part: PartFile, path: string, ids: readonly number[], fits: number, { tells = fits, cuts = true } = {}): Loss | undefined {
  const steps = part.append(batch(ids));
  const lead = part.bytes;
  const fd = openSync(path, "r+");
  steps.next();
  writeSync(fd, batch(ids).text.slice(0, fits), lead);
  closeSync(fd);
  steps.next(tells);
  const look = steps.throw(Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }));
  const cut = look.done === true ? look : steps.next(look.value.now());
  const end = cut.done === true ? cut : cuts ? steps.next(cut.value.now()) : steps.throw(new Error("EPERM"));
  assert.is(end.done, true);
  return end.done === true ? end.value : undefined;
}

test("append() keeps the lines that the disk took of a batch, takes the torn one back, and gives the loss of the others", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  const part = doNow(PartFile.open(path, "new"));

  const loss = appendOnFullDisk(part, path, [1, 2, 3, 4], 60);
  doNow(part.append(batch([5])));

  assert.equal(loss, { lost: 2, from: 3, to: 4, reason: "writing failed: the disk is full" });
  assert.is(textOf(path), line(1) + line(2) + line(5));
  doNow(part.close());
}));

test("append() tears nothing when the disk took whole lines", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  const part = doNow(PartFile.open(path, "new"));

  const loss = appendOnFullDisk(part, path, [1, 2, 3], 54);
  doNow(part.append(batch([4])));

  assert.equal(loss, { lost: 1, from: 3, to: 3, reason: "writing failed: the disk is full" });
  assert.is(textOf(path), line(1) + line(2) + line(4));
  doNow(part.close());
}));

test("append() throws when no line of a batch was taken, and takes the torn one back", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  const part = doNow(PartFile.open(path, "new"));

  assert.throws(() => appendOnFullDisk(part, path, [1, 2], 10), { code: "ENOSPC" });
  doNow(part.append(batch([3])));

  assert.is(textOf(path), line(3));
  doNow(part.close());
}));

test("append() keeps what the disk took without saying so", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  const part = doNow(PartFile.open(path, "new"));

  const loss = appendOnFullDisk(part, path, [1, 2, 3], 60, { tells: 1 });
  doNow(part.append(batch([4])));

  assert.equal(loss, { lost: 1, from: 3, to: 3, reason: "writing failed: the disk is full" });
  assert.is(textOf(path), line(1) + line(2) + line(4));
  doNow(part.close());
}));

test("append() ends a torn line before the next where nothing can be taken back", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  const part = doNow(PartFile.open(path, "new"));

  const loss = appendOnFullDisk(part, path, [1, 2, 3, 4], 60, { cuts: false });
  doNow(part.append(batch([5])));

  assert.equal(loss, { lost: 2, from: 3, to: 4, reason: "writing failed: the disk is full" });
  assert.is(textOf(path), `${line(1)}${line(2)}{"kind\n${line(5)}`);
  doNow(part.close());
}));

test("append() counts among what is lost what a lost line tells as lost", () => inTemporaryFolder((folder) => {
  const part = doNow(PartFile.open(join(folder, "run.jsonl"), "new"));
  const gap = '{"kind":"gap","at":1,"lost":12,"from":1,"to":6,"reason":"full"}\n';
  const steps = part.append({ text: line(7) + gap + line(8), records: 3, from: 1, to: 8, at: 1 });

  steps.next();
  const path = join(folder, "run.jsonl");
  const fd = openSync(path, "r+");
  writeSync(fd, line(7), 0);
  closeSync(fd);
  steps.next(line(7).length);
  const look = steps.throw(Object.assign(new Error("full"), { code: "ENOSPC" }));
  const end = look.done === true ? look : steps.next(look.value.now());

  assert.equal(end.value, { lost: 13, lines: 2, again: 12, from: 1, to: 8, reason: "writing failed: the disk is full" });
  doNow(part.close());
}));
