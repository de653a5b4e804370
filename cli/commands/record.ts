/**
 * `core record`: an app's log in a file that stays. An app that it starts writes the file itself, so what was written
 * survives the end of both; of a running app, its log is copied while it grows.
 */
import { absolutePath, fileInfo, reasonOf, removeQuietly } from "../../src/host/files.ts";
import { writeErr, writeOut } from "../../src/host/process.ts";
import { recordingPaths } from "../../src/devtools/log_files.ts";
import { LogFile } from "../../src/recording/log_file.ts";
import { recordingParts } from "../../src/recording/parts.ts";
import { appExitCode, noCoreError, passSignals, startApp, type StartTarget } from "../app.ts";
import { CliError, errorText, EXIT } from "../exit.ts";
import { openTargets } from "../open_log.ts";
import type { Common } from "../options.ts";
import { recordRunning } from "../record_running.ts";
import { recordSettings } from "../record_settings.ts";
import { counted } from "../render.ts";
import { findTarget, targetName } from "../target.ts";

/** Writes a recording; gives the app's own exit code. */
export async function record(word: string | undefined, appArgs: readonly string[], common: Common): Promise<number> {
  const settings = recordSettings(common);
  const target = await findTarget(word, common.run, appArgs);
  if (target.kind === "recording" || target.kind === "pipe") {
    throw new CliError(`Cannot record "${word ?? ""}": it is a recording already, not an app`, { code: EXIT.usage, tries: [["core inspect run.jsonl", "shows a recording"]] });
  }
  if (common.showRedacted === true) return (await import("./show_redacted.ts")).showRedacted(target, appArgs, common);
  const { output: file } = common;
  if (file === undefined) throw new CliError(`Cannot record "${targetName(target)}": no file is named`, { code: EXIT.usage, tries: [[`core record ${word ?? "…"} -o run.jsonl`, "writes to run.jsonl"]] });
  prepare(file, common);
  if (target.kind === "running") {
    const code = await recordRunning(target.app, file, common);
    await summarize(file, common);
    return code;
  }
  return recordStarted(target, appArgs, common, { file, settings });
}

/** @throws CliError when the file would replace another, or cannot be written */
function prepare(file: string, { force = false, append = false }: Common): void {
  const path = absolutePath(file);
  const found = fileInfo(path);
  if (found?.kind === "other") throw new CliError(`Cannot record to "${file}": it is no regular file`, { tries: [["core record … -o another.jsonl", "writes to another place"]] });
  const there = recordingPaths(path).flatMap(recordingParts);
  const [first] = there;
  const folder = absolutePath(path, "..");
  if (fileInfo(path, { follow: false })?.kind === "folder") throw new CliError(`Cannot record to "${file}": it is a folder`, { tries: [[`core record app.ts -o ${file}/run.jsonl`, "writes into it"]] });
  if (fileInfo(folder) === undefined) throw new CliError(`Cannot record to "${file}": there is no folder "${folder}"`, { tries: [[`mkdir -p ${folder}`, "makes it"]] });
  if (first !== undefined && !force && !append) {
    throw new CliError(`Cannot record to "${file}": "${first}" is there already`, {
      code: EXIT.usage, tries: [["core record … --append", "goes on after it, as a further run"], ["core record … --force", "replaces it"], ["core record … -o another.jsonl", "keeps it"]],
    });
  }
  if (force) for (const each of there) removeQuietly(each);
  tryOut(file, path);
}

/** Whether it can be written is found out now, not when the app has run. */
function tryOut(file: string, path: string): void {
  const isNew = fileInfo(path) === undefined;
  try {
    new LogFile({ path, mode: "append", onFault: () => {} }).close();
    if (isNew) removeQuietly(path);
  } catch (error) {
    const why = reasonOf(error instanceof Error ? error.cause : error);
    throw new CliError(`Cannot record to "${file}": ${why}`, { cause: error, tries: [["core record … -o another.jsonl", "writes to another place"]] });
  }
}

async function recordStarted(target: StartTarget, appArgs: readonly string[], common: Common, { file, settings }: { file: string; settings: ReturnType<typeof recordSettings> }): Promise<number> {
  const before = sizes(recordingPaths(absolutePath(file)));
  const app = startApp(target, appArgs, common, { record: file, recordOptions: settings });
  const release = passSignals(app, { also: settings.on?.includes("signal") === true ? ["SIGUSR2"] : [] });
  const first = app.firstLog(Infinity);
  app.onOutput((stream, text) => void (stream === "stdout" ? writeOut(text) : writeErr(text)));
  const exit = await app.exited.finally(release);
  const logs = app.logs();
  app.dispose();
  const code = appExitCode(exit);
  if (logs.length === 0 && await first !== undefined) {
    throw new CliError(`Cannot find the recording "${file}": it was removed while the app ran`, { code: code === EXIT.ok ? EXIT.badInput : code });
  }
  const grown = logs.filter((log) => (fileInfo(log)?.bytes ?? 0) !== (before.get(log) ?? 0));
  if (logs.length === 0 || (grown.length === 0 && settings.ring === undefined && settings.append === true)) throw noCoreError(target, exit);
  if (grown.length === 0 && settings.ring !== undefined) {
    for (const log of logs) if (!before.has(log)) removeQuietly(log);
    await writeErr(`nothing was written: ${(settings.on ?? ["error"]).join(", ")} did not happen\n`);
    return code;
  }
  for (const log of settings.append === true ? grown : logs) {
    if (settings.gzip === true) await packParts(log);
    await summarizeUnless(log, code, common);
  }
  return code;
}

/** An app that ends leaves the parts plain that it had no time to pack. */
async function packParts(log: string): Promise<void> {
  const file = new LogFile({ path: log, mode: "append", gzip: true, onFault: ({ message }) => void writeErr(`${message}\n`) });
  await file.packed();
  file.close();
}

function sizes(paths: readonly string[]): ReadonlyMap<string, number> {
  return new Map(paths.flatMap((path) => {
    const bytes = fileInfo(path)?.bytes;
    return bytes === undefined ? [] : [[path, bytes] as const];
  }));
}

/** An app that was killed at its first message leaves an empty log: how it ended is the better answer. */
async function summarizeUnless(log: string, code: number, common: Common): Promise<void> {
  try {
    await summarize(log, common);
  } catch (error) {
    if (!(error instanceof CliError) || code === EXIT.ok) throw error;
    await writeErr(errorText(error));
  }
}

async function summarize(file: string, common: Common): Promise<void> {
  const { log, close } = await openTargets([{ kind: "recording", file }], [], common, { tellsDefects: true });
  await close();
  const { dispatches, failed, unhandled, lost, skipped } = log.counts();
  const gone = log.runs.reduce((sum, { elsewhere }) => sum + elsewhere, 0);
  const parts = [
    counted(dispatches, "message"), `${failed} failed`, `${unhandled} unhandled`, ...(lost > 0 ? [`${lost} lost`] : []), ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(gone > 0 ? [`${gone.toLocaleString("en")} gone with parts over the cap`] : []),
  ];
  const bytes = recordingParts(file).reduce((sum, part) => sum + (fileInfo(part)?.bytes ?? 0), 0);
  await writeErr(`recorded ${parts.join(", ")} in ${counted(bytes, "byte")}: ${file}\n`);
}
