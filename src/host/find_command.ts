/** Finds the executables of the three runtimes: this process's own, those on the PATH, those that npm installed. */
import fs from "node:fs";
import path from "node:path";
import { outputOf } from "./child.ts";
import { packageRoot } from "./package_files.ts";
import { cwd, env } from "./process.ts";
import { type RuntimeName, runtimeName, runtimePath, runtimeVersion } from "./runtime.ts";

/** An executable of a runtime. */
export interface FoundRuntime {
  readonly name: RuntimeName;
  readonly path: string;
}

/**
 * Finds a runtime: the one that runs this process, else on the PATH, else in `node_modules` of the working directory, of the
 * folders above it and of this package. Undefined when it is nowhere.
 */
export function findRuntime(name: RuntimeName): FoundRuntime | undefined {
  const found = name === runtimeName() ? runtimePath() : onPath(name) ?? inNodeModules(name);
  return found === undefined ? undefined : { name, path: found };
}

/** Gives a runtime's version, such as `22.18.0`, by asking it; undefined when it does not say. */
export function versionOf(runtime: FoundRuntime): string | undefined {
  if (runtime.name === runtimeName() && runtime.path === runtimePath()) return runtimeVersion();
  const printed = outputOf(runtime.path, ["--version"]);
  return printed === undefined ? undefined : /\d+\.\d+\.\d+/.exec(printed)?.[0];
}

function onPath(name: string): string | undefined {
  for (const folder of (env("PATH") ?? "").split(path.delimiter)) {
    const found = folder === "" ? undefined : executable(path.join(folder, name));
    // npm puts its own shims on the PATH of its scripts; what they start is found below, without a process between.
    if (found !== undefined && !isNpmShim(found)) return found;
  }
  return undefined;
}

function inNodeModules(name: string): string | undefined {
  for (const folder of nodeModulesFolders()) {
    const found = name === "bun" ? binaryBelow(path.join(folder, "@oven"), ["bin/bun", "bin/bun.exe"]) ?? binaryBelow(folder, ["bin/bun.exe"], "bun")
      : name === "deno" ? binaryBelow(path.join(folder, "@deno"), ["deno"]) ?? binaryBelow(folder, ["deno"], "deno")
      : undefined;
    const shim = found ?? executable(path.join(folder, ".bin", name));
    if (shim !== undefined) return shim;
  }
  return undefined;
}

/** The binary itself, not npm's shim: the shim is a process of its own, which a signal would end in the binary's place. */
function binaryBelow(scope: string, names: readonly string[], only?: string): string | undefined {
  const packages = only === undefined ? namesOf(scope) : [only];
  for (const each of packages) {
    for (const name of names) {
      const found = executable(path.join(scope, each, name));
      // A stub that npm's install script has not replaced yet is a few hundred bytes.
      if (found !== undefined && fs.statSync(found).size > 1_000_000) return found;
    }
  }
  return undefined;
}

function nodeModulesFolders(): string[] {
  const folders: string[] = [];
  for (const start of [cwd(), packageRoot()]) {
    for (let folder = start;; folder = path.dirname(folder)) {
      folders.push(path.join(folder, "node_modules"));
      if (folder === path.dirname(folder)) break;
    }
  }
  return [...new Set(folders)];
}

function isNpmShim(file: string): boolean {
  return file.split(path.sep).includes("node_modules");
}

function executable(file: string): string | undefined {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile() ? fs.realpathSync(file) : undefined;
  } catch {
    return undefined;
  }
}

function namesOf(folder: string): string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch {
    return [];
  }
}
