import { closeSync, existsSync, openSync, readSync, write, writeSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers";
import { bytesOf } from "../../src/host/disk.ts";
import { ask, type Steps } from "../../src/host/steps.ts";
import type { Batch } from "../../src/log/sink.ts";
import { Background, QUEUE_CHARACTERS } from "../../src/recording/background.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder, until } from "../host/temporary.ts";
import { runCommand } from "../this_runtime.ts";
import { batch, head } from "./batches.ts";

const test = suite("recording/background");

/** A disk that writes when the test says so. */
function heldDisk() {
  const written: string[] = [];
  const letGo: (() => void)[] = [];
  const steps = function* (kind: string, { text }: Batch): Steps<void> {
    yield* ask({
      now: () => void written.push(`${kind} at once ${text.length}`),
      later: () => new Promise<void>((resolve) => letGo.push(() => {
        written.push(`${kind} later ${text.length}`);
        resolve();
      })),
    });
  };
  const durations: number[] = [];
  let now = 0;
  const background = new Background({
    now: () => now,
    lines: (lines) => steps("lines", lines),
    head: (first) => steps("head", first),
    settleHead: ({ text }) => written.push(`settled ${text.length}`),
    onDone: (ms) => durations.push(ms),
  });
  return { background, written, letGo, durations, pass: (ms: number) => now += ms };
}

/** The end of a turn of the event loop, and of what was to be done at it. */
async function turn(): Promise<void> {
  for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve));
}

test("Background writes one thing at a time, in order, and together what waits", async () => {
  const { background, written, letGo } = heldDisk();

  background.add("lines", batch([1]));
  background.add("lines", batch([2]));
  background.add("lines", batch([3]));
  background.add("head", head(2));
  background.add("lines", batch([4]));
  const underWay = letGo.length;
  for (let done = 0; done < 4; done++) {
    letGo[done]?.();
    await until("the next write", () => letGo.length > done + 1 || background.isIdle);
  }

  assert.is(underWay, 1);
  assert.equal(written, ["lines later 27", "lines later 54", "head later 24", "lines later 27"]);
});

test("Background says how long each took", async () => {
  const { background, letGo, durations, pass } = heldDisk();
  background.add("lines", batch([1]));

  pass(70);
  letGo[0]?.();
  await until("the write", () => background.isIdle && durations.length > 0);

  assert.equal(durations, [70]);
});

test("Background takes no more than its bound, and more again when there is room", async () => {
  const { background, letGo } = heldDisk();
  const large = { ...batch([1]), text: "x".repeat(QUEUE_CHARACTERS / 2) };
  background.add("lines", large);
  background.add("lines", large);
  await turn();

  assert.throws(() => background.add("lines", batch([3])), { message: "the disk is too slow: 32 MB wait to be written" });
  letGo[0]?.();
  await until("the first write", () => letGo.length === 2);
  background.add("lines", batch([3]));

  assert.not.ok(background.isIdle);
});

test("Background writes at once what fills its queue within one turn: the disk could not have said that it is done", () => {
  const { background, written } = heldDisk();
  const large = { ...batch([1]), text: "x".repeat(QUEUE_CHARACTERS / 2) };
  background.add("lines", large);
  background.add("lines", large);

  background.add("lines", batch([3]));

  assert.equal(written, ["lines at once 16777216", "lines at once 16777216"]);
  assert.not.ok(background.isIdle);
});

test("Background takes one thing of any size: it would never fit", () => {
  const { background } = heldDisk();

  background.add("lines", { ...batch([1]), text: "x".repeat(QUEUE_CHARACTERS + 1) });

  assert.not.ok(background.isIdle);
});

test("finish() writes what is under way again and what waits, in order, and nothing of it comes later", async () => {
  const { background, written, letGo, durations } = heldDisk();
  background.add("lines", batch([1]));
  background.add("head", head(2));
  background.add("lines", batch([2]));

  background.finish();
  const atOnce = [...written];
  letGo[0]?.();
  await new Promise((resolve) => setTimeout(resolve, 0));

  assert.equal(atOnce, ["lines at once 27", "head at once 24", "lines at once 27"]);
  assert.equal(written.slice(3), ["lines later 27"]);
  assert.equal(durations, [0]);
  assert.ok(background.isIdle);
});

test("finish() settles a part that was being begun", () => {
  const { background, written } = heldDisk();
  background.add("head", head(2));
  background.add("lines", batch([2]));

  background.finish();

  assert.equal(written, ["settled 24", "lines at once 27"]);
});

test("Background goes on after finish()", async () => {
  const { background, written, letGo } = heldDisk();
  background.add("lines", batch([1]));
  background.finish();

  background.add("lines", batch([2]));
  letGo[1]?.();
  await until("the write", () => background.isIdle);

  assert.equal(written, ["lines at once 27", "lines later 27"]);
});

/** As `openOffThread()`, which writes at positions, and a pipe has none. */
function writerOffThread(path: string, fd: number): (bytes: Uint8Array) => Promise<void> {
  const { Deno: deno } = globalThis as unknown as { Deno?: { openSync(path: string, options: object): { write(bytes: Uint8Array): Promise<number> } } };
  const file = deno?.openSync(path, { write: true });
  return file === undefined
    ? (bytes) => new Promise((resolve) => write(fd, bytes, 0, bytes.byteLength, null, () => resolve()))
    : async (bytes) => void await file.write(bytes);
}

const hasFifos = await runCommand("mkfifo", ["--version"]).then(({ code }) => code === 0, () => false);
if (!hasFifos || !existsSync("/proc/self/fd")) test.skip("Background does not let the thread wait for a file that takes nothing", "there is no mkfifo here");
else test("Background does not let the thread wait for a file that takes nothing", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "stalled");
  await runCommand("mkfifo", [path]);
  // Open at both ends, so that it opens at once; it holds 64 kB, and then stalls whoever writes.
  const fd = openSync(path, "r+");
  // A descriptor of its own: on Deno a call waits for the one that is under way on the same one.
  const reader = openSync(path, "r+");
  writeSync(fd, new Uint8Array(65_536));
  const offThread = writerOffThread(path, fd);
  const into = function* ({ text }: Batch): Steps<void> {
    const bytes = bytesOf(text);
    yield* ask({
      now: () => void writeSync(fd, bytes),
      later: () => offThread(bytes),
    });
  };
  const background = new Background({ now: () => performance.now(), lines: into, head: into, settleHead: () => {}, onDone: () => {} });

  const before = performance.now();
  background.add("lines", batch([1]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  const ms = performance.now() - before;
  const isHeld = !background.isIdle;
  readSync(reader, new Uint8Array(65_536), 0, 65_536, null);
  await until("the write", () => background.isIdle);

  assert.ok(isHeld);
  assert.ok(ms < 5_000);
  closeSync(fd);
  closeSync(reader);
}));
