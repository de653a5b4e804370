/** What TARGET means: an app's file, a recording, standard input, or a running app. */
import { discover, type RunningApp } from "../src/devtools/discovery.ts";
import { fileInfo, reasonOf } from "../src/host/files.ts";
import { CliError, EXIT } from "./exit.ts";

/** Where messages come from. */
export type Target =
  | { readonly kind: "app"; readonly file: string }
  | { readonly kind: "run"; readonly command: string }
  | { readonly kind: "recording"; readonly file: string }
  | { readonly kind: "pipe" }
  | { readonly kind: "running"; readonly app: RunningApp };

const APP_FILE = /\.[cm]?[jt]sx?$/;

/**
 * Finds what a word names. What stands behind it is for an app that is started.
 * @throws CliError when it names nothing, or more than one thing, or no app that could take the arguments
 */
export async function findTarget(word: string | undefined, run?: string, [argument]: readonly string[] = []): Promise<Target> {
  const target = await find(word, run);
  if (argument === undefined || target.kind === "app" || target.kind === "run") return target;
  throw new CliError(`Cannot give "${argument}" to "${targetName(target)}": it is not an app that core starts`, {
    code: EXIT.usage, tries: [["core help filter", "says how --only chooses messages"]],
  });
}

async function find(word: string | undefined, run: string | undefined): Promise<Target> {
  if (run !== undefined) {
    if (word !== undefined) throw new CliError(`Cannot take both --run "${run}" and "${word}": one of them names the app`, { code: EXIT.usage });
    return { kind: "run", command: run };
  }
  if (word === undefined) {
    throw new CliError("Cannot look at nothing: no target was given", {
      code: EXIT.usage, tries: [["core inspect app.ts", "an app that it starts"], ["core inspect run.jsonl", "a recording"], ["core list", "running apps"]],
    });
  }
  if (word === "-") return { kind: "pipe" };
  const [, prefix, name = word] = /^(app|file|name|pid):(.*)$/s.exec(word) ?? [];
  switch (prefix) {
    case "app": return { kind: "app", file: existing(name) };
    case "file": return { kind: "recording", file: existing(name) };
    case "name": return theOne(name, await runningApps((app) => app.name === name));
    case "pid": return theOne(name, await runningApps((app) => String(app.pid) === name));
    default: return guess(word);
  }
}

/** Says in a few words what is looked at, for messages and titles. */
export function targetName(target: Target): string {
  switch (target.kind) {
    case "app": case "recording": return target.file;
    case "run": return target.command;
    case "pipe": return "standard input";
    case "running": return target.app.name;
    default: return target satisfies never;
  }
}

async function guess(word: string): Promise<Target> {
  const isThere = lookAt(word)?.kind !== undefined;
  const running = /[/\\]|\.[cm]?[jt]sx?$|\.jsonl$/.test(word) ? [] : await runningApps((app) => app.name === word || String(app.pid) === word);
  if (isThere && running.length > 0) {
    throw new CliError(`Cannot tell what "${word}" is: a file, and a running app`, {
      code: EXIT.usage, tries: [[`file:${word}`, "the file"], [`pid:${running[0]?.pid}`, "the running app"]],
    });
  }
  if (running.length > 0) return theOne(word, running);
  const file = existing(word);
  return APP_FILE.test(file) ? { kind: "app", file } : { kind: "recording", file };
}

function existing(file: string): string {
  const info = lookAt(file);
  if (info === undefined) {
    throw new CliError(`Cannot read "${file}": there is no such file, and no running app of that name`, {
      tries: [["core list", "shows the running apps"], ["ls", "shows the files here"]],
    });
  }
  if (info.kind === "folder") throw new CliError(`Cannot read "${file}": it is a folder`, { tries: [[`ls ${file}`, "shows what is in it"]] });
  return file;
}

function lookAt(file: string): ReturnType<typeof fileInfo> {
  try {
    return fileInfo(file);
  } catch (error) {
    throw new CliError(`Cannot read "${file}": ${reasonOf(error)}`, { cause: error });
  }
}

async function runningApps(isIt: (app: RunningApp) => boolean): Promise<RunningApp[]> {
  try {
    return (await discover()).filter(isIt);
  } catch {
    // A folder that is not ours or cannot be read holds no app that could be joined; `core list` says why.
    return [];
  }
}

function theOne(word: string, apps: readonly RunningApp[]): Target {
  const [app, ...others] = apps;
  if (app === undefined) throw new CliError(`Cannot find a running app "${word}"`, { tries: [["core list", "shows those that can be joined"]] });
  if (others.length > 0) {
    throw new CliError(`Cannot tell which "${word}" is meant: ${apps.length} running apps have that name`, {
      code: EXIT.usage, tries: apps.map(({ pid, runtime }) => [`pid:${pid}`, runtime] as const),
    });
  }
  return { kind: "running", app };
}
