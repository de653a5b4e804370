// Runs the benchmarks, on every runtime that is there, one after the other: `npm run bench`. The peers are installed here,
// from this folder's own lock file, so that neither the package nor its tests know them.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { findRuntime, root, RUNTIME_NAMES } from "../scripts/runtimes.mjs";

const BENCHMARKS = ["dispatch.mjs"];
const here = join(root, "bench");

function mustRun(command, args, options) {
  const { status, error } = spawnSync(command, args, { stdio: "inherit", ...options });
  if (error || status !== 0) {
    process.stderr.write(`Cannot run "${command} ${args.join(" ")}": ${error?.message ?? `it ended with ${status}`}\n`);
    process.exit(1);
  }
}

if (!existsSync(join(here, "node_modules"))) mustRun("npm", ["ci", "--ignore-scripts"], { cwd: here });
mustRun(process.execPath, [join(root, "scripts", "build.mjs"), "--no-types"], { cwd: root });

for (const name of RUNTIME_NAMES) {
  const runtime = findRuntime(name);
  if (runtime === undefined) {
    process.stdout.write(`\n${name} is absent: nothing was measured on it\n`);
    continue;
  }
  process.stdout.write(`\n── ${name} ${runtime.version}\n`);
  const toRun = name === "deno" ? ["run", "-A"] : [];
  for (const benchmark of BENCHMARKS) mustRun(runtime.path, [...toRun, join(here, benchmark)], { cwd: here });
}
