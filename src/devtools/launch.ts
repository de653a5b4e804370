/**
 * Starts an app with the agent in it, and holds on to it: what it prints, the logs that it writes, how it ends. The app
 * itself need not be prepared in any way.
 */
import { type ChildExit, spawnChild } from "../host/child.ts";
import { pause, systemClock } from "../host/clock.ts";
import { absolutePath, fileInfo, refuseToReplace, removeQuietly } from "../host/files.ts";
import { findRuntime } from "../host/find_command.ts";
import { nodeLoaderFile, packageFile } from "../host/package_files.ts";
import { env } from "../host/process.ts";
import { type RuntimeName, runtimeName } from "../host/runtime.ts";
import { appArguments, preloadVariables } from "./app_command.ts";
import { makeAppFolder } from "./devtools_folder.ts";
import { RECORD_OPTIONS_VARIABLE, RECORD_VARIABLE, SPOOL_VARIABLE } from "./environment.ts";
import { recordingPaths, spoolLogs } from "./log_files.ts";
import { ownFolder } from "./owner.ts";
import type { RecordOptions } from "../recording/record_options.ts";

export interface LaunchOptions {
  /** The app's file. Exactly one of `app` and `run` is given. */
  readonly app?: string;
  /** A command line for the system's shell, such as `bun run dev`. */
  readonly run?: string;
  /** The one that runs this process unless given. */
  readonly runtime?: RuntimeName;
  readonly args?: readonly string[];
  /** Flags for `deno run`, such as `-A` or `--allow-net=…`; the agent's own are added to them. */
  readonly denoPermissions?: readonly string[];
  /** Where the first Core's log is written to stay; absent: in the spool, which goes with `dispose()`. */
  readonly record?: string;
  /** How that is recorded; absent: whole, into a new file. */
  readonly recordOptions?: StartedRecordOptions;
  /** A folder to use as the spool; absent: a new one. */
  readonly spool?: string;
  /** Added to the environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Runs in place of the app, which it is expected to import. */
  readonly entry?: string;
  /** In place of this package's. */
  readonly preload?: string;
  readonly cwd?: string;
  /** What the app reads: nothing unless given. */
  readonly stdin?: "inherit" | null;
}

/** What `record()` takes, as far as it can cross a process; `append`: what is there already stays. */
export type StartedRecordOptions = Omit<RecordOptions, "file" | "onFault" | "redact"> & { readonly redact?: readonly string[]; readonly append?: boolean };

/** An app that was started. */
export interface LaunchedApp {
  readonly pid: number;
  /** Undefined: a command line, which may be anything. */
  readonly runtime: RuntimeName | undefined;
  readonly spool: string;
  /** Hears what the app prints, from the beginning. What it gives takes the listener away. */
  onOutput(listener: (stream: "stdout" | "stderr", text: string) => void): () => void;
  /** Resolves when it has ended and its output is complete. */
  readonly exited: Promise<ChildExit>;
  /** Sends it a signal; false when it has ended. */
  kill(signal: string): boolean;
  /** Ends it: SIGTERM, and SIGKILL after two seconds. Resolves when it has ended. */
  stop(): Promise<void>;
  /** Gives the paths of its logs so far, in the order in which they were begun. */
  logs(): string[];
  /** Resolves with the first log's path as soon as there is one; undefined when the app ended, or `withinMs` passed, without any. */
  firstLog(withinMs?: number): Promise<string | undefined>;
  /** Takes the spool away, when it was made here. Recordings stay. */
  dispose(): void;
}

/** How long a stopped app may take to put its things in order. */
const STOP_MS = 2000;

/** How often the spool is looked at for the first log: under a frame. */
const LOOK_MS = 10;

