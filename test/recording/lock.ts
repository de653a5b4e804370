import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type ChildProcess, spawn } from "node:child_process";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { ownMark } from "../../src/host/process_mark.ts";
import { lockPath, RecordingLock } from "../../src/recording/lock.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { argumentsFor, runCommand, runScript, runtimeName } from "../this_runtime.ts";
import { batch, idsIn, open, textOf } from "./batches.ts";

const test = suite("recording/lock");
const program = fileURLToPath(new URL("locking_writer.ts", import.meta.url));

/** No system gives so large a number to a process. */
const NOBODY = 2_000_000_000;

function writeLock(folder: string, mark: object | string): string {
  const path = join(folder, "run.jsonl");
  writeFileSync(lockPath(path), typeof mark === "string" ? mark : JSON.stringify(mark));
  return path;
}

test("RecordingLock says in a file of its user's who records, since when, and where", () => inTemporaryFolder((folder) => {
  const lock = new RecordingLock(join(folder, "run.jsonl"));

  const mark = JSON.parse(readFileSync(lock.path, "utf8")) as { pid: number; startedAt: string; host: string };
  assert.is(mark.pid, process.pid);
  assert.is(mark.host, hostname());
  assert.ok(Math.abs(Date.parse(mark.startedAt) - (Date.now() - process.uptime() * 1000)) < 2_000);
  assert.is(statSync(lock.path).mode & 0o777, 0o600);
  lock.release();
  assert.equal(readdirSync(folder), []);
}));

test("RecordingLock refuses a second writer in the same process, by name", () => inTemporaryFolder((folder) => {
  const { log, path } = open(folder);
  const { startedAt } = JSON.parse(readFileSync(lockPath(path), "utf8")) as { startedAt: string };

  assert.throws(() => open(folder), { message: `Cannot record to "${path}": this process (${process.pid}, begun at ${startedAt}) records to it already` });
  log.close();
  open(folder).log.close();

  assert.not.ok(existsSync(lockPath(path)));
}));

test("RecordingLock refuses what another process records to, and names it", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  const writer = await startWriter(path);
  const { startedAt } = JSON.parse(readFileSync(lockPath(path), "utf8")) as { startedAt: string };
  let message = "";
  try {
    open(folder);
  } catch (error) {
    message = error instanceof Error ? error.message : "";
  }
  await kill(writer, "SIGKILL");

  assert.is(message.replace(/ \(if that.*/, ""), `Cannot record to "${path}": process ${writer.pid}, which began at ${startedAt}, records to it`);
}), { timeoutMs: 30_000 });

test("RecordingLock is taken over from a process that was killed; its last line is ended", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  const writer = await startWriter(path);
  await kill(writer, "SIGKILL");
  const isLeft = existsSync(lockPath(path));

  const { log } = open(folder);
  log.write(batch([2]));
  log.close();

  assert.ok(isLeft);
  assert.equal(idsIn(textOf(path)), [1, 2]);
  assert.equal(readdirSync(folder), ["run.jsonl"]);
}), { timeoutMs: 30_000 });

test("RecordingLock is taken over from a process that is gone", () => inTemporaryFolder((folder) => {
  const path = writeLock(folder, { pid: NOBODY, startedAt: "2026-01-01T00:00:00.000Z", host: hostname() });

  const lock = new RecordingLock(path);

  assert.equal(readdirSync(folder), ["run.jsonl.lock"]);
  lock.release();
}));

const hasBirths = ownMark().birth !== undefined;
if (!hasBirths) test.skip("RecordingLock is taken over where another process has the number by now", "this system does not say when a process was born");
else test("RecordingLock is taken over where another process has the number by now", () => inTemporaryFolder((folder) => {
  const { birth = "", ...mark } = ownMark();
  const path = writeLock(folder, { ...mark, birth: birth.replace(/\d+$/, "1") });

  new RecordingLock(path).release();

  assert.equal(readdirSync(folder), []);
}));

test("RecordingLock without a birth is taken over where this process has the number now, which began at another time", () => inTemporaryFolder((folder) => {
  const path = writeLock(folder, { pid: process.pid, startedAt: "2026-01-01T00:00:00.000Z", host: hostname() });

  new RecordingLock(path).release();

  assert.equal(readdirSync(folder), []);
}));

test("RecordingLock of another machine is refused, with what to do", () => inTemporaryFolder((folder) => {
  const path = writeLock(folder, { pid: NOBODY, startedAt: "2026-01-01T00:00:00.000Z", host: "web-2.example" });

  assert.throws(() => open(folder), {
    message: `Cannot record to "${path}": process ${NOBODY}, which began at 2026-01-01T00:00:00.000Z on "web-2.example", has its lock, and whether that is still there cannot be known from here: if it is not, remove "${path}.lock"`,
  });
}));

for (const text of ["", '{"pid":12', '{"pid":"12"}', "x".repeat(5_000)]) {
  test(`RecordingLock that says nothing is taken over after a minute, not before (${text.slice(0, 12)})`, () => inTemporaryFolder((folder) => {
    const path = writeLock(folder, text);
    const date = new Date("2026-11-28T10:00:00.000Z");

    utimesSync(lockPath(path), date, new Date(date.getTime() - 59_999));
    assert.throws(() => new RecordingLock(path, { date: () => date }), { message: `another process is about to record to it, or has just died of it: try again in a minute, or remove "${path}.lock"` });
    utimesSync(lockPath(path), date, new Date(date.getTime() - 60_000));
    new RecordingLock(path, { date: () => date }).release();

    assert.equal(readdirSync(folder), []);
  }));
}

