// Breaks the core in each of the ways that scripts/mutations.mjs lists, one after another, and runs the core's tests on Node: each must be caught.
//
//   npm run test:mutations                 all of them, and writes test/mutations.md
//   npm run test:mutations -- --only 3,17  those of these numbers, and writes nothing
//
// It works on a copy: the clone stays as it is. It exits with 1 when a break survives, when a text is not there exactly once, or when the tests fail
// on the unbroken core. A run that does not end in time is caught, too: it would hang whoever runs the tests.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { MUTATIONS } from "./mutations.mjs";
import { findRuntime, root } from "./runtimes.mjs";

/** Some ten times what quick tests take, and twice what a long life does. */
const LIMIT_MS = { quick: 25_000, soak: 60_000 };

const { values: options } = parseArgs({ options: { only: { type: "string" } } });
const wanted = options.only?.split(",").map(Number);
const node = findRuntime("node");
if (node === undefined) throw new Error("Cannot break anything: there is no Node to run the tests");

/** Quick tests first; the random programs are for what those let through, and a long life for what these do. */
const listed = [...readFileSync(join(root, "test/all.ts"), "utf8").matchAll(/"(core\/.+\.ts)"/g)].map(([, file]) => `test/${file}`);
const stages = [listed.filter((file) => !file.includes("/model/")), listed.filter((file) => file.includes("/model/")), ["test/soak/leaks.ts"]];

const sources = MUTATIONS.map(([file, text], index) => {
  const source = readFileSync(join(root, "src/core", file), "utf8");
  const times = source.split(text).length - 1;
  return times === 1 ? source : fail(`Cannot break the core in way ${index + 1}: its text stands ${times} times in ${file}: ${text}`);
});
if (process.exitCode === 1) process.exit();

const clone = mkdtempSync(join(tmpdir(), "core-mutations-"));
/** The tests that are running. */
let child;
process.once("exit", () => child?.kill("SIGKILL"));
process.once("exit", () => rmSync(clone, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
for (const name of ["src", "test", "scripts", "docs", "package.json", "tsconfig.json", "deno.json"]) cpSync(join(root, name), join(clone, name), { recursive: true });
symlinkSync(join(root, "node_modules"), join(clone, "node_modules"));

const unbroken = await testsThatFail();
if (unbroken.length > 0) {
  fail(`Cannot break the core: it fails as it is: ${unbroken.join(", ")}`);
  process.exit();
}

const rows = [];
for (const [index, [file, text, replacement, broken]] of MUTATIONS.entries()) {
  if (wanted && !wanted.includes(index + 1)) continue;
  const path = join(clone, "src/core", file);
  writeFileSync(path, sources[index].replace(text, () => replacement));
  const caught = await testsThatFail();
  writeFileSync(path, sources[index]);
  rows.push({ number: index + 1, file, broken, caught });
  if (caught.length === 0) fail(`SURVIVED  ${index + 1}. ${file}: ${broken}`);
  else process.stdout.write(`caught  ${index + 1}. ${file}: ${broken}\n          by ${caught[0]}${caught.length > 1 ? ` and ${caught.length - 1} more` : ""}\n`);
}
const survived = rows.filter(({ caught }) => caught.length === 0).length;
if (!wanted) writeFileSync(join(root, "test/mutations.md"), page());
process.stdout.write(`${rows.length - survived} passed, ${survived} failed\n`);

/** Names the tests that fail in the copy, of the first stage in which one does. */
async function testsThatFail() {
  for (const files of stages) {
    const limitMs = files.some((file) => file.includes("/soak/")) ? LIMIT_MS.soak : LIMIT_MS.quick;
    const { code, output } = await run(files, limitMs);
    if (code === null) return [`no end within ${limitMs / 1000} s`];
    const names = [...output.matchAll(/^\s*FAIL {2}(\S+) {2}"(.+)"$/gm)].map(([, suite, title]) => `${suite} › ${title}`);
    if (names.length > 0) return names;
    if (code !== 0) return [output.trim().split("\n").find((line) => line.startsWith("FAIL")) ?? `an end with ${code}`];
  }
  return [];
}

function run(files, timeout) {
  return new Promise((resolve, reject) => {
    child = spawn(node.path, ["--import", join(clone, "scripts/node_loader.mjs"), "test/one.ts", ...files], { cwd: clone, stdio: ["ignore", "pipe", "pipe"], timeout, killSignal: "SIGKILL" });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

function page() {
  const cell = (text) => text.replaceAll("|", "\\|");
  const lines = rows.map(({ number, file, broken, caught }) => `| ${number} | \`${file}\` | ${cell(broken)} | ${cell(caught[0] ?? "**nobody**")} | ${caught.length} |`);
  return [
    "# What happens when the core is broken",
    "",
    `\`npm run test:mutations\` wrote this on ${new Date().toISOString().slice(0, 10)}, with Node ${node.version}: ${rows.length} ways to break a promise of the core, ${survived} of them unnoticed. The`,
    "ways are listed in `scripts/mutations.mjs`. The random programs of `test/core/model` are run only on what all other tests of the core let through, `test/soak/leaks.ts` only on what these do.",
    "",
    "| | file | what no longer holds | noticed first by | tests |",
    "|---|---|---|---|---|",
    ...lines,
    "",
  ].join("\n");
}

function fail(why) {
  process.stdout.write(`${why}\n`);
  process.exitCode = 1;
  return "";
}
