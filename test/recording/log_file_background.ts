// Writing off the thread: when it begins and ends, what becomes of what waits, and the end of the process meanwhile.
import { existsSync, readdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder, until } from "../host/temporary.ts";
import { runScript } from "../this_runtime.ts";
import { batch, head, idsIn, line, numbers, open, readText, textOf } from "./batches.ts";

const test = suite("recording/log_file background");

/** A clock on which each look takes that long: so does a write, between two of them. */
function slowClock() {
  const clock = { at: 0, lookMs: 0 };
  return { clock, now: () => clock.at += clock.lookMs };
}

/** Opens a recording whose disk took 60 ms for the first batch. */
function openSlow(folder: string) {
  const { clock, now } = slowClock();
  const opened = open(folder, { now });
  clock.lookMs = 60;
  opened.log.write(batch([1]));
  clock.lookMs = 0;
  return { ...opened, clock };
}

test("LogFile moves off the thread when a write took over 50 ms, and writes on in order", () => inTemporaryFolder(async (folder) => {
  const { log, path } = openSlow(folder);
  const writing = log.writing;

  log.write(batch([2]));
  log.write(batch([3, 4]));
  await until("what waits", () => idsIn(textOf(path)).length === 4);

  assert.is(writing, "background");
  assert.is(textOf(path), [1, 2, 3, 4].map(line).join(""));
  log.close();
}));

test("LogFile stays on the thread when a write took 50 ms", () => inTemporaryFolder((folder) => {
  const { clock, now } = slowClock();
  const { log } = open(folder, { now });
  clock.lookMs = 25;

  log.write(batch([1]));

  assert.is(log.writing, "turn");
  log.close();
}));

test("LogFile comes back to the thread when nothing waits and the disk was quick for ten seconds", () => inTemporaryFolder(async (folder) => {
  const { log, path, clock } = openSlow(folder);
  const slowAt = clock.at;
  log.write(batch([2]));
  await until("the second", () => log.waiting === 0);

  clock.at = slowAt + 9_999;
  log.write(batch([3]));
  const before = log.writing;
  await until("the third", () => log.waiting === 0);
  clock.at = slowAt + 10_000;
  log.write(batch([4]));
  await until("the thread", () => log.writing === "turn");

  assert.is(before, "background");
  assert.equal(idsIn(textOf(path)), [1, 2, 3, 4]);
  log.close();
}));

test("LogFile that was asked to write each record at once stays on the thread", () => inTemporaryFolder((folder) => {
  const { clock, now } = slowClock();
  const { log, path } = open(folder, { now, writing: "record" });
  clock.lookMs = 60;

  log.write(batch([1]));
  log.write(batch([2]));

  assert.is(log.writing, "record");
  assert.is(textOf(path), line(1) + line(2));
  log.close();
}));

test("LogFile that was asked to write in the background begins parts there, too", () => inTemporaryFolder(async (folder) => {
  const { log, path, clock } = open(folder, { writing: "background", rotate: { bytes: 10 }, keep: { parts: 3 } });
  clock.advance(20_000);

  for (const part of numbers(1, 5)) {
    log.write(batch([part]));
    await until("a part that is due", () => log.wantsPart);
    log.beginPart(head(part + 1));
    assert.not.ok(log.wantsPart);
  }
  log.close();
  await log.closed;

  assert.is(log.writing, "background");
  assert.equal(readdirSync(folder).sort(), ["run.jsonl", "run.part4.jsonl", "run.part5.jsonl"]);
  assert.is(await readText(path), `${head(4).text}${line(4)}${head(5).text}${line(5)}${head(6).text}`);
}));

