// Runs the benchmarks, on every runtime that is there, one after the other: `npm run bench`. `--case "1 sync"` measures the
// cases with that in their title, `--write` also writes results/<date>.md. The peers are installed here, from this folder's own lock file, so that neither the package
// nor its tests know them.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { findRuntime, root, RUNTIME_NAMES } from "../scripts/runtimes.mjs";
import { CASES, COSTS, FILES, HOLDERS } from "./cases.mjs";
import { report } from "./report.mjs";
import { judge, quartiles, ratio } from "./statistics.mjs";

const here = join(root, "bench");
const { values: options } = parseArgs({ options: { case: { type: "string", default: "" }, only: { type: "string" }, write: { type: "boolean" } } });

function mustRun(command, args, settings) {
  const { status, error, stdout } = spawnSync(command, args, { stdio: "inherit", maxBuffer: 1 << 26, ...settings });
  if (!error && status === 0) return stdout;
  process.stderr.write(`Cannot run "${command} ${args[0]}": ${error?.message ?? `it ended with ${status}`}\n`);
  process.exit(1);
}

/** Whether the peers stand there in the versions that the manifest names. */
function arePeersInstalled() {
  const { dependencies } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  return Object.entries(dependencies).every(([name, version]) => {
    const manifest = join(here, "node_modules", name, "package.json");
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).version === version;
  });
}

const FLAGS = { deno: ["run", "-A", "--v8-flags=--expose-gc"], node: ["--expose-gc"], bun: [] };

function measure(runtime, job) {
  const args = [...FLAGS[runtime.name], join(here, "measure.mjs"), JSON.stringify(job)];
  const printed = mustRun(runtime.path, args, { cwd: here, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
  return JSON.parse(printed.trimEnd().split("\n").at(-1));
}

const withFiles = (names) => names.map((name) => ({ name, file: FILES[name] }));

function measureTimes(runtime, cases) {
  const wanted = cases.map(({ title }) => title).filter((title) => title.toLowerCase().includes(options.case.toLowerCase()));
  if (wanted.length === 0) return [];
  const all = cases.map(({ peers, ...rest }) => ({ ...rest, sides: withFiles(["core-ipc", ...peers]) }));
  const measured = measure(runtime, { kind: "time", cases: all, wanted });
  for (const { title, sides } of measured) {
    const [ours, ...peers] = sides;
    const lines = peers.map((peer) => {
      const { low, median, high } = ratio(ours, peer);
      return `  ${median.toFixed(3).padStart(8)}× the time of ${peer.name} (${low.toFixed(3)}–${high.toFixed(3)})`;
    });
    const verdicts = cases.find((each) => each.title === title).targets.map((target) => `  target ${judge(target, sides)?.words ?? `against ${target.against}: not measured`}`);
    const figures = sides.map(({ name, ns }) => {
      const { low, median, high } = quartiles(ns);
      return `${name} ${median.toFixed(0)} ns (${low.toFixed(0)}–${high.toFixed(0)})`;
    });
    process.stdout.write(`\n${[title, ...lines, ...verdicts, `  medians, with quartiles: ${figures.join(" · ")}`].join("\n")}\n`);
  }
  return measured;
}

function measureMemory(runtime) {
  const measured = measure(runtime, { kind: "memory", sides: withFiles(HOLDERS) });
  for (const { title, sides } of measured) {
    const figures = sides.map(({ name, bytes }) => `${name} ${quartiles(bytes).median.toFixed(0)}`);
    process.stdout.write(`\nbytes of ${title}\n  ${figures.join(" · ")}\n`);
  }
  return measured;
}

/** The same case on each runtime: what `report()` takes. */
function sideBySide(runs, targetsOf) {
  const titles = [...new Set(runs.flatMap((run) => run.map(({ title }) => title)))];
  return titles.map((title) => ({ title, targets: targetsOf(title), measured: runs.map((run) => run.find((each) => each.title === title)?.sides ?? []) }));
}

if (!arePeersInstalled()) mustRun("npm", ["ci", "--ignore-scripts"], { cwd: here });
mustRun(process.execPath, [join(root, "scripts", "build.mjs"), "--no-types"], { cwd: root });

const cases = [...CASES, ...COSTS];
if (!cases.some(({ title }) => title.toLowerCase().includes(options.case.toLowerCase()))) {
  process.stderr.write(`Cannot measure "${options.case}": no case has it in its title\nTry: ${cases.map(({ title }) => title).join(" · ")}\n`);
  process.exit(2);
}

const runs = [];
for (const name of RUNTIME_NAMES.filter((each) => options.only === undefined || each === options.only)) {
  const runtime = findRuntime(name);
  if (runtime === undefined) {
    process.stdout.write(`\n${name} is absent: nothing was measured on it\n`);
    continue;
  }
  process.stdout.write(`\n── ${name} ${runtime.version}\n`);
  const times = [...measureTimes(runtime, CASES), ...measureTimes(runtime, COSTS)];
  runs.push({ name: `${name} ${runtime.version}`, times, memory: options.case === "" ? measureMemory(runtime) : [] });
}

if (options.write) {
  const date = new Date().toISOString().slice(0, 10);
  const page = report({
    date,
    machine: `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}).`,
    runtimes: runs.map(({ name }) => name),
    cases: sideBySide(runs.map(({ times }) => times), (title) => cases.find((each) => each.title === title)?.targets ?? []),
    memory: sideBySide(runs.map(({ memory }) => memory), () => []),
  });
  writeFileSync(join(here, "results", `${date}.md`), page);
  process.stdout.write(`\nwrote bench/results/${date}.md\n`);
}
