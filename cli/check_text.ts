/** What `core check` says of a log: what is missing or broken, and what a person should know though nothing is. */
import { utcTime } from "../inspector/view/time_text.ts";
import { CAPTURES } from "../src/log/budget.ts";
import type { Log } from "../src/trace/log.ts";
import type { Capture, Defect, DegradedRecord } from "../src/trace/record.ts";
import type { Disagreement, RunTrace } from "../src/trace/run_trace.ts";
import { wallTimeOf } from "../src/trace/wall_clock.ts";
import { counted } from "./render.ts";

/** What is missing or broken, in words. */
export function faultsOf(log: Log, defects: readonly Defect[]): string[] {
  const gaps = log.gaps.map(({ lost, reason, from, to }) => {
    const ids = from === undefined || to === undefined ? "" : ` (dispatches ${from.toLocaleString("en")} to ${to.toLocaleString("en")})`;
    return `${counted(lost, "record")} lost: ${reason}${ids}`;
  });
  const holes = log.unaccounted().map(({ run, from, to }) =>
    `${counted(to - from + 1, "message")} missing without a word: dispatches ${from.toLocaleString("en")} to ${to.toLocaleString("en")} of run ${run.header.run}`);
  const strays = log.strays === 0 ? [] : [`${counted(log.strays, "record")} of dispatches that the log does not hold`];
  const disagreements = log.runs.flatMap(({ disagreement }) => disagreement === undefined ? [] : [disagreementText(disagreement)]);
  return [...defects.map(({ message }) => message), ...gaps, ...holes, ...strays, ...disagreements];
}

function disagreementText({ what, said, read }: Disagreement): string {
  return `its end says ${counted(said, what === "messages" ? "message" : "record")}, the log holds ${read.toLocaleString("en")}`;
}

/** What a person should know, though nothing is missing. */
export function notesOf(log: Log): string[] {
  const { running, skipped, orphans } = log.counts();
  return [
    ...(log.unknown > 0 ? [`note: ${counted(log.unknown, "record")} of kinds that this version does not know`] : []),
    ...log.runs.flatMap(({ elsewhere }) => elsewhere > 0 ? [`note: ${counted(elsewhere, "message")} in earlier parts that are not here`] : []),
    ...(skipped > 0 ? [`note: ${counted(skipped, "message")} left out on purpose`] : []),
    ...log.runs.flatMap(leftOutSpans),
    ...(running > 0 ? [`note: ${counted(running, "message")} had not ended when the log did`] : []),
    ...log.runs.flatMap((run) => run.end === undefined ? [endlessText(run, log.runs.length)] : []),
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
