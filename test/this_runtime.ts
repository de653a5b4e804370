// Starts scripts of this clone on the runtime that runs the tests; on Node through the loader that takes TypeScript.
import { spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

export type RuntimeName = "deno" | "bun" | "node";

/** The runtime that these tests run on. */
export const runtimeName: RuntimeName = process.versions["deno"] ? "deno" : process.versions["bun"] ? "bun" : "node";

const loader = fileURLToPath(new URL("../scripts/node_loader.mjs", import.meta.url));
const config = fileURLToPath(new URL("../deno.json", import.meta.url));

/** Deno looks for its settings beside the script, which a test may have put into a temporary folder. */
const PREFIX: Record<RuntimeName, readonly string[]> = {
  deno: ["run", "-A", "--config", config],
  bun: [],
  node: ["--import", loader],
};

/** The arguments that make this runtime (`process.execPath`) run a TypeScript file of the clone. */
export function argumentsFor(script: string, args: readonly string[] = []): string[] {
  return [...PREFIX[runtimeName], script, ...args];
}

/** What a child process left: its exit code (null when a signal ended it), and what it printed. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string | undefined>;
  readonly input?: string;
  /** After this it is killed, and `code` is null. 30 s when absent. */
  readonly timeoutMs?: number;
}

/** Runs a command to its end. It rejects only when the command cannot be started. */
export function runCommand(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: "pipe",
      timeout: options.timeoutMs ?? 30_000,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout, stderr }));
    // A command that does not read its input may be gone before it was given all of it.
    child.stdin.once("error", () => {});
    child.stdin.end(options.input ?? "");
  });
}

/** Runs a TypeScript file on this runtime to its end. */
export function runScript(script: string, args: readonly string[] = [], options: RunOptions = {}): Promise<Finished> {
  return runCommand(process.execPath, argumentsFor(script, args), options);
}
