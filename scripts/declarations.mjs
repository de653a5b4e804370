// @ts-self-types="./declarations.d.mts"
// Makes the package's declarations, as its users' compilers read them.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { root } from "./runtimes.mjs";

/** Runs the compiler of this clone; gives its exit code and what it printed. */
export function runCompiler(args) {
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  const command = process.versions.deno ? ["run", "-A", compiler] : [compiler];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...args], { cwd: root, encoding: "utf8", timeout: 60_000 });
  return { status, printed: `${stdout}${stderr}` };
}

/** Declarations keep the sources' `.ts` specifiers, which only this clone can follow: consumers get `.js`. */
export function buildDeclarations(folder) {
  const { status, printed } = runCompiler(["-p", "tsconfig.build.json", "--outDir", folder]);
  if (status !== 0) throw new Error(`Cannot make the declarations: tsc failed\n${printed}`);
  for (const file of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".d.ts"))) {
    const path = join(folder, file);
    const text = readFileSync(path, "utf8").replace(/((?:from|import)\s*\(?\s*"\.{1,2}\/[^"]*)\.tsx?"/g, '$1.js"');
    writeFileSync(path, text);
  }
}
