// Runs the benchmark of large logs on every runtime that is there: `npm run bench:log`. `--log small` one of the two logs, `--job "one type"` the jobs with that in their title, `--only bun`
// one runtime, `--rounds 3` fewer turns, `--small` a fiftieth of the logs, `--data FOLDER` keeps the logs there for the next run, `--built` takes the command as it is built already, `--write` also writes ../results/log/<date>.md.
//
// Every run is a whole process: ours is the command as it is built, as a user starts it. The sides of a job take turns, in an order that turns with each round. A peer that is not there is named and left out.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { findRuntime, root, RUNTIME_NAMES } from "../../scripts/runtimes.mjs";
import { firstScreen, hasTerminal } from "./first_screen.mjs";
import { generate, LOGS, SMALL } from "./generate.mjs";
import { jobsOn, screensOf } from "./jobs.mjs";
import { measure, TIME_LIMIT_MS } from "./measure.mjs";
import { page, tableOf } from "./page.mjs";

const here = join(root, "bench", "log");
const { values: options } = parseArgs({
  options: {
    log: { type: "string" }, job: { type: "string", default: "" }, only: { type: "string" }, rounds: { type: "string", default: "5" },
    small: { type: "boolean" }, data: { type: "string" }, write: { type: "boolean" }, built: { type: "boolean" },
  },
});
const rounds = Number(options.rounds);

/** A side that takes longer is run less often: it says the same each time, and others wait for the machine. */
const SLOW_MS = 10_000;
const SLOWEST_MS = 30_000;

const FLAGS = { deno: ["run", "-A"], node: [], bun: [] };

/** What each peer is asked for its version; the first word of a side's command line says which it needs. */
const PEERS = { lnav: ["lnav", "-V"], jq: ["jq", "--version"], rg: ["rg", "--version"], grep: ["grep", "--version"], mawk: ["mawk", "-W", "version"], less: ["less", "--version"] };
const duckdb = join(root, "test", "portable", "tools", "node_modules", "@duckdb", "node-api", "package.json");

function mustRun(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (status === 0) return;
  process.stderr.write(`Cannot run "${command} ${args.join(" ")}": it ended with ${status}\n`);
  process.exit(1);
}

function peersThere() {
  const found = Object.entries(PEERS).flatMap(([name, [command, ...args]]) => {
    const { status, stdout } = spawnSync(command, args, { encoding: "utf8", timeout: 10_000 });
    return status === 0 ? [[name, `${name} ${/\d+(?:\.\d+)+|\d+/.exec(stdout)?.[0] ?? ""}`]] : [];
  });
  if (existsSync(duckdb)) found.push(["DuckDB", `DuckDB ${JSON.parse(readFileSync(duckdb, "utf8")).version}`]);
  return new Map(found);
}

/** lnav keeps its formats in the home: one with ours, one without. */
function homesOf(folder) {
  const formats = join(folder, "home", ".lnav", "formats", "core_ipc");
  mkdirSync(formats, { recursive: true });
  mkdirSync(join(folder, "raw", ".lnav"), { recursive: true });
  copyFileSync(join(root, "docs", "core-ipc.lnav.json"), join(formats, "core-ipc.lnav.json"));
  return { home: join(folder, "home"), raw: join(folder, "raw") };
}

/** The sides of a job: ours once for each runtime, and the peers that are there. */
function sidesOf({ ours, peers }, runtimes, there) {
  const own = Object.entries(ours).flatMap(([name, side]) => runtimes.map((runtime) => ({ ...side, name: `${name}, ${runtime.name}`, runtime: runtime.name, isOurs: true, run: side.run(runtime) })));
  const others = Object.entries(peers).filter(([name]) => [...there.keys(), "wc"].some((peer) => name.startsWith(peer))).map(([name, side]) => ({ ...side, name, isOurs: false }));
  return [...own, ...others].map((side) => ({ ...side, samples: [] }));
}

const timesFor = ({ samples: [first] }) => first === undefined || first.ms < SLOW_MS ? rounds : first.ms < SLOWEST_MS ? Math.min(2, rounds) : 1;