test("RecordingLock is left alone while another process takes it over, and taken after that one has died of it", () => inTemporaryFolder((folder) => {
  const path = writeLock(folder, { pid: NOBODY, startedAt: "2026-01-01T00:00:00.000Z" });
  const guard = `${lockPath(path)}.takeover`;
  closeSync(openSync(guard, "w"));
  const date = new Date();

  assert.throws(() => new RecordingLock(path, { date: () => date }), { message: "another process is taking it over just now" });
  utimesSync(guard, date, new Date(date.getTime() - 60_000));
  new RecordingLock(path, { date: () => date }).release();

  assert.equal(readdirSync(folder), []);
}));

test("RecordingLock is judged again before it is removed: another process may have taken it over meanwhile", () => inTemporaryFolder((folder) => {
  const path = writeLock(folder, "torn");
  const date = new Date();
  utimesSync(lockPath(path), date, new Date(date.getTime() - 60_000));
  let looks = 0;
  // The clock is asked while a lock that says nothing is judged. Right after that it says something.
  const meanwhile = (): Date => {
    if (looks++ === 0) writeLock(folder, ownMark());
    return date;
  };

  assert.throws(() => new RecordingLock(path, { date: meanwhile }), { message: /^this process .* records to it already$/ });
  assert.ok(existsSync(lockPath(path)));
}));

test("RecordingLock is not what a folder or a link in its place says", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  mkdirSync(lockPath(path));

  assert.throws(() => new RecordingLock(path), { message: `"${path}.lock" is not a lock: remove "${path}.lock" if it is nobody's` });
}));

test("RecordingLock follows no link", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  symlinkSync(join(folder, "elsewhere"), lockPath(path));

  assert.throws(() => new RecordingLock(path), { message: /is not a lock/ });
  assert.not.ok(existsSync(join(folder, "elsewhere")));
}));

test("RecordingLock that was released is not taken back from somebody else", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  const first = new RecordingLock(path);
  first.release();
  const second = new RecordingLock(path);

  assert.throws(() => first.retake(), { message: /records to it already/ });
  second.release();
  first.retake();
  assert.ok(first.isHeld);
  first.release();
}));

test("RecordingLock that is stale goes to one of many processes that want it at the same moment", () => inTemporaryFolder(async (folder) => {
  const path = writeLock(folder, { pid: NOBODY, startedAt: "2026-01-01T00:00:00.000Z" });
  const at = String(Date.now() + 2_000);

  const outcomes = await Promise.all([1, 2, 3, 4].map(() => runScript(program, [path, "at", at])));

  assert.is(outcomes.filter(({ code }) => code === 0).length, 1);
  assert.is(outcomes.filter(({ code }) => code === 9).length, 3);
  assert.equal(idsIn(textOf(path)), [1]);
}), { timeoutMs: 40_000 });

if (runtimeName !== "deno") test.skip("RecordingLock that cannot be judged is refused, with what to do", "only Deno withholds the right to ask");
else test("RecordingLock that cannot be judged is refused, with what to do", () => inTemporaryFolder(async (folder) => {
  const path = writeLock(folder, { pid: NOBODY, startedAt: "2026-01-01T00:00:00.000Z" });
  const [, , ...rest] = argumentsFor(program, [path]);

  const { stderr } = await runCommand(process.execPath, ["run", "--no-prompt", `--allow-read=${folder}`, `--allow-write=${folder}`, ...rest]);

  assert.is(stderr.trim(), `Cannot record to "${path}": process ${NOBODY}, which began at 2026-01-01T00:00:00.000Z, has its lock, and this process has no permission to ask whether that is still there: if it is not, remove "${path}.lock", or run Deno with --allow-run`);
}), { timeoutMs: 30_000 });

if (runtimeName !== "deno") test.skip("RecordingLock of a Deno without permissions is taken over by the next one", "only Deno withholds the right to ask, and holds files");
else test("RecordingLock of a Deno without permissions is taken over by the next one, and not while it lives", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  const scoped = (args: string[]): string[] => ["run", "--no-prompt", `--allow-read=${folder}`, `--allow-write=${folder}`, ...args];
  const [, , ...first] = argumentsFor(program, [path]);
  const [, , ...next] = argumentsFor(program, [path, "at", "0"]);
  const writer = await started(scoped(first));

  const early = await runCommand(process.execPath, scoped(next));
  await kill(writer, "SIGKILL");
  const late = await runCommand(process.execPath, scoped(next));

  assert.equal([early.code, late.code, late.stderr], [9, 0, ""]);
  assert.equal(idsIn(textOf(path)), [1, 1]);
}), { timeoutMs: 30_000 });

if (runtimeName !== "deno") test.skip("LogFile needs no more of a Deno than its file and its lock", "only Deno withholds");
else test("LogFile needs no more of a Deno than its file and its lock", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  const [, , ...rest] = argumentsFor(program, [path, "at", "0"]);

  const { code, stderr } = await runCommand(process.execPath, ["run", "--no-prompt", `--allow-read=${path},${path}.lock`, `--allow-write=${path},${path}.lock`, ...rest]);

  assert.is(stderr, "");
  assert.is(code, 0);
  assert.equal(idsIn(textOf(path)), [1]);
}), { timeoutMs: 30_000 });

/** Starts a process that records, and waits until it does. */
function startWriter(path: string): Promise<ChildProcess> {
  return started(argumentsFor(program, [path]));
}

function started(args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.stdout.once("data", () => resolve(child));
    child.once("exit", () => reject(new Error("the writer ended early")));
  });
}

function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill(signal);
  });
}
