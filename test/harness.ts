// The test harness: uvu runs and prints, and this keeps it from being fooled.
//
// uvu alone exits with 0 after a forgotten `.run()`, a thrown string, a failing hook, or a second flush of its queue, and
// waits forever for a promise that never settles. Here suites only register; `run()` runs them all once, counts every
// failure by itself, and prints `N passed, N failed` as the last line. A test fails, too, when it makes no assertion, when
// it passes its time limit, and when a rejection or an exception escapes while it runs. No test at all is a failure.
import { writeSync } from "node:fs";
import process from "node:process";
import { setImmediate } from "node:timers";
import type { Test } from "uvu";
import { assert, assertionsMade } from "./assert.ts";
import { withinTime } from "./time_limit.ts";

export { assert };

export interface TestOptions {
  /** How long the test may take, 10 s when absent; what it takes to start processes counts. */
  readonly timeoutMs?: number;
}

type Body = () => unknown;

/** Registers tests of one name; titles are unique within it. There is no `only`: run one file with test/one.ts. */
export interface Suite {
  (name: string, body: Body, options?: TestOptions): void;
  /** Counts a test as skipped; the reason is printed aloud. */
  skip(name: string, reason: string): void;
  /** Runs once, before the first test; when it fails, every test of the suite does. */
  before(hook: Body): void;
  /** Runs once, after the last test; when it fails, that is one failure more. */
  after(hook: Body): void;
  beforeEach(hook: Body): void;
  /** Runs after every test, also after one that failed. */
  afterEach(hook: Body): void;
}

interface PlannedTest {
  readonly name: string;
  readonly body: Body;
  readonly timeoutMs: number;
}

interface PlannedSuite {
  readonly name: string;
  readonly tests: PlannedTest[];
  readonly skipped: { readonly name: string; readonly reason: string }[];
  readonly before: Body[];
  readonly after: Body[];
  readonly beforeEach: Body[];
  readonly afterEach: Body[];
}

/** Ten seconds: long for a test of code, short enough for one that hangs not to use up the whole run. */
const DEFAULT_TIMEOUT_MS = 10_000;

/** A test that took longer is named at the end, so that the whole run stays within its three minutes. */
const SLOW_MS = 3_000;

const suites = new Map<string, PlannedSuite>();
const tally = { passed: 0, failed: 0, skipped: 0, slow: [] as string[] };
let state: "registering" | "running" | "finished" = "registering";
let escaped: unknown[] = [];

/** Starts or continues the suite of that name. */
export function suite(name: string): Suite {
  const planned: PlannedSuite = suites.get(name) ??
    { name, tests: [], skipped: [], before: [], after: [], beforeEach: [], afterEach: [] };
  suites.set(name, planned);

  const register = (title: string, body: Body, options: TestOptions = {}) => {
    if (state !== "registering") throw new Error(`Cannot register "${title}": the tests are already running`);
    const isTaken = [...planned.tests, ...planned.skipped].some((test) => test.name === title);
    if (isTaken) throw new Error(`Cannot register "${title}": "${name}" has a test of that title`);
    if (typeof body !== "function") throw new TypeError(`Cannot register "${title}": it has no function`);
    planned.tests.push({ name: title, body, timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS });
  };
  return Object.assign(register, {
    skip(title: string, reason: string) {
      if (!reason) throw new TypeError(`Cannot skip "${title}": say why`);
      planned.skipped.push({ name: title, reason });
    },
    before: (hook: Body) => void planned.before.push(hook),
    after: (hook: Body) => void planned.after.push(hook),
    beforeEach: (hook: Body) => void planned.beforeEach.push(hook),
    afterEach: (hook: Body) => void planned.afterEach.push(hook),
  });
}

/**
 * Imports the test files, runs what they registered, prints the tally, and ends the process: with 0 only when something
 * passed and nothing failed. A file that cannot be loaded, or that registers nothing, is a failure of its own.
 */
export async function run(files: readonly URL[]): Promise<never> {
  for (const file of files) await load(file);
  if (files.length === 0) suite("harness")("runs at least one file", () => assert.unreachable("No test file was named"));
  state = "running";
  await runWithUvu();
  state = "finished";
  return await finish();
}

async function load(file: URL): Promise<void> {
  const registeredBefore = countRegistered();
  const problems: unknown[] = [];
  try {
    await import(file.href);
    if (countRegistered() === registeredBefore) problems.push(new Error("Cannot run the file: it registers no test"));
  } catch (error) {
    problems.push(error);
  }
  if (problems.length === 0) return;
  suite("load")(file.pathname.split("/").slice(-3).join("/"), () => {
    throw asError(problems);
  });
}

function countRegistered(): number {
  return [...suites.values()].reduce((sum, { tests, skipped }) => sum + tests.length + skipped.length, 0);
}

