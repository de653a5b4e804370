// However an app ends that can still do something about it, what it has sent is in its log; where it cannot, what it sent before the turn that ran.
import { join } from "node:path";
import { runApp } from "../devtools/launched.ts";
import { inTemporaryFolder, until } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import { runScript, runtimeName, type RuntimeName } from "../this_runtime.ts";
import { fixture, startCore } from "./core.ts";
import { type Evidence, examine, readWitness, type Witness } from "./evidence.ts";

const test = suite("cli/last_messages");
const PATIENT = { timeoutMs: 60_000 };

/** What is left of an app that has ended. */
interface Left {
  readonly code: number | null;
  readonly signal: string | null;
  readonly witness: Witness;
  readonly log: Evidence;
}

const ONLY_DENO = { on: ["deno"], why: "only Deno can end so" } as const;

/** Ways to end, each with the exit code, and how many messages it sends. */
const LOSE_NOTHING: readonly [way: string, code: number, sent: number, only?: { readonly on: readonly RuntimeName[]; readonly why: string }][] = [
  ["by itself", 0, 9],
  ["by process.exit()", 5, 9],
  ["by process.exit() before its first turn is over", 5, 3],
  ["by process.exit() in a handler", 5, 8],
  ["by process.exit() in a promise's continuation", 5, 12],
  ["by process.exit(), and an exit listener sends", 5, 12],
  ["by process.exit() in an exit listener that sends", 5, 12],
  ["by process.exitCode, and a beforeExit listener sends", 5, 12],
  ["by a throw", 1, 9],
  ["by a throw while its main module runs", 1, 3],
  ["by a throw, and an exit listener sends", 1, 12, { on: ["node", "bun"], why: "Deno tells no exit listener of a throw" }],
  ["by a throw, and an error listener sends", 1, 12, { on: ["deno"], why: "only Deno has the web's listeners for it" }],
  ["by a throw that a listener takes, which sends and exits", 5, 12],
  ["later than a throw that a listener takes", 0, 15],
  ["by a rejection that nobody handles", 1, 12],
  ["by a rejection that a listener takes, which sends and exits", 5, 12],
  ["by Deno.exit()", 5, 9, ONLY_DENO],
  ["by Deno.exit(), and an unload listener sends", 5, 12, ONLY_DENO],
];

for (const [way, code, sent, only] of LOSE_NOTHING) {
  const title = `an app that ends ${way} has all that it sent in its log`;
  if (only?.on.includes(runtimeName) === false) test.skip(title, only.why);
  else test(title, () => ending(way, (left) => assertWhole(left, code, sent)), PATIENT);
}

/** The same for an app that records itself: the way in which its process ends is no other, so not all of them again. */
for (const [way, code, sent] of LOSE_NOTHING.filter((_, at) => [0, 1, 5, 8, 14].includes(at))) {
  test(`an app that records itself and ends ${way} has all that it sent in its log`, () => inTemporaryFolder(async (folder) => {
    const [file, seen] = [join(folder, "run.jsonl"), join(folder, "seen")];

    const { code: own, stderr } = await runScript(fixture("ends.mjs"), [seen, way, file]);

    const witness = readWitness(seen);
    assert.ok(witness !== undefined, stderr);
    assertWhole({ code: own, signal: null, witness, log: examine(file) }, code, sent);
  }), PATIENT);
}

/** All that was sent is there, and the last line says so. */
function assertWhole({ code: own, witness, log }: Left, code: number, sent: number): void {
  assert.equal({ code: own, sent: witness.sent, highest: log.highest }, { code, sent, highest: sent });
  assert.equal([log.lost, log.isTorn, log.defects], [0, false, []]);
  assert.equal(log.end, { dispatches: sent, records: log.lines - 1, lost: 0 });
}

/** Ways in which nothing can be done any more: what was sent in turns before that one is there. */
const LOSE_THE_TURN: readonly [way: string, signals: readonly string[]][] = [
  ["by process.abort()", ["SIGABRT", "SIGTRAP", "SIGILL"]],
  ["by a signal of its own", ["SIGKILL"]],
];

for (const [way, signals] of LOSE_THE_TURN) {
  test(`an app that ends ${way} has what it sent before the turn that ran in its log`, () => ending(way, (left) => {
    assert.ok(signals.includes(left.signal ?? ""), `it ended by ${left.signal}, ${left.code}`);
    assert.equal([left.witness.before, left.witness.sent], [6, 9]);
    assert.ok(left.log.highest >= 6, `${left.log.highest} are there`);
    assert.equal([left.log.lost, left.log.defects, left.log.end], [0, [], undefined]);
  }), PATIENT);
}

/** Ways to end at a signal that somebody sends to `core record`. */
const AT_SIGTERM: readonly [way: string, code: number, sent: number][] = [
  ["at SIGTERM", 143, 9],
  ["at SIGTERM, whose listener sends and exits", 5, 12],
  ["at SIGTERM, whose listener sends, waits, sends and exits", 5, 15],
];

for (const [way, code, sent] of AT_SIGTERM) {
  test(`an app under core record that ends ${way} has all that it sent in its log`, () => inTemporaryFolder(async (folder) => {
    const [file, seen] = [join(folder, "run.jsonl"), join(folder, "seen")];
    const running = startCore(["record", "-A", fixture("ends.mjs"), "-o", file, "--", seen, way]);
    await until("the app to be ready", () => running.stdout().includes("ready"));

    running.kill("SIGTERM");
    const end = await running.ended;

    const log = examine(file);
    assert.equal({ code: end.code, sent: readWitness(seen)?.sent, highest: log.highest }, { code, sent, highest: sent });
    assert.equal([log.lost, log.isTorn, log.defects], [0, false, []]);
    assert.equal(log.end, code === 143 ? undefined : { dispatches: sent, records: log.lines - 1, lost: 0 });
    assert.match(running.stderr(), new RegExp(`recorded ${sent} messages, 0 failed, 0 unhandled in`));
  }), PATIENT);
}

/** Runs an app that ends in this way, recorded as `core record` records it. */
async function ending(way: string, check: (left: Left) => void): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const [file, seen] = [join(folder, "run.jsonl"), join(folder, "seen")];
    const { code, signal, output } = await runApp({ app: fixture("ends.mjs"), args: [seen, way], denoPermissions: ["-A"], record: file });
    const witness = readWitness(seen);
    if (witness === undefined) throw new Error(`The app left nothing that says what it did: ${output}`);
    check({ code, signal, witness, log: examine(file) });
  });
}
