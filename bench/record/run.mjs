// Runs the recorder's benchmark on every runtime that is there: `npm run bench:record`. `--case "1 kB"` measures the cases with
// that in their title, `--only bun` one runtime, `--rounds 3` fewer rounds, `--quick` a quarter of the messages, `--write` also writes ../results/record/<date>.md.
//
// Every measurement is a whole process. The processes of a case take turns, in an order that turns with each round, so that
// whatever slows the machine slows all of them.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { findRuntime, root, RUNTIME_NAMES } from "../../scripts/runtimes.mjs";
import { CASES } from "./cases.mjs";
import { caseOf, page } from "./page.mjs";

const here = join(root, "bench", "record");
const { values: options } = parseArgs({
  options: { case: { type: "string", default: "" }, only: { type: "string" }, rounds: { type: "string", default: "7" }, quick: { type: "boolean" }, write: { type: "boolean" } },
});
const rounds = Number(options.rounds);

/** A process that takes longer hangs: the longest job takes some ten seconds of a machine that does nothing else. */
const TIME_LIMIT_MS = 300_000;

const FLAGS = { deno: ["run", "-A", "--v8-flags=--expose-gc"], node: ["--expose-gc"], bun: [] };

function mustRun(command, args, settings) {
  const { status, error, stdout } = spawnSync(command, args, { stdio: "inherit", maxBuffer: 1 << 26, timeout: TIME_LIMIT_MS, ...settings });
  if (!error && status === 0) return stdout;
  process.stderr.write(`Cannot run "${command} ${args.join(" ")}": ${error?.message ?? `it ended with ${status}`}\n`);
  process.exit(1);
}

/** Whether pino stands there in the version that the manifest names. */
function isPeerInstalled() {
  const { dependencies } = JSON.parse(readFileSync(join(root, "bench", "package.json"), "utf8"));
  const manifest = join(root, "bench", "node_modules", "pino", "package.json");
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).version === dependencies.pino;
}

function measureOnce(runtime, job) {
  const args = [...FLAGS[runtime.name], join(here, "job.mjs"), JSON.stringify(job)];
  const printed = mustRun(runtime.path, args, { cwd: here, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
  return JSON.parse(printed.trimEnd().split("\n").at(-1));
}

/** A job as long as it is wanted. */
function sized(job) {
  return options.quick && job.count !== undefined ? { ...job, count: Math.ceil(job.count / 4) } : job;
}

/** Every side of a case, round by round. */
function measureCase(runtime, { sides, rounds: most = rounds }, files) {
  const names = Object.keys(sides);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < Math.min(rounds, most); round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round) % names.length];
      samples[name].push(measureOnce(runtime, { ...sized(sides[name]), ...files }));
    }
  }
  return samples;
}

/** What losing nothing costs beside losing something: that benchmark finds the runtimes by itself. */
function measureEncoding() {
  const file = join(here, "encoding.mjs");
  if (!existsSync(file)) return [];
  const printed = mustRun(process.execPath, [file], { cwd: here, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
  return ["## Encoding", `\`\`\`text\n${printed.trim()}\n\`\`\``];
}

/** The page of what was measured so far: a run takes a while, and what stops it must not take all. */
function write(runtimes, measured, encoding) {
  if (!options.write) return;
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}).${options.quick ? " A quick run: a quarter of the messages, also where a title says how many." : ""}`;
  writeFileSync(join(root, "bench", "results", "record", `${date}.md`), page({ date, machine, rounds, runtimes, cases: measured, encoding }));
}

const cases = CASES.filter(({ title }) => title.toLowerCase().includes(options.case.toLowerCase()));
if (cases.length === 0) {
  process.stderr.write(`Cannot measure "${options.case}": no case has it in its title\nTry: ${CASES.map(({ title }) => title).join(" · ")}\n`);
  process.exit(2);
}

if (!isPeerInstalled()) mustRun("npm", ["ci", "--ignore-scripts"], { cwd: join(root, "bench") });
const folder = mkdtempSync(join(tmpdir(), "core-bench-"));
try {
  mustRun(process.execPath, [join(root, "scripts", "build.mjs"), "--no-types"], { cwd: root });
  const files = { library: join(folder, "library.mjs"), entry: join(root, "dist", "mod.js"), log: join(root, "dist", "log.js") };
  await build({ entryPoints: [join(here, "library.ts")], outfile: files.library, bundle: true, format: "esm", target: "node20", platform: "node", logLevel: "warning" });

  const runtimes = RUNTIME_NAMES.filter((name) => options.only === undefined || name === options.only).flatMap((name) => findRuntime(name) ?? []);
  const measured = [];
  for (const each of cases) {
    const samples = runtimes.map((runtime) => measureCase(runtime, each, files));
    measured.push({ ...each, measured: samples });
    process.stdout.write(`\n${caseOf(measured.at(-1), runtimes)}\n`);
    write(runtimes, measured, []);
  }
  const encoding = options.case === "" ? measureEncoding() : [];
  process.stdout.write(`${encoding.join("\n\n")}\n`);
  write(runtimes, measured, encoding);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
