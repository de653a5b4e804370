/**
 * Where this package's own files are: in a source clone they are TypeScript beside this one, in the published package they
 * are bundles in `dist/`. Files that the host gives to other processes are found here and nowhere else.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** A file of this package that another process is given. */
export type PackageFile = "preload" | "replay_preload" | "demo";

const SOURCES: Record<PackageFile, string> = {
  preload: "src/devtools/preload.ts",
  replay_preload: "src/devtools/replay_preload.ts",
  demo: "examples/github_triage/app.ts",
};

const BUNDLES: Record<PackageFile, string> = {
  preload: "dist/preload.js",
  replay_preload: "dist/replay_preload.js",
  demo: "dist/demo/app.js",
};

/** Gives the absolute path of one of this package's files. */
export function packageFile(file: PackageFile): string {
  return path.join(packageRoot(), runsFromSources() ? SOURCES[file] : BUNDLES[file]);
}

/** Says whether this process runs the TypeScript sources of a clone, not the bundles of `dist/`. */
export function runsFromSources(): boolean {
  return import.meta.url.endsWith("/src/host/package_files.ts");
}

/** Gives the loader that teaches an older Node the sources' TypeScript; undefined in the published package, which needs none. */
export function nodeLoaderFile(): string | undefined {
  const file = path.join(packageRoot(), "scripts", "node_loader.mjs");
  return runsFromSources() && existsSync(file) ? file : undefined;
}

/** Gives the folder that holds this package's `package.json`. */
export function packageRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  if (runsFromSources()) return path.resolve(folder, "..", "..");
  // A bundle stands in dist/ or a folder below it; chunks move, so its package is looked for upwards.
  for (let up = 0; up < 5; up++) {
    if (existsSync(path.join(folder, "package.json"))) return folder;
    folder = path.dirname(folder);
  }
  throw new Error(`Cannot find the files of core-ipc: no package.json above ${fileURLToPath(import.meta.url)}`);
}