test("takeLoss() tells what was lost off the thread, once", () => inTemporaryFolder(async (folder) => {
  const { log, path, faults } = open(folder, { writing: "background" });
  log.write(batch([1], 0));
  await until("the first", () => textOf(path) !== "");
  unlinkSync(path);

  log.write(batch([2, 3], 1_000));
  await until("the loss", () => faults.length > 1);
  const loss = log.takeLoss();
  const wants = log.wantsPart;
  log.beginPart(head(2, 1_001));
  log.write(batch([4], 1_002));
  log.close();
  await log.closed;

  assert.equal(loss, { lost: 3, from: 1, to: 3, reason: "the file was removed, or cut, while it was written" });
  assert.is(log.takeLoss(), undefined);
  assert.ok(wants);
  assert.is(textOf(path), head(2).text + line(4));
}));

test("write() loses nothing of what comes in one turn, however much that is", () => inTemporaryFolder(async (folder) => {
  const { log, path } = open(folder, { writing: "background" });

  for (const id of numbers(1, 30)) log.write({ ...batch([id]), text: `${"x".repeat(1_000_000)}\n${line(id)}` });
  log.close();
  await log.closed;

  assert.equal(idsIn(textOf(path)), numbers(1, 30));
}));

test("finish() writes what waits before it returns, in order, and what comes after it at once", () => inTemporaryFolder(async (folder) => {
  const { log, path } = open(folder, { writing: "background" });
  for (const id of numbers(1, 50)) log.write({ ...batch([id]), text: `${"y".repeat(50_000)}\n${line(id)}` });

  log.finish();
  const atOnce = idsIn(textOf(path));
  log.write(batch([51]));
  const after = idsIn(textOf(path));
  const bytes = textOf(path).length;
  // What was under way off the thread comes to its end meanwhile: it writes the same bytes in the same place.
  await new Promise((resolve) => setTimeout(resolve, 20));

  assert.equal(atOnce, numbers(1, 50));
  assert.equal(after, numbers(1, 51));
  assert.is(textOf(path).length, bytes);
  assert.equal(idsIn(textOf(path)), numbers(1, 51));
  log.close();
}));

/** Lets a rotation go on for so many turns of the event loop, then ends it. */
async function finishWithin(folder: string, turns: number): Promise<number[]> {
  const { log, path } = open(folder, { writing: "background", path: join(folder, `run${turns}.jsonl`) });
  log.write(batch([1]));
  log.beginPart(head(2));
  log.write(batch([2]));
  log.beginPart(head(3));
  log.write(batch([3]));
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));

  log.finish();
  log.write(batch([4]));
  const atOnce = idsIn(await readText(path));
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(idsIn(await readText(path)), atOnce);
  log.close();
  return atOnce;
}

test("finish() loses and doubles nothing wherever it meets a part that is being begun", () => inTemporaryFolder(async (folder) => {
  for (const turns of numbers(0, 40)) assert.equal(await finishWithin(folder, turns), [1, 2, 3, 4]);
}), { timeoutMs: 20_000 });

test("close() lets what waits be written, then gives up the lock", () => inTemporaryFolder(async (folder) => {
  const { log, path } = open(folder, { writing: "background" });
  log.write(batch([1]));

  log.close();
  const isLocked = existsSync(`${path}.lock`);
  await log.closed;

  assert.ok(isLocked);
  assert.not.ok(existsSync(`${path}.lock`));
  assert.is(textOf(path), line(1));
}));

/** How a process ends while much of its log waits to be written. */
const ENDS: readonly [how: string, code: number][] = [["by itself", 0], ["by exit", 3], ["by a throw", 1], ["by a rejection", 1]];
const program = fileURLToPath(new URL("ending_writer.ts", import.meta.url));

for (const [how, code] of ENDS) {
  test(`LogFile loses nothing when its process ends ${how}, and leaves no lock`, () => inTemporaryFolder(async (folder) => {
    const path = join(folder, "run.jsonl");

    const { code: ended } = await runScript(program, [path, how]);

    assert.equal(idsIn(await readText(path)), numbers(1, 301));
    assert.is(ended, code);
    assert.not.ok(existsSync(`${path}.lock`));
  }), { timeoutMs: 30_000 });
}

