/**
 * `core lint`: what is odd about the flow of messages, with the messages that prove it. Exit code 1 when there is an error or a warning (with --strict: or a note).
 */
import { writeErr, writeOut } from "../../src/host/process.ts";
import type { Filter } from "../../src/trace/filter/mod.ts";
import { lint as lintWork, parseSilence, ruleNamed, type LintOptions } from "../../src/trace/lint/mod.ts";
import type { Log } from "../../src/trace/log.ts";
import { finish } from "../../src/trace/slices.ts";
import { chosenFilter } from "../chosen.ts";
import { CliError, EXIT } from "../exit.ts";
import { findingJson, findingText, reportText } from "../lint_text.ts";
import { openLog } from "../open_log.ts";
import type { Common } from "../options.ts";

/** Lints what a target holds; gives 1 for a finding that fails, else how an app ended that it started, else 0. */
export async function lint(word: string | undefined, appArgs: readonly string[], common: Common): Promise<number> {
  const filter = chosenFilter(common);
  const options = readOptions(common);
  const opened = await openLog(word, appArgs, common);
  try {
    const code = await lintLog(opened.log, filter, options, common);
    return code === EXIT.ok ? opened.appCode ?? EXIT.ok : code;
  } finally {
    await opened.close();
  }
}

/** Lints a log, prints what it finds, and gives the exit code. Nothing else happens in this process meanwhile, so it is done at once. */
async function lintLog(log: Log, filter: Filter, options: LintOptions, { json, strict }: Common): Promise<number> {
  const report = finish(lintWork(log, filter.isEmpty ? options : { ...options, where: filter.over(log) }));
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
