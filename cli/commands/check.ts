/**
 * `core check`: is a log whole?
 *
 * ```
 * run.jsonl: whole · 1,204 records, 312 messages, 1 run
 * bug.jsonl: not whole · 48,212 records, 12,001 messages, 1 run
 *   line 48,213 is torn: its end is missing (17 bytes, beginning "{\"kind\":\"dispat")
 *   412 records lost: the app's buffer was full (dispatches 901 to 1,312)
 *   note: the run has no end: its app was killed, or goes on; at most its last turn is missing
 * ```
 */
import { safeText } from "../../inspector/view/safe_text.ts";
import { utcTime } from "../../inspector/view/time_text.ts";
import { writeErr, writeOut } from "../../src/host/process.ts";
import { CAPTURES } from "../../src/log/budget.ts";
import type { Disagreement, History, RunTrace } from "../../src/trace/history.ts";
import type { Capture, DegradedRecord } from "../../src/trace/record.ts";
import { wallTimeOf } from "../../src/trace/wall_clock.ts";
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
  const disagreements = history.runs.flatMap(({ disagreement }) => disagreement === undefined ? [] : [disagreementText(disagreement)]);
  return [...defects, ...gaps, ...holes, ...strays, ...disagreements];
}

function disagreementText({ what, said, read }: Disagreement): string {
  return `its end says ${counted(said, what === "messages" ? "message" : "record")}, the log holds ${read.toLocaleString("en")}`;
}

/** What a person should know, though nothing is missing. */
function notesOf(history: History): string[] {
  const { running, skipped, orphans } = history.counts();
  return [
    ...(history.unknown > 0 ? [`note: ${counted(history.unknown, "record")} of kinds that this version does not know`] : []),
    ...history.runs.flatMap(({ elsewhere }) => elsewhere > 0 ? [`note: ${counted(elsewhere, "message")} in earlier parts that are not here`] : []),
    ...(skipped > 0 ? [`note: ${counted(skipped, "message")} left out on purpose`] : []),
    ...history.runs.flatMap(leftOutSpans),
    ...(running > 0 ? [`note: ${counted(running, "message")} had not ended when the log did`] : []),
    ...history.runs.flatMap((run) => run.end === undefined ? [endlessText(run, history.runs.length)] : []),
    ...(orphans > 0 ? [`note: ${counted(orphans, "message")} caused by something that the log does not hold`] : []),
  ];
}

/** A kill leaves no end, and so does a log that still grows. */
function endlessText({ header: { run } }: RunTrace, runs: number): string {
  return `note: ${runs === 1 ? "the run" : `run ${run}`} has no end: its app was killed, or goes on; at most its last turn is missing`;
}

/** Where less was captured than everything, from one record that says so to the one that says otherwise. */
function leftOutSpans(run: RunTrace): string[] {
  const spans: string[] = [];
  let began: DegradedRecord | undefined;
  let deepest: Capture = "all";
  const close = (to: string): void => {
    if (began === undefined) return;
    const why = began.budget === undefined ? began.reason : `over the budget of ${shareText(began.budget)}`;
    spans.push(`note: ${LEFT_OUT[deepest]} from ${momentText(run, began.at)} to ${to}: ${why}`);
    began = undefined;
  };
  for (const record of run.degraded) {
    if (record.capture === "all") {
      close(momentText(run, record.at));
      continue;
    }
    if (began === undefined) deepest = "all";
    began ??= record;
    if (CAPTURES.indexOf(record.capture) > CAPTURES.indexOf(deepest)) deepest = record.capture;
  }
  close("the end");
  return spans;
}

const LEFT_OUT: Readonly<Record<Capture, string>> = {
  all: "nothing was left out", noAnswers: "answers were left out", noCausedPayloads: "answers and caused payloads were left out", noPayloads: "payloads were left out",
  counts: "messages were only counted",
};

function shareText(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}

function momentText(run: RunTrace, at: number): string {
  return utcTime(wallTimeOf(run, at));
}
