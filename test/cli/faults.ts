// Something befalls the file of a recording while an app runs: the app lives on at its speed, its user is told once and in words, what is lost is counted,
// and the app's exit code is passed on.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import { type Finished, runCommand } from "../this_runtime.ts";
import { core, coreCommand, devtoolsFolder, fixture } from "./core.ts";
import { type Evidence, examine, readWitness } from "./evidence.ts";

const test = suite("cli/faults");
const PATIENT = { timeoutMs: 60_000 };

/** What was left, and what the command said. */
interface Left extends Finished {
  readonly log: Evidence;
  /** How many messages the app sent. */
  readonly sent: number;
  /** What the part of us that is inside the app said of its log. */
  readonly told: readonly string[];
}

/** Says whether the system lets us do this here. */
function can(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, [...args], { stdio: "ignore", timeout: 10_000 }).status === 0;
}

interface How {
  /** Gives the whole command line, where it is not just `core record`. */
  readonly command?: (record: string, folder: string, log: string) => string;
  readonly flags?: readonly string[];
}

/** Records the app that faults.mjs is, in a folder of the log's own. */
async function recorded(fault: string, check: (left: Left) => void, { command, flags = [] }: How = {}): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const [logs, seen] = [join(folder, "logs"), join(folder, "seen")];
    const file = join(logs, "run.jsonl");
    mkdirSync(logs);
    const words = ["record", "-A", fixture("faults.mjs"), ...flags, "-o", file, "--", seen, fault, file];
    const env = { CORE_DEVTOOLS_DIR: devtoolsFolder, NO_COLOR: "1", FORCE_COLOR: undefined };
    const finished = command === undefined ? await core(words, { env }) : await runCommand("sh", ["-c", command(coreCommand(words), folder, file)], { env });
    const told = finished.stderr.split("\n").filter((line) => line.startsWith("core-ipc devtools: "));
    check({ ...finished, log: examine(file), sent: readWitness(seen)?.sent ?? 0, told });
  });
}

/** A file system of 1 MB in the log's folder, which only the command sees; what it leaves there is copied to where the test sees it. */
const onSmallDisk = (record: string, folder: string, log: string): string =>
  `unshare -Urm sh -c 'mount -t tmpfs -o size=1m tmpfs "${folder}/logs" && { "$@"; code=$?; cp "${log}" "${folder}/copy"; exit $code; }' sh ${record}; code=$?; mv "${folder}/copy" "${log}"; exit $code`;

/** Each message that is not there is counted: its line, and that of its handling; with them a few lines of the recorder's own may be lost. */
function isCounted({ log }: Left): boolean {
  const missing = 2 * (300 - log.messages);
  return log.lost >= missing && log.lost <= missing + 5;
}

function assertCounted(left: Left): void {
  const { sent, log } = left;
  assert.is(sent, 300);
  assert.equal([log.isTorn, log.defects], [false, []]);
  assert.ok(log.messages < 300, "nothing was lost: the fault was none");
  assert.ok(isCounted(left), `${300 - log.messages} messages are missing, ${log.lost} records are said to be: ${log.reasons.join(", ")}`);
}

function assertTold({ told, code, stdout }: Left, words: RegExp): void {
  // What the log itself cannot say is said at the end.
  const faults = told.filter((line) => !/\d+ records of the log of "core" were lost, and ".*" takes no record that says so$/.test(line));
  assert.match(faults.join("\n"), words);
  assert.is(faults.length, 1);
  assert.ok(told.length <= 2);
  assert.is(code, 7);
  assert.match(stdout, /^[0-3] of 60 turns took long$/m);
}

const hasNamespaces = can("unshare", "-Urm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /tmp");
const FULL = "core record on a full disk goes on when there is room again, and the log says what it lost";
const STAYS_FULL = "core record on a disk that stays full says how many records were lost: in the log or, when that takes nothing any more, on standard error";

if (hasNamespaces) {
  test(FULL, () => recorded("a full disk", (left) => {
    assertTold(left, /Cannot write .*: the disk is full$/);
    assertCounted(left);
    assert.ok(left.log.messages >= 200, `${left.log.messages} messages are there`);
    assert.match(left.log.reasons.join(), /ENOSPC|No space left|the disk is full/);
    assert.match(left.stderr, new RegExp(`recorded ${left.log.messages} messages, 0 failed, 0 unhandled, ${left.log.lost} lost in`));
  }, { command: onSmallDisk }), PATIENT);

  test(STAYS_FULL, () => recorded("a disk that stays full", (left) => {
    assertTold(left, /Cannot write .*: the disk is full$/);
    assert.equal([left.log.isTorn, left.log.defects], [false, []]);
    assert.ok(left.log.messages >= 100, `${left.log.messages} messages are there`);
    assert.ok(isCounted(left) || /\d+ records of the log of "core" were lost/.test(left.stderr), `${300 - left.log.messages} messages are missing, ${left.log.lost} records are said to be: ${left.stderr}`);
  }, { command: onSmallDisk }), PATIENT);
} else {
  for (const title of [FULL, STAYS_FULL]) test.skip(title, "the system gives no file system of one's own: unshare -Urm fails");
}

