// Runs the test suite on every runtime that is there, and says which are not: `npm test`, `deno task test`, `bun run test`.
//
//   --soak           test/soak.ts in place of test/all.ts: what takes longer than three minutes
//   --require LIST   fails when one of these runtimes is absent, such as deno,bun,node
//   --only LIST      runs these runtimes only
//
// The last line is `N passed, N failed`, over all runtimes; the exit code is 0 only when something passed and nothing failed.
// A runtime that ends without its own tally, or whose exit code contradicts it, is a failure.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import process from "node:process";
import { parseArgs } from "node:util";
import { findRuntime, root, RUNTIME_NAMES } from "./runtimes.mjs";

const { values: options } = parseArgs({
  options: { soak: { type: "boolean" }, require: { type: "string" }, only: { type: "string" } },
});

/** The suite is meant to take under four minutes on two cores of one's own, a soak under ten; a machine that others use may take its time. What hangs ends here. */
const LIMIT_MS = options.soak ? 1_500_000 : 900_000;

/** Processes for each runtime's tests. More of them end at the same moment, but each loads the tests anew. */
const PARTS = options.soak ? 4 : 2;

/** One more than there are cores: end-to-end tests spend a third of their time waiting. A soak does not wait, and starts apps of its own beside what it measures. */
const AT_ONCE = options.soak ? 1 : Math.max(3, Math.min(availableParallelism() + 1, 6));

/**
 * Bun collects all garbage, at once, whenever more than four WebAssembly memories are there, for one more; and each index of a log has one. The tests make thousands, in
 * a heap that holds what a part has loaded: five sixths of their time were that. With 256 it collects when it is due. A user's process indexes a log or two.
 */
const BUN_MEMORIES = { BUN_JSC_maxNumWasmFastMemories: "256" };

/** The slowest first, so that none of its parts is left running alone at the end. */
const ORDER = ["node", "deno", "bun"];

const LAST_LINE = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/;

/** The process groups of the runtimes that are at work. */
const groups = new Set();

const script = options.soak ? "test/soak.ts" : "test/all.ts";
const total = { passed: 0, failed: 0, skipped: 0 };

/** Runs one part of the suite on one runtime, to its end or its limit; gives what it printed with its exit code. */
function runOn({ runtime, part }) {
  return new Promise((resolve) => {
    // A group of its own, so that what its tests started ends with it.
    const child = spawn(runtime.path, [...runtime.run, script, ...part], { cwd: root, stdio: ["ignore", "pipe", "pipe"], detached: true, env: { ...BUN_MEMORIES, ...process.env } });
    groups.add(child.pid);
    let output = "";
    let stdout = ""; // the tally is looked for here: what a runtime or a library adds to stderr at its end stands behind it
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      killGroup(child.pid);
    }, Math.max(0, LIMIT_MS - performance.now())); // since this script was started
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => (output += text));
    child.once("error", (error) => resolve({ output: `${error}\n`, stdout, code: 1, isLate }));
    child.once("exit", () => setTimeout(() => killGroup(child.pid), 500)); // a child left behind would hold the pipes open
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ output, stdout, code, isLate });
    });
  });
}

function killGroup(pid) {
  if (!groups.delete(pid)) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody is left in the group.
  }
}

async function report(job) {
  const startedAt = performance.now();
  const { output, stdout, code, isLate } = await runOn(job);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const name = [`${job.runtime.name} ${job.runtime.version}`, ...job.part].join(" ");
  process.stdout.write(`\n── ${name} · ${seconds} s\n${output.trimEnd()}\n`);

  const tally = LAST_LINE.exec(stdout.trimEnd().split("\n").at(-1) ?? "");
  if (tally === null) return fail(isLate ? `had not ended when the ${LIMIT_MS / 1000} s for all of it were over` : `ended with ${code} and no tally`);
  const [passed, failed, skipped] = tally.slice(1).map((count) => Number(count ?? 0));
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  if ((code === 0) !== (failed === 0)) fail(`ended with ${code} although ${failed} failed`);

  function fail(why) {
    total.failed += 1;
    process.stdout.write(`FAIL  ${name} ${why}\n`);
  }
}

const wanted = options.only?.split(",") ?? RUNTIME_NAMES;
const found = [];
for (const name of wanted) {
  const runtime = RUNTIME_NAMES.includes(name) ? findRuntime(name) : undefined;
  if (runtime !== undefined) found.push(runtime);
  else process.stdout.write(`${name} is absent: nothing was tested on it\n`);
}
for (const name of options.require?.split(",") ?? []) {
  if (found.some((runtime) => runtime.name === name)) continue;
  total.failed += 1;
  process.stdout.write(`FAIL  ${name} is required, and absent\n`);
}
process.stdout.write(`testing on ${found.map(({ name, version }) => `${name} ${version}`).join(", ") || "nothing"}\n`);

for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]]) process.once(signal, () => process.exit(code));
process.once("exit", () => [...groups].forEach(killGroup));

const waiting = found
  .sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name))
  .flatMap((runtime) => Array.from({ length: PARTS }, (_, at) => ({ runtime, part: PARTS === 1 ? [] : [`${at + 1}/${PARTS}`] })));

async function work() {
  for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await report(job);
}
await Promise.all(Array.from({ length: AT_ONCE }, work));

if (total.passed + total.failed === 0) {
  total.failed += 1;
  process.stdout.write("FAIL  no test ran\n");
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
