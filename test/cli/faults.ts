// Something befalls the file of a recording while an app runs: the app lives on at its speed, its user is told once and in words, what is lost is counted,
// and the app's exit code is passed on.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import type { Finished } from "../this_runtime.ts";
import { core, fixture } from "./core.ts";
import { type Evidence, examine, readWitness } from "./evidence.ts";

const test = suite("cli/faults");
const PATIENT = { timeoutMs: 60_000 };

/** What was left, and what the command said. */
interface Left extends Finished {
  readonly log: Evidence;
  /** How many messages the app sent. */
  readonly sent: number;
  /** What it was told of its log. */
  readonly told: readonly string[];
}

/** Says whether the system lets us do this here. */
function can(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, [...args], { stdio: "ignore", timeout: 10_000 }).status === 0;
}

/** Records the app that faults.mjs is, in a folder of the log's own. */
async function recorded(fault: string, check: (left: Left) => void): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const [logs, seen] = [join(folder, "logs"), join(folder, "seen")];
    const file = join(logs, "run.jsonl");
    mkdirSync(logs);
    const finished = await core(["record", "-A", fixture("faults.mjs"), "-o", file, "--", seen, fault, file]);
    const told = finished.stderr.split("\n").filter((line) => /Cannot/.test(line));
    check({ ...finished, log: examine(file), sent: readWitness(seen)?.sent ?? 0, told });
  });
}

/** Each message that is not there is counted: its line, and that of its handling. */
function assertCounted({ log, sent }: Left): void {
  assert.is(sent, 300);
  assert.equal([log.isTorn, log.defects], [false, []]);
  assert.ok(log.messages < 300, "nothing was lost: the fault was none");
  assert.is(log.lost, 2 * (300 - log.messages));
}

function assertTold({ told, code, stdout }: Left, words: RegExp): void {
  assert.match(told.join("\n"), words);
  assert.is(told.length, 1);
  assert.is(code, 7);
  assert.match(stdout, /^[0-3] of 60 turns took long$/m);
}

test("core record goes on in a file that others may no longer write", () => recorded("a file that may only be read", (left) => {
  assert.equal([left.code, left.told, left.log.messages, left.log.lost, left.log.defects], [7, [], 300, 0, []]);
}), PATIENT);

const IMMUTABLE = "core record of a file that may not be changed meanwhile goes on when it may again, and the log says what it lost";

if (canMakeImmutable()) {
  test(IMMUTABLE, () => recorded("a file that may not be changed", (left) => {
    assertTold(left, /Cannot write the log of "core": permission denied/);
    assertCounted(left);
    assert.ok(left.log.messages >= 200, `${left.log.messages} messages are there`);
  }), PATIENT);
} else test.skip(IMMUTABLE, "the system makes no file immutable for us: chattr +i fails");

function canMakeImmutable(): boolean {
  return can("sh", "-c", 'f=$(mktemp) && chattr +i "$f" && chattr -i "$f" && rm "$f"');
}
