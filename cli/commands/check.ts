/**
 * `core check`: is a log whole? Every line is parsed, the payloads too. With `--repair`, what is whole of one that is not is written beside it.
 *
 * ```
 * run.jsonl: whole · 1,204 records, 312 messages, 1 run
 * bug.jsonl: not whole · 48,212 records, 12,001 messages, 1 run
 *   line 48,213 is torn: its end is missing (17 bytes, beginning "{\"kind\":\"dispat")
 *   412 records lost: the app's buffer was full (dispatches 901 to 1,312)
 *   note: the run has no end: its app was killed, or goes on; at most its last turn is missing
 *   repaired: bug.repaired.jsonl holds 48,212 records; 1 line was left out, 1 gap says so
 * ```
 */
import { safeText } from "../../inspector/view/safe_text.ts";
import { writeErr, writeOut } from "../../src/host/process.ts";
import { type DeepCheck, deepCheck } from "../../src/log/deep_check.ts";
import { faultsOf, notesOf } from "../check_text.ts";
import { CliError, errorText, EXIT } from "../exit.ts";
import { type OpenLog, openTargets, wholeRecordings } from "../open_log.ts";
import type { Common } from "../options.ts";
import { Progress } from "../progress.ts";
import { counted } from "../render.ts";
import { type Repaired, refuseRepair, writeRepaired } from "../write_repaired.ts";

/** Checks each log; gives the worst code: 0 all whole, 1 one is not, 3 one is no log. */
export async function check(files: readonly string[], common: Common): Promise<number> {
  let worst: number = EXIT.ok;
  for (const file of wholeRecordings(files)) {
    const code = await checkOne(file, common).catch(async (error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      await writeErr(errorText(error));
      return error.code;
    });
    worst = Math.max(worst, code);
  }
  return worst;
}

async function checkOne(file: string, common: Common): Promise<number> {
  const isRepaired = common.repair === true;
  // Before anything is read: a place that is taken is known at once.
  if (isRepaired) refuseRepair(file);
  const opened = await openTargets([file === "-" ? { kind: "pipe" } : { kind: "recording", file }], [], common, { tellsDefects: true });
  try {
    const deep = looked(opened);
    const faults = [...opened.problems, ...faultsOf(opened.log, deep.defects)];
    const repaired = isRepaired && (deep.defects.length > 0 || opened.problems.length > 0) ? writeRepaired(file, opened.source, deep.holes) : undefined;
    await say(file, opened, deep, faults, { json: common.json === true, isRepaired, repaired });
    return faults.length === 0 ? EXIT.ok : EXIT.no;
  } finally {
    await opened.close();
  }
}

function looked({ source }: OpenLog): DeepCheck {
  const progress = new Progress();
  const work = deepCheck(source);
  let step = work.next();
  for (; step.done !== true; step = work.next()) progress.show(`checking ${(Math.floor(step.value / source.size * 1000) / 10).toFixed(1)} %`);
  progress.clear();
  return step.value;
}

interface Said {
  readonly json: boolean;
  readonly isRepaired: boolean;
  readonly repaired: Repaired | undefined;
}

async function say(file: string, { log }: OpenLog, { records }: DeepCheck, faults: readonly string[], { json, isRepaired, repaired }: Said): Promise<void> {
  const { dispatches, runs } = log;
  const notes = notesOf(log);
  if (json) {
    const copy = repaired === undefined ? {} : { repaired };
    await writeOut(`${JSON.stringify({ file, whole: faults.length === 0, records, messages: dispatches.length, runs: runs.length, faults, notes, ...copy })}\n`);
    return;
  }
  const size = [counted(records, "record"), counted(dispatches.length, "message"), counted(runs.length, "run")].join(", ");
  const outcome = isRepaired ? [repairText(repaired)] : [];
  const lines = [`${safeText(file)}: ${faults.length === 0 ? "whole" : "not whole"} · ${size}`, ...[...faults, ...notes, ...outcome].map((line) => `  ${safeText(line)}`)];
  await writeOut(`${lines.join("\n")}\n`);
}

function repairText(repaired: Repaired | undefined): string {
  if (repaired === undefined) return "nothing to repair: every line is a whole record";
  const { file, records, leftOut, gaps, endMended } = repaired;
  const what = [
    ...(leftOut > 0 ? [`${counted(leftOut, "line")} ${leftOut === 1 ? "was" : "were"} left out, ${counted(gaps, "gap")} ${gaps === 1 ? "says" : "say"} so`] : []),
    ...(endMended ? ["its last line got its end"] : []),
  ];
  return `repaired: ${file} holds ${counted(records, "record")}${what.length === 0 ? "" : `; ${what.join("; ")}`}`;
}
