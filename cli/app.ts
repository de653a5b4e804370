/** Starting an app for a command: checks beforehand, errors in words, and its end as an exit code. */
import { canRun } from "../src/devtools/can_run.ts";
import { devtoolsFolder, makeDevtoolsFolder } from "../src/devtools/devtools_folder.ts";
import { launchApp, type LaunchedApp, type LaunchOptions } from "../src/devtools/launch.ts";
import { exitCodeOf, outputOf, type ChildExit } from "../src/host/child.ts";
import { findRuntime } from "../src/host/find_command.ts";
import { codeOf, reasonOf } from "../src/host/files.ts";
import { runsFromSources } from "../src/host/package_files.ts";
import { onSignal } from "../src/host/process.ts";
import { runtimeName, runtimeVersion, type RuntimeName } from "../src/host/runtime.ts";
import { CliError } from "./exit.ts";
import type { Common } from "./options.ts";
import { targetName, type Target } from "./target.ts";

/** An app's file, or a command line that starts one. */
export type StartTarget = Extract<Target, { kind: "app" | "run" }>;

/** Starts an app. @throws CliError when it cannot be started, or its runtime cannot load it. */
export function startApp(target: StartTarget, appArgs: readonly string[], common: Common, more: Partial<LaunchOptions> = {}): LaunchedApp {
  if (target.kind === "app") refuseUnloadable(target.file, common.runtime ?? runtimeName());
  orNoSpool(target, makeDevtoolsFolder);
  try {
    return launchApp({
      ...(target.kind === "app" ? { app: target.file } : { run: target.command }),
      ...(common.runtime === undefined ? {} : { runtime: common.runtime }),
      args: appArgs, denoPermissions: common.permissions, ...more,
    });
  } catch (error) {
    throw notStarted(target, error);
  }
}

/** How an app's end reads as an exit code: its own, or 128 and the signal's number. */
export function appExitCode(exit: ChildExit): number {
  return exitCodeOf(exit);
}

/** Passes SIGINT, SIGTERM and SIGHUP on to the app; the second one kills it. `also` are passed on, and end nothing. What it gives takes that back. */
export function passSignals(app: LaunchedApp, { also = [] }: { readonly also?: readonly "SIGUSR2"[] } = {}): () => void {
  let passed = 0;
  const listeners = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => onSignal(signal, () => {
    passed += 1;
    app.kill(passed === 1 ? signal : "SIGKILL");
  }));
  for (const signal of also) listeners.push(onSignal(signal, () => void app.kill(signal)));
  return () => listeners.forEach((stop) => stop());
}

/** The error of an app that has ended, or gone on for long, without a Core. */
export function noCoreError(target: StartTarget, exit: ChildExit | undefined): CliError {
  const name = `"${targetName(target)}"`;
  if (exit === undefined) return new CliError(`Cannot see messages of ${name}: it runs, but has made no Core yet`, { tries: triesForNoCore(target) });
  const how = exit.signal === null ? `ended with code ${exit.code}` : `was ended by ${exit.signal}`;
  const message = `Cannot see messages of ${name}: it ${how} and made no Core`;
  if (exit.code === 0) return new CliError(message, { tries: triesForNoCore(target) });
  const alone = target.kind === "run" ? target.command : `${runtimeName()} ${target.file}`;
  return new CliError(message, { code: exitCodeOf(exit), tries: [[alone, "runs it alone; what it said of its end stands above"]] });
}

function triesForNoCore(target: StartTarget): [string, string][] {
  const tries: [string, string][] = [['import { createCore } from "core-ipc"', "makes a Core: that is what is watched"]];
  if (target.kind === "run") tries.push(['import "core-ipc/devtools"', "lets an app under Deno be found: no variable preloads it there"]);
  return tries;
}

function refuseUnloadable(file: string, runtime: RuntimeName): void {
  // From the sources Node runs with a loader that takes TypeScript; the app's users have none.
  if (runtime === "node" && runsFromSources() && runtimeName() === "node") return;
  const verdict = canRun(runtime, versionOf(runtime), file);
  if (verdict.ok) return;
  const why = verdict.why === "typescript" ? `Node ${versionOf(runtime)} loads no TypeScript; 22.18 and later do` : "Node loads no JSX";
  throw new CliError(`Cannot start "${file}": ${why}`, {
    tries: [["--runtime deno", "starts it with Deno"], ["--runtime bun", "starts it with Bun"]],
  });
}

function versionOf(runtime: RuntimeName): string {
  if (runtime === runtimeName()) return runtimeVersion();
  const found = findRuntime(runtime);
  const text = found === undefined ? undefined : outputOf(found.path, ["--version"]);
  return /\d+\.\d+\.\d+/.exec(text ?? "")?.[0] ?? "0.0.0";
}

function notStarted(target: StartTarget, error: unknown): CliError {
  if (codeOf(error) !== undefined) return noSpoolError(target, error);
  return new CliError(error instanceof Error ? error.message : String(error), { cause: error, tries: [["--runtime deno|bun|node", "chooses another runtime"]] });
}

/** Does what needs the folder of the spools. @throws CliError that names the folder when it cannot be used */
export function orNoSpool<T>(target: StartTarget, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw noSpoolError(target, error);
  }
}

function noSpoolError(target: StartTarget, error: unknown): CliError {
  const why = codeOf(error) === "EEXIST" ? "a file is there, not a folder" : reasonOf(error);
  return new CliError(`Cannot start "${targetName(target)}": no spool can be written in "${devtoolsFolder()}": ${why}`, {
    cause: error, tries: [["CORE_DEVTOOLS_DIR=/some/folder core …", "names a folder of yours that can be written"]],
  });
}
