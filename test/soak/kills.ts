// A hundred apps that are recorded are killed with SIGKILL, each at a random moment: at most what was sent since the event loop last came round is missing
// from a log, never more than one batch, and what is there can be read. What an app really sent stands in a file beside its log, which survives, too.
// The moments come from a seed, which is printed; `KILLS_SEED` gives it again, `KILLS` another number of apps.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { launchApp } from "../../src/devtools/launch.ts";
import { BATCH_CHARACTERS } from "../../src/recording/mod.ts";
import { fixture, startCore } from "../cli/core.ts";
import { inDevtoolsFolder } from "../devtools/launched.ts";
import { type Evidence, examine, readWitness, type Witness } from "../cli/evidence.ts";
import { inTemporaryFolder, until } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import { runtimeName } from "../this_runtime.ts";

const test = suite("soak/kills");
const PATIENT = { timeoutMs: 280_000 };

const seed = Number(process.env["KILLS_SEED"] ?? Date.now() % 2 ** 31);
const kills = Number(process.env["KILLS"] ?? 100);

/** Two cores, and others who want them: one app sends while the other one starts. */
const AT_ONCE = 2;

/** How long after its first message an app is killed at the latest. */
const LATEST_MS = 400;

/** Every so many are killed so long after their first sign of life: some of them before their log has a header. */
const EARLY_EVERY = 10;

/** A write that takes longer moves writing off the app's thread. */
const SLOW_MS = 50;

/** How many of the apps may have been behind, on a machine that is so busy that its disk seems to be slow. */
const MOST_BEHIND = 0.1;

/** Paces at which the loop comes round after each turn of the app's: what was sent before the turn that ran is there. */
const ROUND_BY_ROUND: readonly string[] = ["timers", "immediates"];

/** How every fifth app is started: by `core record` itself, as a process; the others as it starts them. */
const COMMAND_EVERY = 5;

/** An app that is to be killed. */
interface Plan {
  readonly pace: string;
  readonly afterMs: number;
  readonly byCommand: boolean;
  /** The time is counted from before the Core is made. */
  readonly isEarly: boolean;
}

/** What is left of it. */
interface Killed extends Plan {
  readonly witness: Witness;
  readonly log: Evidence;
  /** What `core record` made of it. */
  readonly command?: { readonly code: number | null; readonly stderr: string };
}

test("an app that is paced and killed has lost the turn that ran, at most, and its log is whole but for its last line", async () => {
  const plans = planFor(kills / 2, ["timers"], seed);

  const killed = await killAll(plans);

  report("paced", killed);
  assertTurnByTurn(killed);
  assert.is(killed.length, plans.length);
}, PATIENT);

test("an app at full speed that is killed has lost the round of the loop that ran, at most, and never more than a batch", async () => {
  const plans = planFor(kills / 2, ["immediates", "microtasks", "immediates", "arranged", "immediates", "reads", "immediates", "ports"], seed + 1);

  const killed = await killAll(plans);

  report("full speed", killed);
  assertTurnByTurn(killed);
  assert.equal(killed.flatMap((each) => waiting(each, killed)), []);
  assert.is(killed.length, plans.length);
}, PATIENT);

test("an app whose core record is killed goes on, and so does its log, whole", async () => {
  await inTemporaryFolder(async (folder) => {
    const [file, seen] = [join(folder, "run.jsonl"), join(folder, "seen")];
    const running = startCore(["record", "-A", fixture("sends_on.mjs"), "-o", file, "--", seen, "timers"]);
    await until("the app to send", () => (readWitness(seen)?.sent ?? 0) > 20);

    running.kill("SIGKILL");
    const end = await running.ended;
    const { pid = 0, sent = 0 } = readWitness(seen) ?? {};
    try {
      await until("the app to go on", () => examine(file).highest > sent + 100);
    } finally {
      process.kill(pid, "SIGKILL");
    }

    await until("the app to be gone", () => !isAlive(pid));
    const witness = readWitness(seen);
    assert.is(end.signal, "SIGKILL");
    assert.ok(witness !== undefined);
    assert.equal(broken({ pace: "timers", afterMs: 0, byCommand: false, isEarly: false, witness, log: examine(file) }), []);
  });
}, { timeoutMs: 60_000 });

function assertTurnByTurn(killed: readonly Killed[]): void {
  assert.equal(killed.flatMap(broken), []);
  assert.equal(killed.filter(isSure).flatMap(behind), []);
  const unsure = killed.flatMap(behind);
  assert.ok(unsure.length <= killed.length * MOST_BEHIND, unsure.join("\n"));
}

function planFor(count: number, paces: readonly string[], from: number): Plan[] {
  const random = randomFrom(from);
  return Array.from({ length: Math.ceil(count) }, (_, n) => ({
    pace: paces[n % paces.length] ?? "", afterMs: Math.floor(random() * LATEST_MS), byCommand: n % COMMAND_EVERY === 0, isEarly: n % EARLY_EVERY === EARLY_EVERY - 1,
  }));
}

async function killAll(plans: readonly Plan[]): Promise<Killed[]> {
  const waiting = [...plans];
  const killed: Killed[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) killed.push(await kill(next));
  };
  await inDevtoolsFolder(() => Promise.all(Array.from({ length: AT_ONCE }, work)));
  return killed;
}

