/**
 * The bytes of what a word names, for a command that looks at what is there: a recording, standard input, what a running app has written so far, what an app that is
 * started writes until it ends.
 */
import { reasonOf } from "../src/host/files.ts";
import { codeOf } from "../src/host/system_error.ts";
import { writeErr } from "../src/host/process.ts";
import type { OpenSource } from "../src/log/source.ts";
import { openPartsSource, type PartsSourceOptions } from "../src/recording/parts_source.ts";
import { openPipeSource, type PipeSource } from "../src/recording/pipe_source.ts";
import { appExitCode, noCoreError, passSignals, startApp, type StartTarget } from "./app.ts";
import { CliError } from "./exit.ts";
import { join } from "./feeds.ts";
import type { Common } from "./options.ts";
import { pipe, quotedName } from "./recording.ts";
import { targetName, type Target } from "./target.ts";
import type { RunningApp } from "../src/devtools/discovery.ts";

/** A target's bytes. */
export interface LogSource {
  readonly source: OpenSource;
  /** What it is called in messages: a path, "-", or an app's name. */
  readonly name: string;
  /** What could not be read of it. */
  readonly problems: readonly string[];
  /** How the app ended that was started for it. */
  readonly appCode?: number;
  /** Standard input while it comes. */
  readonly pipe?: PipeSource;
  close(): Promise<void>;
}

export interface LogSourceOptions extends Pick<PartsSourceOptions, "signal" | "onUnpacked"> {
  /** Standard input is given as soon as it is open, not when it has ended; `onPiped` hears of each piece. */
  readonly whilePiped?: boolean;
  readonly onPiped?: () => void;
  /** Hears of what cannot be read that is met after the opening, while it grows. */
  readonly onLateProblem?: (message: string) => void;
}

/** Opens a target. @throws CliError in words */
export async function openLogSource(target: Target, appArgs: readonly string[], common: Common, options: LogSourceOptions = {}): Promise<LogSource> {
  switch (target.kind) {
    case "app": case "run": return started(target, appArgs, common, options);
    case "running": return joined(target.app, options);
    case "recording": return recorded(target.file, target.file, options);
    case "pipe": return piped(options);
    default: return target satisfies never;
  }
}

async function recorded(path: string, name: string, options: LogSourceOptions): Promise<LogSource> {
  const problems: string[] = [];
  const { onLateProblem, ...rest } = options;
  let isOpen = false;
  const onProblem = ({ message }: { readonly message: string }): void => {
    if (isOpen) onLateProblem?.(message);
    else problems.push(message);
  };
  try {
    const source = await openPartsSource(path, { ...rest, onProblem });
    isOpen = true;
    return { source: inWords(source), name, problems, close: () => Promise.resolve(source.close()) };
  } catch (error) {
    throw new CliError(`Cannot read ${quotedName(name)}: ${reasonOf(error)}`, { cause: error, tries: [[`ls ${codeOf(error) === "EISDIR" ? name : "*.jsonl"}`, "shows what is there"]] });
  }
}

/** What can be read no longer, because a part was removed or became shorter, ends a command in words, not as a defect of it. */
function inWords(source: OpenSource): OpenSource {
  return {
    get size() {
      return source.size;
    },
    read(into, offset) {
      try {
        return source.read(into, offset);
      } catch (error) {
        throw new CliError(error instanceof Error ? error.message : String(error), { cause: error });
      }
    },
    ...(source.scanAhead === undefined ? {} : { scanAhead: (numberOf) => source.scanAhead?.(numberOf) }),
    look: () => source.look(),
    close: () => source.close(),
  };
}

async function piped({ whilePiped = false, onPiped }: LogSourceOptions): Promise<LogSource> {
  const source = openPipeSource(pipe(), onPiped);
  try {
    if (!whilePiped) await source.ended;
    await source.look();
  } catch (error) {
    source.close();
    throw new CliError(`Cannot read ${quotedName("-")}: ${reasonOf(error)}`, { cause: error });
  }
  return { source, name: "-", problems: [], pipe: source, close: () => Promise.resolve(source.close()) };
}

async function started(target: StartTarget, appArgs: readonly string[], common: Common, options: LogSourceOptions): Promise<LogSource> {
  const app = startApp(target, appArgs, common);
  const release = passSignals(app);
  const first = app.firstLog(Infinity);
  app.onOutput((_stream, text) => void writeErr(text));
  try {
    const exit = await app.exited.finally(release);
    const log = await first;
    if (log === undefined) throw noCoreError(target, exit);
    const others = app.logs().length - 1;
    const opened = await recorded(log, targetName(target), options);
    const problems = others === 0 ? opened.problems : [...opened.problems, `the app made ${others + 1} Cores; this is the first one's log`];
    return { ...opened, problems, appCode: appExitCode(exit), close: () => opened.close().finally(() => app.dispose()) };
  } catch (error) {
    app.dispose();
    throw error;
  }
}

async function joined(app: RunningApp, options: LogSourceOptions): Promise<LogSource> {
  const client = await join(app);
  const leave = async (): Promise<void> => {
    await client.unwatch().catch(() => {});
    client.close();
  };
  try {
    const [log] = (await client.watch()).logs;
    if (log === undefined) throw new CliError(`Cannot see messages of "${app.name}": it has made no Core yet`, { tries: [["core list", "shows the running apps and their Cores"]] });
    const opened = await recorded(log, app.name, options);
    return {
      ...opened,
      async close() {
        await opened.close();
        await leave();
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}
