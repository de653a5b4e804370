/**
 * A log for a command: everything that words name, read into one index. Recordings with all of their parts, several of them merged by wall clock, standard input,
 * running apps (what they have written so far), and apps that it starts (from their beginning to their end). What is no log is refused in words; what could
 * not be read of one is said on standard error.
 */
import { writeErr } from "../src/host/process.ts";
import { joinSources } from "../src/log/joined_source.ts";
import { LogIndex } from "../src/log/log_index.ts";
import type { OpenSource } from "../src/log/source.ts";
import type { PipeSource } from "../src/recording/pipe_source.ts";
import { recordingParts } from "../src/recording/parts.ts";
import { CliError, EXIT } from "./exit.ts";
import { type LogSource, type LogSourceOptions, openLogSource } from "./log_source.ts";
import type { Common } from "./options.ts";
import { Progress } from "./progress.ts";
import { defectWarning, quotedName, refuseNonLog } from "./recording.ts";
import { findTarget, type Target } from "./target.ts";

/** A log that was opened for a command. */
export interface OpenLog {
  readonly log: LogIndex;
  /** The bytes of the log; of several, of all of them. */
  readonly source: OpenSource;
  /** What it is called: a path, an app's name, "-"; of several, all of them. */
  readonly name: string;
  /** What each of several is called; one name where there is one. */
  readonly names: readonly string[];
  /** How the app ended that was started for it: the command's own exit code, where that would be 0. */
  readonly appCode?: number;
  /** What could not be read, in words. */
  readonly problems: readonly string[];
  /** Standard input while it comes, where it was opened so. */
  readonly pipe?: PipeSource;
  /** Adds what is left of lines that have no end, and takes them for torn. Only where it was opened to be followed. */
  finish(): void;
  /** Gives back what it holds, and leaves a running app. */
  close(): Promise<void>;
}

export interface OpenLogOptions extends LogSourceOptions {
  /** It is gone on with: a last line without its end may get it yet, and nothing is refused before there is something. */
  readonly follows?: boolean;
  /** The command tells of defects, and of what could not be read, itself. */
  readonly tellsDefects?: boolean;
}

/**
 * Opens what one word names, as every command does that looks at one log.
 * @throws CliError when it names nothing, cannot be read, or is no log
 * @example
 * const { log, close } = await openLog("run.jsonl", [], common);
 */
export async function openLog(word: string | undefined, appArgs: readonly string[], common: Common, options: OpenLogOptions = {}): Promise<OpenLog> {
  return openTargets([await findTarget(word, common.run, appArgs)], appArgs, common, options);
}

/** Opens what several words name, as one log. @throws CliError as `openLog()`; also for standard input twice */
export async function openLogs(words: readonly string[], common: Common, options: OpenLogOptions = {}): Promise<OpenLog> {
  const targets: Target[] = [];
  for (const word of wholeRecordings(words)) targets.push(await findTarget(word));
  if (targets.filter(({ kind }) => kind === "pipe").length > 1) throw new CliError("Cannot read standard input twice", { code: EXIT.usage });
  return openTargets(targets, [], common, options);
}

/** Opens targets that were found, as one log. @throws CliError as `openLog()` */
export async function openTargets(targets: readonly Target[], appArgs: readonly string[], common: Common, options: OpenLogOptions = {}): Promise<OpenLog> {
  const progress = new Progress();
  const opened: LogSource[] = [];
  const close = async (): Promise<void> => {
    for (const each of opened) await each.close();
  };
  try {
    for (const target of targets) opened.push(await openLogSource(target, appArgs, common, { ...options, onUnpacked: (bytes) => progress.show(`unpacking, ${bytes.toLocaleString("en")} bytes so far`) }));
    return await read(opened, options, progress, close);
  } catch (error) {
    progress.clear();
    await close();
    throw error;
  }
}

