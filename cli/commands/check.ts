/**
 * `core check`: is a log whole?
 *
 * ```
 * run.jsonl: whole · 1,204 records, 312 messages, 1 run
 * bug.jsonl: not whole · 48,212 records, 12,001 messages, 1 run
 *   line 48,213 is torn: its end is missing (17 bytes, beginning "{\"kind\":\"dispat")
 *   412 records lost: the app's buffer was full (dispatches 901 to 1,312)
 * ```
 */
import { safeText } from "../../inspector/view/safe_text.ts";
import { writeErr, writeOut } from "../../src/host/process.ts";
import type { History } from "../../src/trace/history.ts";
import { CliError, errorText, EXIT } from "../exit.ts";
import type { Common } from "../options.ts";
import { readRecording } from "../recording.ts";
import { counted } from "../render.ts";

/** Checks each log; gives the worst code: 0 all whole, 1 one is not, 3 one is no log. */
export async function check(files: readonly string[], { json }: Common): Promise<number> {
  let worst: number = EXIT.ok;
  for (const file of files) {
    const code = await checkOne(file, json === true).catch(async (error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      await writeErr(errorText(error));
      return error.code;
    });
    worst = Math.max(worst, code);
  }
  return worst;
}

async function checkOne(file: string, json: boolean): Promise<number> {
  const history = await readRecording(file);
  const faults = faultsOf(history);
  const isWhole = faults.length === 0;
  const notes = notesOf(history);
  const { records, dispatches, runs } = history;
  if (json) {
    await writeOut(`${JSON.stringify({ file, whole: isWhole, records, messages: dispatches.length, runs: runs.length, faults, notes })}\n`);
  } else {
    const size = [counted(records, "record"), counted(dispatches.length, "message"), counted(runs.length, "run")].join(", ");
    const lines = [`${safeText(file)}: ${isWhole ? "whole" : "not whole"} · ${size}`, ...[...faults, ...notes].map((line) => `  ${safeText(line)}`)];
    await writeOut(`${lines.join("\n")}\n`);
  }
  return isWhole ? EXIT.ok : EXIT.no;
}

/** What is missing or broken, in words. */
function faultsOf(history: History): string[] {
  const defects = history.defects.map(({ message }) => message);
  const gaps = history.gaps.map(({ lost, reason, from, to }) => {
    const ids = from === undefined || to === undefined ? "" : ` (dispatches ${from.toLocaleString("en")} to ${to.toLocaleString("en")})`;
    return `${counted(lost, "record")} lost: ${reason}${ids}`;
  });
  const holes = history.unaccounted().map(({ run, from, to }) =>
    `${counted(to - from + 1, "message")} missing without a word: dispatches ${from.toLocaleString("en")} to ${to.toLocaleString("en")} of run ${run.header.run}`);
  const strays = history.strays.length === 0 ? [] : [`${counted(history.strays.length, "record")} of dispatches that the log does not hold`];
  return [...defects, ...gaps, ...holes, ...strays];
}

/** What a person should know, though nothing is missing. */
function notesOf(history: History): string[] {
  const { running, skipped, orphans } = history.counts();
  return [
    ...(history.unknown > 0 ? [`note: ${counted(history.unknown, "record")} of kinds that this version does not know`] : []),
    ...(skipped > 0 ? [`note: ${counted(skipped, "record")} left out on purpose`] : []),
    ...(running > 0 ? [`note: ${counted(running, "message")} had not ended when the log did`] : []),
    ...(orphans > 0 ? [`note: ${counted(orphans, "message")} caused by something that the log does not hold`] : []),
  ];
}