/** Hands every suite to uvu and flushes its queue once: deferred, since uvu would otherwise flush on a timer. */
async function runWithUvu(): Promise<void> {
  const scope = globalThis as { UVU_DEFER?: number; UVU_QUEUE?: unknown[][] };
  scope.UVU_DEFER = 1;
  const uvu = await import("uvu");
  scope.UVU_QUEUE = [[null]];
  for (const planned of suites.values()) {
    const given = uvu.suite(planned.name);
    plan(given, planned);
    given.run();
  }
  await uvu.exec();
}

function plan(given: Test, planned: PlannedSuite): void {
  const before = once(planned.before);
  for (const test of planned.tests) {
    const steps = [before, ...planned.beforeEach, () => withAssertions(test.body)];
    given(test.name, () => judge(planned.name, test, steps, planned.afterEach));
  }
  for (const { name, reason } of planned.skipped) {
    tally.skipped += 1;
    process.stdout.write(`skipped  ${planned.name} › ${name}: ${reason}\n`);
    given.skip();
  }
  if (planned.after.length === 0) return;
  const last: PlannedTest = { name: "(its after hooks)", body: () => {}, timeoutMs: DEFAULT_TIMEOUT_MS };
  given(last.name, () => judge(planned.name, last, planned.after, []));
}

/** Runs the hooks at the first call. Their failure fails every test, and is told in full by the first one. */
function once(hooks: readonly Body[]): Body {
  let outcome: "none" | "failed" | "passed" = "none";
  return async () => {
    if (outcome === "failed") throw new Error("A before hook failed: the first test says why");
    if (outcome === "passed") return;
    outcome = "failed"; // until it has passed: one that takes too long has failed, too
    await inOrder(hooks);
    outcome = "passed";
  };
}

async function inOrder(steps: readonly Body[]): Promise<void> {
  for (const step of steps) await step();
}

async function withAssertions(body: Body): Promise<void> {
  const madeBefore = assertionsMade();
  await body();
  if (assertionsMade() === madeBefore) throw new Error("The test made no assertion");
}

/** Runs one test to its verdict and counts it here; what it throws is for uvu to print. */
async function judge(suiteName: string, test: PlannedTest, steps: readonly Body[], cleanups: readonly Body[]) {
  const startedAt = performance.now();
  const problems: unknown[] = escaped; // what escaped since the test before belongs to nobody better
  escaped = problems;
  try {
    await withinTime(() => inOrder(steps), test.timeoutMs);
  } catch (error) {
    problems.push(error);
  }
  for (const cleanup of cleanups) {
    try {
      await withinTime(cleanup, test.timeoutMs);
    } catch (error) {
      problems.push(error);
    }
  }
  await turns();
  escaped = [];

  const ms = performance.now() - startedAt;
  if (ms > SLOW_MS) tally.slow.push(`${(ms / 1000).toFixed(1)} s  ${suiteName} › ${test.name}`);
  if (problems.length === 0) tally.passed += 1;
  else tally.failed += 1;
  if (problems.length > 0) throw asError(problems);
}

/** Lets the runtime tell of rejections that nobody handled: each says so after a turn of its loop, Deno after two. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** uvu prints a thrown string as a pass of the whole run; and it prints one error a test. */
function asError(problems: readonly unknown[]): Error {
  const [first, ...others] = problems.map((problem) =>
    problem instanceof Error ? problem : new Error(`A ${typeof problem} was thrown: ${String(problem)}`)
  );
  const error = first ?? new Error("failed");
  for (const other of others) error.message += `\n    and then ${other.name}: ${other.message}`;
  return error;
}

async function finish(): Promise<never> {
  await turns();
  for (const error of escaped) {
    tally.failed += 1;
    process.stdout.write(`FAIL  outside of any test: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
  if (tally.passed + tally.failed === 0) {
    tally.failed += 1;
    process.stdout.write("FAIL  no test ran\n");
  }
  for (const line of tally.slow) process.stdout.write(`slow  ${line}\n`);
  const written = new Promise<void>((resolve) => process.stdout.write(`${lastLine()}\n`, () => resolve()));
  await written;
  process.exit(tally.failed === 0 ? 0 : 1);
}

function lastLine(): string {
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : "";
  return `${tally.passed} passed, ${tally.failed} failed${skipped}`;
}

process.on("unhandledRejection", (reason) => escaped.push(reason));
process.on("uncaughtException", (error) => escaped.push(error));

// A file that was started by itself, or a test that ends the process: nothing may look like success.
process.on("exit", () => {
  if (state === "finished") return;
  const why = state === "running" ? "the process ended during a test" : "run() was never called: use test/one.ts";
  tally.failed += 1;
  writeSync(1, `FAIL  ${why}\n${lastLine()}\n`); // Deno no longer writes what a stream takes here
  process.exitCode = 1;
});