/** Starts an app. @throws Error when there is no such runtime, or the spool or the child cannot be made. */
export function launchApp(options: LaunchOptions): LaunchedApp {
  if ((options.app === undefined) === (options.run === undefined)) {
    throw new TypeError("Cannot start an app: exactly one of `app` and `run` must be given");
  }
  const spool = options.spool ?? makeAppFolder();
  try {
    if (options.spool === undefined) ownFolder(spool);
    return new Launched(options, spool);
  } catch (error) {
    if (options.spool === undefined) removeQuietly(spool);
    throw error;
  }
}

class Launched implements LaunchedApp {
  readonly runtime: RuntimeName | undefined;
  readonly spool: string;
  readonly #record: string | undefined;
  readonly #ownsSpool: boolean;
  readonly #child;
  #hasExited = false;

  constructor(options: LaunchOptions, spool: string) {
    this.spool = spool;
    this.runtime = options.run === undefined ? options.runtime ?? runtimeName() : undefined;
    this.#ownsSpool = options.spool === undefined;
    this.#record = options.record === undefined ? undefined : absolutePath(options.record);
    if (this.#record !== undefined && options.recordOptions?.append !== true) refuseToReplace(recordingPaths(this.#record));
    this.#child = spawnChild({
      ...this.#command(options),
      stdin: options.stdin ?? null,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    void this.#child.exited.then(() => this.#hasExited = true);
  }

  get pid(): number {
    return this.#child.pid;
  }

  get exited(): Promise<ChildExit> {
    return this.#child.exited;
  }

  onOutput(listener: (stream: "stdout" | "stderr", text: string) => void): () => void {
    return this.#child.onOutput(listener);
  }

  kill(signal: string): boolean {
    return this.#child.kill(signal);
  }

  async stop(): Promise<void> {
    this.kill("SIGTERM");
    const inTime = await Promise.race([this.exited.then(() => true), pause(STOP_MS).then(() => false)]);
    if (!inTime) this.kill("SIGKILL");
    await this.exited;
  }

  logs(): string[] {
    if (this.#record === undefined) return spoolLogs(this.spool);
    return recordingPaths(this.#record).filter((path) => fileInfo(path) !== undefined);
  }

  async firstLog(withinMs = 10_000): Promise<string | undefined> {
    const until = systemClock.now() + withinMs;
    for (;;) {
      // Looked at before the logs: an app that has ended writes none after that.
      const isLast = this.#hasExited || systemClock.now() > until;
      const [first] = this.logs();
      if (first !== undefined || isLast) return first;
      await pause(LOOK_MS);
    }
  }

  dispose(): void {
    if (this.#ownsSpool) removeQuietly(this.spool);
  }

  #command(options: LaunchOptions): { command: string; args?: string[]; shell?: boolean; env: Record<string, string | undefined> } {
    const preload = options.preload ?? packageFile("preload");
    const nodeLoader = nodeLoaderFile();
    const variables = {
      ...options.env, [SPOOL_VARIABLE]: this.spool, [RECORD_VARIABLE]: this.#record,
      [RECORD_OPTIONS_VARIABLE]: options.recordOptions === undefined ? undefined : JSON.stringify(options.recordOptions),
    };
    if (options.run !== undefined) {
      const current = { node: env("NODE_OPTIONS"), bun: env("BUN_OPTIONS") };
      return { command: options.run, shell: true, env: { ...variables, ...preloadVariables(preload, nodeLoader, current) } };
    }
    const runtime = this.runtime ?? runtimeName();
    const found = findRuntime(runtime);
    if (found === undefined) throw new Error(`Cannot start the app with ${runtime}: it is neither on the PATH nor in node_modules`);
    const args = appArguments({
      runtime,
      script: absolutePath(options.entry ?? options.app ?? ""),
      args: options.args ?? [],
      denoPermissions: options.denoPermissions ?? [],
      preload,
      nodeLoader,
      spool: this.spool,
      record: this.#record,
      hasParts: options.recordOptions?.rotate !== undefined,
    });
    return { command: found.path, args, env: variables };
  }
}
