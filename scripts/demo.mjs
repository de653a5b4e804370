// Starts `core demo` on the runtime that was asked for: `npm run demo`, `deno task demo`, `bun run demo`. It runs what is
// published, so dist/ is built first where it is absent or older than the sources.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { askedRuntime, findRuntime, root } from "./runtimes.mjs";

const COMMAND = join(root, "dist", "cli", "main.js");

/** What dist/ is made from. */
const SOURCES = ["package.json", "scripts/build.mjs", "src", "inspector", "cli", "examples"];

function newestMs(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

function isBuilt() {
  if (!existsSync(COMMAND)) return false;
  const builtMs = statSync(COMMAND).mtimeMs;
  return SOURCES.every((source) => newestMs(join(root, source)) < builtMs);
}

const runtime = findRuntime(askedRuntime());
const toRun = runtime.name === "deno" ? ["run", "-A"] : [];

if (!isBuilt()) {
  const built = spawnSync(runtime.path, [...toRun, join(root, "scripts", "build.mjs"), "--no-types"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

const demo = spawn(runtime.path, [...toRun, COMMAND, "demo", ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });

// The terminal sends Ctrl-C to the demo as well, which knows what to do; this waits for its end.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => demo.kill("SIGTERM"));
demo.once("error", (error) => {
  process.stderr.write(`Cannot start the demo: ${error.message}\n`);
  process.exit(70);
});
demo.once("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 143)));
