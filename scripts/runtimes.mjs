// @ts-self-types="./runtimes.d.mts"
// Finds Deno, Bun and Node by path, without trusting names on PATH.
//
// The shims in node_modules/.bin are not enough: where install scripts did not run, `bun` is a text file and `deno` needs
// Node; inside `deno task`, `bun` is loaded as JavaScript; and Bun puts a `node` on PATH that is Bun itself. So each
// candidate is asked for its version, and the answer has to be that runtime's.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** The root of the clone. */
export const root = fileURLToPath(new URL("..", import.meta.url));

const modules = join(root, "node_modules");
const ending = process.platform === "win32" ? ".exe" : "";

/** The oldest Node that the package supports. */
const OLDEST_NODE = 20;

/** What each runtime is asked, what a true one answers, and how it runs a TypeScript file of this clone. */
const RUNTIMES = {
  deno: { ask: ["--version"], answer: /^deno (\d+\.\d+\.\d+)/, run: ["run", "-A"] },
  bun: { ask: ["--version"], answer: /^(\d+\.\d+\.\d+)/, run: [] },
  node: {
    ask: ["-p", "process.versions.bun || process.versions.deno ? 'another' : process.version"],
    answer: /^v(\d+\.\d+\.\d+)/,
    run: ["--import", join(root, "scripts", "node_loader.mjs")],
  },
};

export const RUNTIME_NAMES = Object.keys(RUNTIMES);

/** The runtime that runs this script. */
export function ownRuntime() {
  if (process.versions.deno) return "deno";
  if (process.versions.bun) return "bun";
  return "node";
}

/**
 * The runtime that was asked for: `bun run demo` starts "node scripts/demo.mjs", which is Node where there is one, but who
 * types `bun run` means Bun.
 */
export function askedRuntime() {
  return (process.env.npm_config_user_agent ?? "").startsWith("bun/") && findRuntime("bun") ? "bun" : ownRuntime();
}

/** Finds a runtime: `{ name, path, version, run }`, or undefined where there is none that works. */
export function findRuntime(name) {
  const { ask, answer, run } = RUNTIMES[name];
  for (const path of new Set(candidates(name))) {
    const asked = spawnSync(path, ask, { encoding: "utf8", timeout: 10_000, env: { ...process.env, BUN_OPTIONS: "", NODE_OPTIONS: "" } });
    const version = answer.exec(asked.stdout ?? "")?.[1];
    if (version === undefined) continue;
    if (name === "node" && Number.parseInt(version, 10) < OLDEST_NODE) continue;
    return { name, path, version, run };
  }
  return undefined;
}

function candidates(name) {
  const found = name === ownRuntime() ? [process.execPath] : [];
  if (name === "deno") found.push(join(modules, "deno", `deno${ending}`), ...inScope("deno", "@deno", `deno${ending}`));
  if (name === "bun") {
    if (/bun[^/\\]*$/.test(process.env.npm_execpath ?? "")) found.push(process.env.npm_execpath);
    found.push(...inScope("bun", "@oven", join("bin", `bun${ending}`)), join(modules, "bun", "bin", "bun.exe"));
  }
  found.push(...(process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, `${name}${ending}`)));
  return found.filter((path) => existsSync(path));
}

/**
 * The binaries for this platform stand in packages of their own, such as @oven/bun-linux-x64: beside the package that asks for
 * them, which npm puts into node_modules, and Deno and Bun link to from there.
 */
function inScope(owner, scope, file) {
  const holder = join(modules, owner);
  if (!existsSync(holder)) return [];
  const folders = [join(modules, scope), join(dirname(realpathSync(holder)), scope)].filter((folder) => existsSync(folder));
  return folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name, file)));
}
