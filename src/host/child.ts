/** Child processes: started without a shell unless asked, their output in chunks of text, their end as code or signal. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import process from "node:process";
import { StringDecoder } from "node:string_decoder";
import { idleTimer } from "./clock.ts";

/** What a pipe still holds of an ended child's output is read within milliseconds; a busy machine may need a thousand of them. */
const DRAIN_MS = 1_000;

export interface ChildOptions {
  readonly command: string;
  readonly args?: readonly string[];
  /** Runs `command` as a command line of the system's shell; `args` must be absent. */
  readonly shell?: boolean;
  readonly cwd?: string;
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** `null`: no input (the child reads an end of file); `"inherit"`: this process's. */
  readonly stdin?: "inherit" | null;
}

/** How a process ended: one of the two is null. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A child process. */
export interface Child {
  readonly pid: number;
  /** Hears what it prints; output before the first listener is kept and given to it. What it gives takes the listener away. */
  onOutput(listener: (stream: "stdout" | "stderr", text: string) => void): () => void;
  /** Resolves when it has ended and all its output has been handed on. What children of its own, which live on, print after that is not. */
  readonly exited: Promise<ChildExit>;
  /** Sends a signal; false when it has ended. With `shell`, the shell's whole process group gets it. */
  kill(signal: string): boolean;
}

/** Starts a child process. @throws Error when it does not start: there is no such command, or it may not be run. */
export function spawnChild(options: ChildOptions): Child {
  const env: Record<string, string | undefined> = { ...process.env, ...options.env };
  for (const name of Object.keys(env)) if (env[name] === undefined) delete env[name];
  const child = spawn(options.command, [...options.args ?? []], {
    shell: options.shell ?? false,
    // A group of its own: a signal must reach what the shell started, too.
    detached: options.shell ?? false,
    stdio: [options.stdin === "inherit" ? "inherit" : "ignore", "pipe", "pipe"],
    env,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  // Told again, later, as an event that nobody needs any more.
  child.on("error", () => {});
  if (child.pid === undefined) throw new Error(`Cannot start "${options.command}": ${whyNotStarted(options)}`);
  return new RunningChild(child, child.pid, options.shell ?? false);
}

/** Runs a command to its end and gives what it printed on standard output; undefined when it did not start or failed. */
export function outputOf(command: string, args: readonly string[]): string | undefined {
  const result = spawnSync(command, [...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 10_000 });
  return result.status === 0 ? result.stdout : undefined;
}

/** Gives the exit code that a shell gives for an end: the code itself, or 128 and the signal's number. */
export function exitCodeOf(exit: ChildExit): number {
  if (exit.code !== null) return exit.code;
  const numbers: Record<string, number | undefined> = constants.signals;
  return 128 + (numbers[exit.signal ?? "SIGTERM"] ?? 15);
}

class RunningChild implements Child {
  readonly pid: number;
  readonly exited: Promise<ChildExit>;
  readonly #child: ChildProcess;
  readonly #isGroup: boolean;
  readonly #listeners = new Set<(stream: "stdout" | "stderr", text: string) => void>();
  /** Output before anybody listened. */
  #kept: { stream: "stdout" | "stderr"; text: string }[] | undefined = [];

  constructor(child: ChildProcess, pid: number, isGroup: boolean) {
    this.#child = child;
    this.#isGroup = isGroup;
    this.pid = pid;
    this.exited = this.#end();
    this.#read("stdout");
    this.#read("stderr");
  }

  onOutput(listener: (stream: "stdout" | "stderr", text: string) => void): () => void {
    this.#listeners.add(listener);
    const kept = this.#kept ?? [];
    this.#kept = undefined;
    for (const { stream, text } of kept) listener(stream, text);
    return () => this.#listeners.delete(listener);
  }

  kill(signal: string): boolean {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return false;
    try {
      return process.kill(this.#isGroup ? -this.pid : this.pid, signal);
    } catch {
      return false;
    }
  }

  /** `close` comes after `exit`, once both streams have been read to their end; which a child of the child may hold open. */
  #end(): Promise<ChildExit> {
    return new Promise((resolve) => {
      this.#child.once("close", (code, signal) => resolve({ code, signal }));
      this.#child.once("exit", (code, signal) => {
        idleTimer(() => {
          this.#child.stdout?.destroy();
          this.#child.stderr?.destroy();
          resolve({ code, signal });
        }, DRAIN_MS);
      });
    });
  }

  #read(name: "stdout" | "stderr"): void {
    const decoder = new StringDecoder("utf8");
    const stream = this.#child[name];
    stream?.on("data", (chunk: Uint8Array) => this.#say(name, decoder.write(chunk)));
    stream?.on("end", () => this.#say(name, decoder.end()));
    stream?.on("error", () => {});
  }

  #say(stream: "stdout" | "stderr", text: string): void {
    if (text === "") return;
    if (this.#kept !== undefined) this.#kept.push({ stream, text });
    for (const listener of this.#listeners) listener(stream, text);
  }
}

function whyNotStarted({ command, cwd }: ChildOptions): string {
  if (cwd !== undefined && !existsSync(cwd)) return `there is no folder "${cwd}"`;
  return command.includes("/") && existsSync(command) ? "it may not be run" : "there is no such command";
}
