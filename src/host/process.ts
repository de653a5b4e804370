/**
 * This process: its arguments, environment, standard streams and end. The command line sees the world through this module;
 * the agent inside an app uses only what never prompts and never throws.
 */
import fs from "node:fs";
import os from "node:os";
import process from "node:process";
import { Buffer } from "node:buffer";
import { isMainThread, threadId } from "node:worker_threads";

export { spawnChild } from "./child.ts";
export type { Child, ChildExit, ChildOptions } from "./child.ts";
export { onProcessEnd } from "./process_end.ts";

/** Gives the arguments after the script's path. */
export function args(): string[] {
  return process.argv.slice(2);
}

/** Gives the path of the script that runs; undefined when there is none. */
export function scriptPath(): string | undefined {
  return process.argv[1];
}

/** Gives an environment variable; undefined when it is not set, is empty, or may not be read (Deno without that permission). */
export function env(name: string): string | undefined {
  try {
    const value = process.env[name];
    return value === "" ? undefined : value;
  } catch {
    return undefined;
  }
}

/** Gives the working directory. */
export function cwd(): string {
  return process.cwd();
}

/** Gives this process's id. */
export function processId(): number {
  return process.pid;
}

/** Gives the number of this thread among the process's; 0 for the main one. */
export function threadNumber(): number {
  return isMainThread ? 0 : threadId;
}

/** Gives the machine's name; undefined when it may not be asked for. */
export function hostName(): string | undefined {
  try {
    return os.hostname();
  } catch {
    return undefined;
  }
}

/** Gives the user's numeric id; undefined where there is none (Windows) or it may not be asked for. */
export function userId(): number | undefined {
  try {
    return process.getuid?.();
  } catch {
    return undefined;
  }
}

/** Gives the folder for temporary files. */
export function temporaryFolder(): string {
  return os.tmpdir();
}

/** Says whether a process of that id is there (also one of another user). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Sends a signal to a process; quiet when it is gone. */
export function sendSignal(pid: number, signal: string): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** Ends the process at once. What was given to `writeOut()` and awaited is out; exit code as given. */
export function exit(code: number): never {
  process.exit(code);
}

/** Sets the code with which the process will end by itself. */
export function setExitCode(code: number): void {
  process.exitCode = code;
}

/** Calls `run` when the process ends by itself or by `exit()`; nothing asynchronous can run then. What it gives takes it back. */
export function onExit(run: (code: number) => void): () => void {
  process.on("exit", run);
  return () => process.off("exit", run);
}

/** Calls `run` at a signal, instead of what the system would do. For the command, and where an app asks for it: an app's signals are the app's. */
export function onSignal(signal: "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGCONT" | "SIGWINCH" | "SIGUSR2", run: () => void): () => void {
  process.on(signal, run);
  return () => process.off(signal, run);
}

/** Calls `run` with an error that nobody caught, instead of letting the runtime print it. For the command only. */
export function onUncaught(run: (error: unknown) => void): () => void {
  process.on("uncaughtException", run);
  process.on("unhandledRejection", run);
  return () => {
    process.off("uncaughtException", run);
    process.off("unhandledRejection", run);
  };
}

/** How writing to a standard stream went: `closed` when nobody reads it any longer (`| head`). */
export type Written = "written" | "closed";

/** Writes to standard output; resolves when the system has taken it. @throws anything but a closed pipe. */
export function writeOut(text: string | Uint8Array): Promise<Written> {
  return writeTo(process.stdout, text);
}

/** Writes to standard error; resolves when the system has taken it. @throws anything but a closed pipe. */
export function writeErr(text: string | Uint8Array): Promise<Written> {
  return writeTo(process.stderr, text);
}

/** Writes one line for people to standard error, at once and whatever state the app is in; never throws. */
export function complain(line: string): void {
  const bytes = Buffer.from(`${line}\n`, "utf8");
  try {
    fs.writeSync(2, bytes);
  } catch {
    // Standard error is closed or full: there is nobody left to tell.
  }
}

/** Gives the chunks of standard input until it ends. */
export async function* stdinChunks(): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of process.stdin) {
    yield typeof chunk === "string" ? Buffer.from(chunk, "utf8") : chunk as Uint8Array;
  }
}

/** Says whether a standard stream is a terminal. */
export function isTerminal(stream: "stdin" | "stdout" | "stderr"): boolean {
  return process[stream].isTTY === true;
}

/** Gives the terminal's size in cells; 80 × 24 when standard output is none, or one that does not say. */
export function terminalSize(): { columns: number; rows: number } {
  const { columns, rows } = process.stdout;
  return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
}

/** Calls `run` whenever the terminal's size has changed. */
export function onResize(run: () => void): () => void {
  process.stdout.on("resize", run);
  return () => process.stdout.off("resize", run);
}

function writeTo(stream: NodeJS.WriteStream, text: string | Uint8Array): Promise<Written> {
  keepQuiet(stream);
  return new Promise((resolve, reject) => {
    if (stream.destroyed || stream.writableEnded) return resolve("closed");
    stream.write(text, (error) => {
      if (error === null || error === undefined) resolve("written");
      else if (isClosedPipe(error)) resolve("closed");
      else reject(error);
    });
  });
}

const IGNORE_CLOSED = (error: unknown): void => {
  if (!isClosedPipe(error)) throw error;
};

/** A stream whose reader has gone also emits `error`, which would end the process with a stack if nobody listened. */
function keepQuiet(stream: NodeJS.WriteStream): void {
  if (!stream.listeners("error").includes(IGNORE_CLOSED)) stream.on("error", IGNORE_CLOSED);
}

function isClosedPipe(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || code === "ERR_STREAM_WRITE_AFTER_END" || (error instanceof Error && error.name === "BrokenPipe");
}
