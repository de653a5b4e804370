/**
 * Which of the three runtimes this process is, and what it can load. Nothing here throws under a Deno without permissions:
 * versions need none.
 */
import process from "node:process";

/** The runtimes that Core runs on. */
export type RuntimeName = "deno" | "bun" | "node";

/** Gives the runtime of this process. */
export function runtimeName(): RuntimeName {
  if (process.versions["deno"] !== undefined) return "deno";
  if (process.versions["bun"] !== undefined) return "bun";
  return "node";
}

/** Gives the version of this process's runtime, such as `2.9.5`. */
export function runtimeVersion(): string {
  return process.versions[runtimeName()] ?? "unknown";
}

/** Gives name and version as a log's header has them, such as `deno 2.9.5`. */
export function runtimeLabel(): string {
  return `${runtimeName()} ${runtimeVersion()}`;
}

/** Gives the path of the executable that runs this process. */
export function runtimePath(): string {
  return process.execPath;
}

/** Says whether a runtime of that version loads `.ts` files without help: Deno and Bun always, Node from 22.18 (and 23.6). */
export function loadsTypeScript(runtime: RuntimeName, version: string): boolean {
  if (runtime !== "node") return true;
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  if (major === 22) return minor >= 18;
  if (major === 23) return minor >= 6;
  return major > 23;
}

/** Says whether this process's runtime loads `.ts` files without help. */
export function supportsTypeScript(): boolean {
  return loadsTypeScript(runtimeName(), runtimeVersion());
}