async function sampleOf({ run, answer, figures, env, screen }, folder) {
  if (screen !== undefined) return firstScreen(run, screen, env);
  const { output, words, stopped, status, ...sample } = await measure(run, folder, env);
  if (stopped !== undefined) return { stopped, ...sample.ms >= TIME_LIMIT_MS ? { stoppedMs: TIME_LIMIT_MS } : {} };
  // grep and rg end with 1 where they found nothing.
  if (status > 1 || (status === 1 && words !== "")) return { stopped: `ended with ${status}: ${words.trim().split("\n")[0]?.slice(0, 80) ?? ""}` };
  try {
    const text = answer === undefined && figures === undefined ? "" : readFileSync(output, "utf8");
    return { ...sample, ...answer === undefined ? {} : { answer: answer(text) }, ...figures === undefined ? {} : { figures: figures(text) } };
  } catch (error) {
    return { stopped: `no answer: ${error.message.slice(0, 80)}` };
  }
}

async function measureJob(job, runtimes, there, folder) {
  const sides = sidesOf(job, runtimes, there);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < sides.length; turn += 1) {
      const side = sides[(turn + round) % sides.length];
      if (side.trouble !== undefined || side.samples.length >= timesFor(side)) continue;
      const sample = await sampleOf(side, folder);
      if (sample.stopped === undefined) side.samples.push(sample);
      else Object.assign(side, { trouble: sample.stopped, stoppedMs: sample.stoppedMs });
    }
  }
  return { title: job.title, sides, targets: job.targets };
}

function logIn(name, data) {
  const path = join(data, `${name}${options.small ? "-small" : ""}.jsonl`);
  const facts = `${path}.facts.json`;
  if (!existsSync(facts)) writeFileSync(facts, JSON.stringify(generate(name, path, options.small ? SMALL : 1)));
  return { name, path, ...JSON.parse(readFileSync(facts, "utf8")) };
}

const folder = mkdtempSync(join(tmpdir(), "core-bench-log-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(signal === "SIGINT" ? 130 : 143));
if (!options.built) mustRun(process.execPath, [join(root, "scripts", "build.mjs"), "--no-types"]);
if (!existsSync(duckdb)) mustRun("npm", ["ci", "--ignore-scripts", "--prefix", join(root, "test", "portable", "tools")]);
const opener = join(folder, "open.mjs");
await build({ entryPoints: [join(here, "open.ts")], outfile: opener, bundle: true, format: "esm", target: "node20", platform: "node", logLevel: "warning" });
const runtimes = RUNTIME_NAMES.filter((name) => options.only === undefined || name === options.only).flatMap((name) => findRuntime(name) ?? []);
const there = peersThere();
const missing = [...Object.keys(PEERS), "DuckDB"].filter((name) => !there.has(name));
const homes = homesOf(folder);
const commands = {
  open: (args) => ({ path, name }) => [path, ...FLAGS[name], opener, ...args],
  core: (args) => ({ path, name }) => [path, ...FLAGS[name], join(root, "dist", "cli", "main.js"), ...args],
  sql: (query) => [process.execPath, join(here, "sql.mjs"), query],
  lnav: (args, home = "home") => ["env", "-u", "XDG_CONFIG_HOME", `HOME=${homes[home]}`, "lnav", ...args],
};
const data = options.data ?? join(folder, "data");
mkdirSync(data, { recursive: true });

/** Of the beginning: a run may go on over midnight. */
const date = new Date().toISOString().slice(0, 10);
const logs = [];
const write = () => {
  if (!options.write) return;
  const results = join(root, "bench", "results", "log");
  mkdirSync(results, { recursive: true });
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}).${options.small ? " A fiftieth of the logs." : ""}`;
  writeFileSync(join(results, `${date}.md`), page({ date, machine, rounds, versions: [...runtimes.map(({ name, version }) => `${name} ${version}`), ...there.values()], missing, logs }));
};
for (const name of Object.keys(LOGS).filter((each) => options.log === undefined || each === options.log)) {
  const log = logIn(name, data);
  const little = { ...log, path: join(folder, `${name}-little.jsonl`) };
  generate(name, little.path, SMALL / 50);
  const measured = { title: `${LOGS[name].title}: ${log.records.toLocaleString("en")} records, ${(log.bytes / 1e6).toFixed(0)} MB`, jobs: [] };
  logs.push(measured);
  process.stdout.write(`\n## ${measured.title}\n`);
  readFileInto(log.path);
  const jobs = [...jobsOn(log, commands), ...hasTerminal ? [screensOf(log, little, commands)] : []];
  for (const job of jobs.filter(({ title }) => title.toLowerCase().includes(options.job.toLowerCase()))) {
    measured.jobs.push(await measureJob(job, runtimes, there, folder));
    process.stdout.write(`\n${tableOf(measured.jobs.at(-1))}\n`);
    write();
  }
}

/** Into the page cache. */
function readFileInto(path) {
  spawnSync("cat", [path], { stdio: ["ignore", "ignore", "inherit"] });
}