/** Starts an app, kills it, and looks at what is left. */
async function kill(plan: Plan): Promise<Killed> {
  const killed: Killed[] = [];
  await inTemporaryFolder(async (folder) => {
    const [log, seen] = [join(folder, "run.jsonl"), join(folder, "seen")];
    const command = await (plan.byCommand ? killUnderCommand : killLaunched)(plan, log, seen);
    const witness = readWitness(seen);
    if (witness !== undefined) killed.push({ ...plan, witness, log: examine(log), ...command === undefined ? {} : { command } });
  });
  const [one] = killed;
  if (one === undefined) throw new Error("The app left nothing that says what it did");
  return one;
}

/** Resolves when it is time to kill it. */
async function theMoment({ afterMs, isEarly }: Plan, seen: string): Promise<void> {
  await until("the app to begin", () => (readWitness(seen)?.sent ?? -1) >= (isEarly ? 0 : 1));
  await new Promise((resolve) => setTimeout(resolve, afterMs));
}

async function killLaunched(plan: Plan, log: string, seen: string): Promise<undefined> {
  const app = launchApp({ app: fixture("sends_on.mjs"), runtime: runtimeName, args: [seen, plan.pace], denoPermissions: ["-A"], record: log });
  try {
    await theMoment(plan, seen);
  } finally {
    app.kill("SIGKILL");
    await app.exited;
    app.dispose();
  }
}

async function killUnderCommand(plan: Plan, log: string, seen: string): Promise<Killed["command"]> {
  const running = startCore(["record", "-A", fixture("sends_on.mjs"), "-o", log, "--", seen, plan.pace]);
  await theMoment(plan, seen);
  process.kill(readWitness(seen)?.pid ?? 0, "SIGKILL");
  const { code } = await running.ended;
  return { code, stderr: running.stderr() };
}

/**
 * Whether each line was written by the app's thread. A write that takes long, be it that a busy machine gives the app no time, moves writing off it;
 * the record that says so may be among what waits there when the app is killed.
 */
function isSure({ witness, log }: Pick<Killed, "witness" | "log">): boolean {
  return !log.isBehind && witness.pauseMs < SLOW_MS;
}

/** Says what is not as it was promised. */
function broken({ pace, afterMs, witness, log, command }: Killed): string[] {
  const problems = [...log.defects];
  if (log.highest > witness.sent) problems.push(`${witness.sent} were sent, ${log.highest} are there`);
  if (log.lost > 0) problems.push(`${log.lost} are lost: ${log.reasons.join(", ")}`);
  if (log.pid !== undefined && log.pid !== witness.pid) problems.push(`the header says pid ${log.pid}, it was ${witness.pid}`);
  if (command !== undefined && command.code !== 137) problems.push(`core record ended with ${command.code}: ${command.stderr}`);
  if (command !== undefined && log.highest > 0 && !command.stderr.includes(`recorded ${log.highest.toLocaleString("en")} message`)) problems.push(`core record said ${command.stderr}`);
  return problems.map((problem) => `${pace}, ${afterMs} ms: ${problem}`);
}

/** Says whose log lacks what was sent before the turn that ran, where the loop comes round after each turn. */
function behind({ pace, afterMs, witness: { before }, log: { highest, handled } }: Killed): string[] {
  if (!ROUND_BY_ROUND.includes(pace) || handled >= before) return [];
  return [`${pace}, ${afterMs} ms: ${before} were sent and handled before the turn that ran, ${highest} are there, ${handled} with their handlings`];
}

/** Says whose missing messages are more than fit into a batch, by what a message takes in the logs of all. */
function waiting({ pace, afterMs, witness, log }: Killed, all: readonly Killed[]): string[] {
  const messages = all.reduce((sum, each) => sum + each.log.messages, 0);
  if (messages === 0 || !isSure({ witness, log })) return [];
  const perMessage = all.reduce((sum, each) => sum + each.log.messageCharacters, 0) / messages;
  // The one that is being sent does not count; lines have not all the same length: a tenth more.
  const most = Math.ceil(BATCH_CHARACTERS * 1.1 / perMessage) + 1;
  const missing = witness.sent - log.highest;
  return missing <= most ? [] : [`${pace}, ${afterMs} ms: ${missing} are missing, more than the ${most} of a batch`];
}

/** One line that says what was done, and what it cost. */
function report(what: string, killed: readonly Killed[]): void {
  const count = (isSo: (each: Killed) => boolean): number => killed.filter(isSo).length;
  const sent = killed.reduce((sum, { witness }) => sum + witness.sent, 0);
  const missing = Math.max(0, ...killed.filter(isSure).map(({ witness, log }) => witness.sent - log.highest));
  process.stdout.write(
    `${what}, seed ${seed}: ${killed.length} killed, ${sent.toLocaleString("en")} messages sent, at most ${missing} missing, ${count(({ log }) => log.isTorn)} torn ends, ` +
    `${count(({ log }) => log.bytes === 0)} killed before the first line, ${count((each) => !isSure(each))} when writing may have been behind\n`,
  );
}

/** A process without a parent that would ask for its end is left as a zombie by some containers: that one is gone, too. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Numbers from 0 to 1: mulberry32, by Tommy Ettinger. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
