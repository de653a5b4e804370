// The command `core` from the sources on this runtime, as a process; shared, registers nothing.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { argumentsFor, runScript, type Finished, type RunOptions } from "../this_runtime.ts";

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));

/** Where running apps are found and spools are made: a folder of these tests alone. Its path is short: a socket's must be. */
export const devtoolsFolder = mkdtempSync(join(tmpdir(), "ct-"));

process.on("exit", () => rmSync(devtoolsFolder, { recursive: true, force: true }));

const ENVIRONMENT = { CORE_DEVTOOLS_DIR: devtoolsFolder, NO_COLOR: "1", FORCE_COLOR: undefined };

/** Runs `core` with these arguments to its end. */
export function core(args: readonly string[], { env, ...options }: RunOptions = {}): Promise<Finished> {
  return runScript(MAIN, args, { ...options, env: { ...ENVIRONMENT, ...env } });
}

/** The command line of `core` on this runtime, for a shell. */
export function coreCommand(args: readonly string[]): string {
  return [process.execPath, ...argumentsFor(MAIN, args)].map((word) => `'${word}'`).join(" ");
}

/** Gives the path of an app under test/fixtures/. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}

/** A `core` that goes on: what it has printed so far, signals, its end. */
export interface RunningCore {
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** Starts `core` and leaves it running; it is killed after 40 s. */
export function startCore(args: readonly string[], env: Record<string, string | undefined> = {}): RunningCore {
  const child = spawn(process.execPath, argumentsFor(MAIN, args), { env: { ...process.env, ...ENVIRONMENT, ...env }, stdio: ["ignore", "pipe", "pipe"], timeout: 40_000, killSignal: "SIGKILL" });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    // Not `child.kill()`: on Deno the end would then be told as that signal, whatever the child made of it.
    kill: (signal) => void process.kill(child.pid ?? 0, signal),
    ended: new Promise((resolve) => child.once("close", (code, signal) => resolve({ code, signal }))),
  };
}
