// Traces of the machine that something was written on: its paths, and the hosts it installed from.
import { linesWith } from "./scan.ts";
import type { SourceFile } from "./tree.ts";

// In pieces, or the rule would find itself.
const HOMES = new RegExp(["(?<![\\w.])/(?:ho", "me|Us", "ers)/[a-z]\\w*/|(?<![\\w.])/ro", "ot/|(?<![\\w.])/wo", "rk/"].join(""));
const REGISTRY = new RegExp(["https?://(?!regis", "try\\.npmjs\\.org/)[\\w.-]*(?:regis", "try|artifactory|nexus|verdaccio)[\\w.:-]*"].join(""));

/** Names every line that carries a path of somebody's machine, or a registry other than npm's. */
export function machineTraces(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => [
    ...linesWith(path, text, HOMES, "a path of one machine"),
    ...linesWith(path, text, REGISTRY, "a registry of one machine"),
  ]);
}

/** The one place that the lock file may name; where it names none, npm takes the registry that the user has set. */
const NPM = "https://registry.npmjs.org/";

/** Names every package of a lock file that comes from elsewhere, or has no checksum. */
export function foreignPackages(lock: unknown): string[] {
  const { packages = {} } = lock as { packages?: Record<string, { resolved?: string; integrity?: string }> };
  return Object.entries(packages).filter(([name]) => name !== "").flatMap(([name, { resolved, integrity }]) => {
    if (integrity === undefined) return [`${name}: has no checksum`];
    return resolved === undefined || resolved.startsWith(NPM) ? [] : [`${name}: comes from ${resolved}`];
  });
}