/** Of words that name a recording and parts of it, as `run*.jsonl` does, only the recording: its parts are read with it. Each word once. */
export function wholeRecordings(words: readonly string[]): string[] {
  if (words.length < 2) return [...words];
  const parts = new Set(words.flatMap((word) => partsOf(word).map(samePath).filter((part) => part !== samePath(word))));
  return [...new Set(words)].filter((word) => !parts.has(samePath(word)));
}

function partsOf(word: string): string[] {
  try {
    return recordingParts(word);
  } catch {
    // Why it cannot be looked at is said when it is opened.
    return [];
  }
}

function samePath(path: string): string {
  return path.replace(/^(\.\/)+/, "");
}

async function read(opened: readonly LogSource[], { follows = false, tellsDefects = false }: OpenLogOptions, progress: Progress, close: () => Promise<void>): Promise<OpenLog> {
  const names = opened.map(({ name }) => name);
  const [first, ...others] = opened;
  const joined = others.length === 0 ? undefined : joinSources(opened.map(({ source }) => source));
  const source = joined ?? first?.source;
  if (source === undefined) throw new CliError("Cannot look at nothing: no target was given", { code: EXIT.usage });
  await joined?.look();
  const log = new LogIndex(source, joined === undefined ? {} : { logs: { names, borders: joined.borders } });
  const finish = (): void => {
    joined?.finish();
    while (log.readMore());
    log.end();
  };
  while (log.readMore()) progress.show(`reading ${(Math.floor(log.bytes / source.size * 1000) / 10).toFixed(1)} %`);
  if (!follows) finish();
  progress.clear();
  const problems = opened.flatMap((each) => each.problems);
  if (!tellsDefects) for (const problem of problems) await writeErr(`${problem}\n`);
  if (!follows) for (const name of names) refuseNonLog(partOf(log, name, names), name);
  if (!tellsDefects && !follows) await writeErr(defectText(log, names));
  if (joined !== undefined) await writeErr(uncertaintyText(log));
  const appCode = opened.find((each) => each.appCode !== undefined)?.appCode;
  const pipe = opened.find((each) => each.pipe !== undefined)?.pipe;
  return { log, source, names, name: names.join(", "), problems, finish, close, ...(appCode === undefined ? {} : { appCode }), ...(pipe === undefined ? {} : { pipe }) };
}

/** Of several logs, what one of them holds: one that is none is refused by its own name. */
function partOf(log: LogIndex, name: string, names: readonly string[]): Pick<LogIndex, "records" | "defects" | "unknown"> {
  if (names.length === 1) return log;
  const position = names.indexOf(name);
  const records = log.runs.filter((run) => run.log?.position === position).reduce((sum, run) => sum + run.records, 0);
  return { records, unknown: 0, defects: log.defects.filter(({ message }) => message.startsWith(`${name}: `)) };
}

/** Says as a warning what of a log, or of several, could not be read; "" when all was. Of several, a defect says by itself in which it stands. */
export function defectText({ defects }: Pick<LogIndex, "defects">, names: readonly string[]): string {
  const [name, ...others] = names;
  if (name !== undefined && others.length === 0) return defectWarning(defects, name);
  const [first] = defects;
  if (first === undefined) return "";
  const more = defects.length === 1 ? "" : ` (and ${(defects.length - 1).toLocaleString("en")} more)`;
  return `${first.message}${more}; the rest was read\nTry: core check ${names.join(" ")}   shows every defect\n`;
}

/** What several logs are merged by, and how far that can be trusted; "" where one clock counted for all. */
function uncertaintyText({ runs }: LogIndex): string {
  const hosts = [...new Set(runs.map(({ header }) => header.host ?? "?"))];
  const timeless = [...new Set(runs.filter(({ startedAtMs }) => Number.isNaN(startedAtMs)).map((run) => run.log?.name ?? ""))];
  return [
    ...(hosts.length > 1 ? [`note: merged by wall clock; the clocks of ${hosts.map((host) => `"${host}"`).join(", ")} may be apart\n`] : []),
    ...timeless.map((name) => `note: ${quotedName(name)} does not say when it was written: its messages stand first\n`),
  ].join("");
}
