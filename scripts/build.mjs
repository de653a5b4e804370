// Makes dist/, which is what npm carries:
//
//   mod.js testing.js log.js replay.js devtools.js   the package's entries, readable, without a dependency
//   preload.js replay_preload.js                       files that `core` gives to the processes that it starts
//   demo/                                            the demo app with its payloads
//   chunks/                                          what these share: one copy of the core, so that a Core is a Core
//   cli/main.js                                      the command: one bundle with lazy parts, React in production
//   types/                                           declarations, made by tsc
//   THIRD_PARTY_LICENSES.txt                         of what the command carries
//
// It is built beside dist/ and then takes its place, so that nobody sees half of it. `--no-types` leaves tsc out; `--out`
// names another folder.
import { build } from "esbuild";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { buildDeclarations } from "./declarations.mjs";
import { licencesOf } from "./licences.mjs";
import { root } from "./runtimes.mjs";

const { values: options } = parseArgs({ options: { "no-types": { type: "boolean" }, out: { type: "string" } } });
const dist = resolve(root, options.out ?? "dist");
const draft = join(dirname(dist), `.${basename(dist)}-${process.pid}`);

/** Entries of the package, and files that other processes are given; all share one copy of the core. */
const LIBRARY = {
  mod: "src/mod.ts",
  testing: "src/testing/mod.ts",
  log: "src/recording/mod.ts",
  replay: "src/replay/mod.ts",
  devtools: "src/devtools/mod.ts",
  preload: "src/devtools/preload.ts",
  replay_preload: "src/devtools/replay_preload.ts",
  "demo/app": "examples/github_triage/app.ts",
};

const shared = {
  absWorkingDir: root,
  outdir: draft,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "node20",
  charset: "utf8",
  metafile: true,
  logLevel: "warning",
};

/** The package's entries and their sources, as Deno has them. */
const { imports } = JSON.parse(readFileSync(join(root, "deno.json"), "utf8"));
const sources = Object.fromEntries(Object.entries(imports).map(([entry, file]) => [entry, join(root, file)]));

function buildLibrary() {
  return build({
    ...shared,
    entryPoints: Object.entries(LIBRARY).map(([out, file]) => ({ out, in: file })),
    chunkNames: "chunks/[name]-[hash]",
    platform: "neutral", // the core is for any runtime: whatever is of one has to say node:
    external: ["node:*"],
    alias: sources,
  });
}

function buildCommand() {
  return build({
    ...shared,
    entryPoints: [{ out: "cli/main", in: "cli/main.ts" }],
    chunkNames: "cli/[name]-[hash]",
    platform: "node",
    minify: true,
    jsx: "automatic",
    legalComments: "none", // the licences go into a file of their own, whole
    define: { "process.env.NODE_ENV": '"production"', "process.env.DEV": "undefined" },
    // ink names the React devtools in a branch that this build never takes; they are not installed.
    alias: { ...sources, "react-devtools-core": join(root, "scripts", "no_devtools.mjs") },
    // Parts of ink are CommonJS and ask for `require`, which Node and Deno do not give to modules.
    banner: { js: 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);' },
  });
}

/** The demo's payloads are in its bundle; their licence goes beside it. */
function copyDemoData() {
  cpSync(join(root, "examples", "github_triage", "NOTICE"), join(draft, "demo", "NOTICE"));
}

function replaceDist() {
  const old = `${draft}-old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(draft, dist);
  rmSync(old, { recursive: true, force: true });
}

try {
  mkdirSync(draft, { recursive: true });
  const [library, command] = await Promise.all([buildLibrary(), buildCommand()]);
  chmodSync(join(draft, "cli", "main.js"), 0o755);
  copyDemoData();
  const inputs = [library, command].flatMap(({ metafile }) => Object.keys(metafile.inputs));
  writeFileSync(join(draft, "THIRD_PARTY_LICENSES.txt"), licencesOf(inputs.map((file) => join(root, file))));
  if (!options["no-types"]) buildDeclarations(join(draft, "types"));
  replaceDist();
  process.stdout.write(`built ${dist}\n`);
} finally {
  rmSync(draft, { recursive: true, force: true });
}
