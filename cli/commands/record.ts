/**
 * `core record`: an app's log in a file that stays. An app that it starts writes the file itself, so what was written
 * survives the end of both; of a running app, its log is copied while it grows.
 */
import { removeQuietly, absolutePath, appendSink, codeOf, fileInfo, followFile, reasonOf, type FileSink } from "../../src/host/files.ts";
import { onSignal, writeErr, writeOut } from "../../src/host/process.ts";
import type { RunningApp } from "../../src/devtools/discovery.ts";
import { recordingPaths } from "../../src/devtools/log_files.ts";
import { appExitCode, noCoreError, passSignals, startApp, type StartTarget } from "../app.ts";
import { CliError, errorText, EXIT } from "../exit.ts";
import { join } from "../feeds.ts";
import type { Common } from "../options.ts";
import { readRecording } from "../recording.ts";
import { counted } from "../render.ts";
import { findTarget } from "../target.ts";

/** Writes a recording; gives the app's own exit code. */
export async function record(word: string | undefined, appArgs: readonly string[], common: Common): Promise<number> {
  const target = await findTarget(word, common.run, appArgs);
  const file = common.output ?? "";
  prepare(file, common.force === true);
  switch (target.kind) {
    case "app": case "run": return recordStarted(target, appArgs, common, file);
    case "running": return recordRunning(target.app, file);
    case "recording": case "pipe":
      throw new CliError(`Cannot record "${word ?? ""}": it is a recording already, not an app`, { code: EXIT.usage, tries: [["core inspect run.jsonl", "shows a recording"]] });
    default: return target satisfies never;
  }
}

/** @throws CliError when the file would replace another, or cannot be written */
function prepare(file: string, force: boolean): void {
  const there = recordingPaths(absolutePath(file)).filter((path) => fileInfo(path) !== undefined);
  const [first] = there;
  if (first !== undefined && fileInfo(first)?.kind === "folder") throw new CliError(`Cannot record to "${file}": it is a folder`, { tries: [[`core record app.ts -o ${file}/run.jsonl`, "writes into it"]] });
  if (first !== undefined && !force) {
    throw new CliError(`Cannot record to "${file}": "${first}" is there already`, { code: EXIT.usage, tries: [["core record … --force", "replaces it"], [`core record … -o another.jsonl`, "keeps it"]] });
  }
  for (const path of there) removeQuietly(path);
  try {
    // Whether it can be written is found out now, not when the app has run.
    appendSink(absolutePath(file)).close();
    removeQuietly(absolutePath(file));
  } catch (error) {
    const folder = absolutePath(file, "..");
    if (codeOf(error) === "ENOENT") throw new CliError(`Cannot record to "${file}": there is no folder "${folder}"`, { cause: error, tries: [[`mkdir -p ${folder}`, "makes it"]] });
    throw new CliError(`Cannot record to "${file}": ${reasonOf(error)}`, { cause: error, tries: [["core record … -o /tmp/run.jsonl", "writes to another place"]] });
  }
}

async function recordStarted(target: StartTarget, appArgs: readonly string[], common: Common, file: string): Promise<number> {
  const app = startApp(target, appArgs, common, { record: file });
  const release = passSignals(app);
  const first = app.firstLog(Infinity);
  app.onOutput((stream, text) => void (stream === "stdout" ? writeOut(text) : writeErr(text)));
  const exit = await app.exited.finally(release);
  const logs = app.logs();
  app.dispose();
  const code = appExitCode(exit);
  if (logs.length === 0) {
    if (await first === undefined) throw noCoreError(target, exit);
    throw new CliError(`Cannot find the recording "${file}": it was removed while the app ran`, { code: code === EXIT.ok ? EXIT.badInput : code });
  }
  for (const log of logs) {
    try {
      await summarize(log);
    } catch (error) {
      // An app that was killed at its first message leaves an empty log: how it ended is the better answer.
      if (!(error instanceof CliError) || code === EXIT.ok) throw error;
      await writeErr(errorText(error));
    }
  }
  return code;
}

async function recordRunning(app: RunningApp, file: string): Promise<number> {
  const client = await join(app);
  const { logs: [log] } = await client.watch();
  if (log === undefined) throw new CliError(`Cannot record "${app.name}": it has made no Core yet`);
  const sink = appendSink(absolutePath(file));
  await writeErr(`recording ${app.name} (${app.pid}) to ${file}; Ctrl-C ends it\n`);
  const code = await copyUntilEnd(log, sink, client.onClosed.bind(client));
  await client.unwatch().catch(() => {});
  client.close();
  await summarize(file);
  return code;
}

async function copyUntilEnd(log: string, sink: FileSink, onClosed: (run: () => void) => void): Promise<number> {
  const decoder = new TextDecoder();
  const followed = followFile(log, (bytes) => sink.write(decoder.decode(bytes, { stream: true })));
  const code = await new Promise<number>((resolve) => {
    onClosed(() => resolve(EXIT.ok));
    for (const [signal, number] of [["SIGINT", 130], ["SIGTERM", 143]] as const) onSignal(signal, () => resolve(number));
  });
  await followed.caughtUp();
  followed.close();
  sink.close();
  return code;
}

async function summarize(file: string): Promise<void> {
  const history = await readRecording(file);
  const { failed, unhandled, lost } = history.counts();
  const parts = [counted(history.dispatches.length, "message"), `${failed} failed`, `${unhandled} unhandled`, ...(lost > 0 ? [`${lost} lost`] : [])];
  await writeErr(`recorded ${parts.join(", ")} in ${counted(fileInfo(file)?.bytes ?? 0, "byte")}: ${file}\n`);
}
