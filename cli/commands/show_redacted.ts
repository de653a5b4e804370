/**
 * `core record --show-redacted`: runs an app, writes no recording, and says of each place in its payloads whether it would leave the app:
 *
 * ```
 * user.created   data/email   redacted by email   3   ad62b18cf034
 * user.created   data/id      leaves as it is     3   1
 * ```
 */
import { safeText } from "../../inspector/view/safe_text.ts";
import { absolutePath, makeUniqueFolder, removeQuietly } from "../../src/host/files.ts";
import { temporaryFolder, writeErr, writeOut } from "../../src/host/process.ts";
import { readLine } from "../../src/log/read_line.ts";
import { redactionReport, type RedactionRow } from "../../src/log/redaction/report.ts";
import type { KnownRecord, UnknownRecord } from "../../src/trace/record.ts";
import { appExitCode, noCoreError, passSignals, startApp } from "../app.ts";
import { CliError, EXIT } from "../exit.ts";
import { type OpenLog, openTargets } from "../open_log.ts";
import type { Common } from "../options.ts";
import { recordSettings } from "../record_settings.ts";
import { targetName, type Target } from "../target.ts";

/** Prints a row for each place; gives the app's own exit code. @throws CliError for an app that runs already: it redacts by itself */
export async function showRedacted(target: Target, appArgs: readonly string[], common: Common): Promise<number> {
  if (target.kind !== "app" && target.kind !== "run") {
    throw new CliError(`Cannot show what would be redacted of "${targetName(target)}": it is not an app that core starts`, { code: EXIT.usage, tries: [["core record app.ts --show-redacted", "starts the app"]] });
  }
  const folder = makeUniqueFolder(absolutePath(temporaryFolder(), "core-redacted-"));
  try {
    const app = startApp(target, appArgs, common, { record: absolutePath(folder, "run.jsonl"), recordOptions: recordSettings(common) });
    const release = passSignals(app);
    app.onOutput((_stream, text) => void writeErr(text));
    const exit = await app.exited.finally(release);
    const logs = app.logs();
    app.dispose();
    if (logs.length === 0) throw noCoreError(target, exit);
    const opened: OpenLog[] = [];
    for (const file of logs) opened.push(await openTargets([{ kind: "recording", file }], [], common, { tellsDefects: true }));
    const rows = redactionReport(recordsOf(opened));
    for (const { close } of opened) await close();
    await writeOut(common.json === true ? rows.map((row) => `${JSON.stringify(row)}\n`).join("") : tableOf(rows));
    return appExitCode(exit);
  } finally {
    removeQuietly(folder);
  }
}

/** The records of each log, one at a time. */
function* recordsOf(logs: readonly OpenLog[]): Generator<KnownRecord | UnknownRecord, void> {
  for (const { log } of logs) {
    for (let line = 1; line <= log.lines; line++) {
      const bytes = log.lineBytes(line);
      const item = bytes === undefined ? undefined : readLine(bytes, { line, offset: 0 });
      if (item?.kind === "record") yield item.record;
    }
  }
}

function tableOf(rows: readonly RedactionRow[]): string {
  if (rows.length === 0) return "no payloads were sent: nothing would leave\n";
  const cells = rows.map(({ type, place, by, count, example }) => [type, place, by === undefined ? "leaves as it is" : `redacted by ${by}`, count.toLocaleString("en"), example].map(safeText));
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) => `${row.map((cell, at) => (at === 3 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join("   ").trimEnd()}\n`).join("");
}