const SLOW = "core record on a disk that has become slow makes the app wait for a write or two, no more, and its log says that writing is behind";
const BEHIND = "core record that writes off the thread does not make the app wait for a slow disk at all";

if (canTrace()) {
  test(SLOW, () => recorded("a slow disk", (left) => {
    assertKept(left, /^[0-3] of 60 turns took long$/m);
    assert.ok(left.log.wasBehind, "no record says that lines are written off the thread");
  }), PATIENT);

  test(BEHIND, () => recorded("a slow disk", (left) => assertKept(left, /^0 of 60 turns took long$/m), { flags: ["--background"] }), PATIENT);
} else {
  for (const title of [SLOW, BEHIND]) test.skip(title, "strace is absent, or may not trace");
}

/** The app went on at its speed, and each message is there, or counted. */
function assertKept(left: Left, turns: RegExp): void {
  const { code, sent, stdout, log } = left;
  assert.match(stdout, turns);
  assert.equal({ code, sent, defects: log.defects, isCounted: isCounted(left) }, { code: 7, sent: 300, defects: [], isCounted: true });
}

const LIMIT = "core record goes on when a limit for the size of files is lifted, and the log says what it lost";

if (can("prlimit", "--version")) {
  test(LIMIT, () => recorded("a limit for files", (left) => {
    assertTold(left, /Cannot write .*: \S+/);
    assertCounted(left);
    assert.ok(left.log.messages >= 200, `${left.log.messages} messages are there`);
    assert.match(left.stderr, new RegExp(`recorded ${left.log.messages} messages, 0 failed, 0 unhandled, ${left.log.lost} lost in`));
  }), PATIENT);
} else test.skip(LIMIT, "there is no prlimit here");

test("core record goes on in a file that others may no longer write", () => recorded("a file that may only be read", (left) => {
  assert.equal([left.code, left.told, left.log.messages, left.log.lost, left.log.defects], [7, [], 300, 0, []]);
}), PATIENT);

const IMMUTABLE = "core record of a file that may not be changed meanwhile goes on when it may again, and the log says what it lost";

if (canMakeImmutable()) {
  test(IMMUTABLE, () => recorded("a file that may not be changed", (left) => {
    assertTold(left, /Cannot write .*: permission denied$/);
    assertCounted(left);
    assert.ok(left.log.messages >= 200, `${left.log.messages} messages are there`);
  }), PATIENT);
} else test.skip(IMMUTABLE, "the system makes no file immutable for us: chattr +i fails");

test("core record whose file is removed says so, and goes on in a new one", () => recorded("a file that is removed", (left) => {
  assertTold(left, /run\.jsonl.* was removed/);
  assert.equal([left.log.highest, left.log.isTorn, left.log.defects], [300, false, []]);
  assert.ok(left.log.messages >= 90, `${left.log.messages} messages are there`);
}), PATIENT);

test("core record into a folder that is removed says so, and passes on the app's exit code", () => recorded("a folder that is removed", (left) => {
  assertTold(left, /run\.jsonl.* was removed/);
  assert.match(left.stderr, /Cannot find the recording ".*run\.jsonl": it was removed while the app ran/);
}), PATIENT);

test("core record into a folder that is removed just before the app ends says so, and passes on the app's exit code", () => recorded("a folder that is removed at the end", (left) => {
  assert.is(left.code, 7);
  assert.match(left.stderr, /Cannot find the recording ".*run\.jsonl": it was removed while the app ran/);
  assert.ok(left.told.length <= 1, left.told.join("\n"));
}), PATIENT);

/** The app has itself traced: a child traces its parent, which some systems allow nobody but root. */
function canTrace(): boolean {
  return can("sh", "-c", "strace -o /dev/null -p $$ & sleep 0.3; kill -INT $! && wait $!; [ $? = 130 ]");
}

function canMakeImmutable(): boolean {
  return can("sh", "-c", 'f=$(mktemp) && chattr +i "$f" && chattr -i "$f" && rm "$f"');
}
