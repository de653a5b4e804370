/**
 * `core lint`: what is odd about the flow of messages, with the messages that prove it. Exit code 1 when there is an error or a warning (with --strict: or a note).
 */
import { writeErr, writeOut } from "../../src/host/process.ts";
import { LogIndex } from "../../src/log/log_index.ts";
import { memorySource } from "../../src/log/source.ts";
import { readParts } from "../../src/recording/parts.ts";
import { parseFilter } from "../../src/trace/filter/mod.ts";
import { lint as lintWork, parseSilence, ruleNamed, type LintOptions, type LintReport } from "../../src/trace/lint/mod.ts";
import type { Log } from "../../src/trace/log.ts";
import { CliError, EXIT } from "../exit.ts";
import { findingJson, findingText, reportText } from "../lint_text.ts";
import type { Common } from "../options.ts";
import { pipe, quotedName } from "../recording.ts";
import { findTarget, targetName } from "../target.ts";

/** Lints what a target holds. */
export async function lint(word: string | undefined, appArgs: readonly string[], common: Common): Promise<number> {
  const options = readOptions(common);
  const opened = await openLog(word, appArgs, common);
  try {
    return await lintLog(opened.log, common, options);
  } finally {
    await opened.close();
  }
}

/** Lints a log, prints what it finds, and gives the exit code. */
export async function lintLog(log: Log, { only, json, strict }: Pick<Common, "only" | "json" | "strict">, options: LintOptions): Promise<number> {
  const filter = parseFilter(only ?? "");
  const where = filter.isEmpty ? {} : { where: (dispatch: number) => filter.test(log.trace(dispatch)) };
  const report = finished(lintWork(log, { ...options, ...where }));
  if (json === true) {
    for (const finding of report.findings) await writeOut(findingJson(log, finding));
    await writeErr(reportText(report));
  } else {
    for (const finding of report.findings) await writeOut(`${findingText(log, finding)}\n`);
    await writeOut(reportText(report));
  }
  return report.findings.some(({ severity }) => severity !== "note" || strict === true) ? EXIT.no : EXIT.ok;
}

/** @throws CliError for a rule that there is not. */
function readOptions({ rules, ignore = [] }: Common): LintOptions {
  try {
    return {
      ...(rules === undefined ? {} : { rules: rules.split(",").map((name) => ruleNamed(name.trim())) }),
      ignore: ignore.map(parseSilence),
    };
  } catch (error) {
    if (error instanceof RangeError) throw new CliError(error.message, { code: EXIT.usage, tries: [["core lint --help", "names the rules"]] });
    throw error;
  }
}

/** This process has nothing else to do meanwhile. */
function finished(work: Generator<unknown, LintReport, undefined>): LintReport {
  for (let step = work.next(); ; step = work.next()) if (step.done === true) return step.value;
}

/** A recording or what comes through a pipe, in memory. */
async function openLog(word: string | undefined, appArgs: readonly string[], common: Common): Promise<{ log: Log; close(): Promise<void> }> {
  const target = await findTarget(word, common.run, appArgs);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  if (target.kind === "pipe") for await (const chunk of pipe()) chunks.push(chunk.slice());
  else if (target.kind === "recording") await readParts(target.file, (bytes) => void chunks.push(bytes.slice()));
  else throw new CliError(`Cannot lint "${targetName(target)}": it is no recording`, { tries: [["core record app.ts -o run.jsonl", "writes a recording"]] });
  const log = new LogIndex(memorySource(new Uint8Array(await new Blob(chunks).arrayBuffer())));
  log.readAll();
  if (log.records - log.unknown === 0) throw new CliError(`Cannot read ${quotedName(targetName(target))}: ${log.defects[0]?.message ?? "it holds no record"}`);
  return { log, close: () => Promise.resolve() };
}
