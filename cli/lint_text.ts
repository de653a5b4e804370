/**
 * Findings for a person, and for a program:
 *
 * ```
 * warning sent-twice: "mail.queued" was sent again with the same payload within 50 ms, once, in one handling
 *   Most likely one event is sent from two places: what it sets off is done twice, a mail, a booking, a charge.
 *   #12  09:00:00.004  mail.queued, again 0.80 ms after #11
 *   more: docs/lints/sent-twice.md
 * ```
 */
import { safeStart, safeText } from "../inspector/view/safe_text.ts";
import { utcTime } from "../inspector/view/time_text.ts";
import type { Evidence, Finding, LintReport, Severity } from "../src/trace/lint/mod.ts";
import type { Log } from "../src/trace/log.ts";
import { wallTimeOf } from "../src/trace/wall_clock.ts";
import { counted } from "./render.ts";

/** Formats one finding. */
export function findingText(log: Log, { severity, rule, sentence, why, evidence, evidenceCount, page }: Finding): string {
  const rows = evidence.map((each) => [nameOf(each), timeOf(log, each), safeStart(each.text)] as const);
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  const runs = new Set(evidence.map(({ run }) => run)).size;
  const lines = rows.map(([name, time, text], at) => `${name.padEnd(width)}  ${time}  ${text}${runs > 1 ? `, run ${safeText(log.runs[evidence[at]?.run ?? 0]?.header.run ?? "")}` : ""}`);
  const more = evidenceCount > evidence.length ? [`… and ${(evidenceCount - evidence.length).toLocaleString("en")} more`] : [];
  return `${severity} ${rule}: ${safeStart(sentence)}\n${[why, ...lines, ...more, `more: ${page}`].map((line) => `  ${line}\n`).join("")}`;
}

/** Formats one finding as a line of JSON. */
export function findingJson(log: Log, { rule, severity, about, sentence, why, page, evidence, evidenceCount }: Finding): string {
  const proofs = evidence.map(({ run, at, id, n, subscription, text }) => ({
    run: log.runs[run]?.header.run ?? "", at, time: isoTime(log, run, at), ...(id === undefined ? {} : { dispatch: id }), ...(n === undefined ? {} : { n }),
    ...(subscription === undefined ? {} : { subscription }), text,
  }));
  return `${JSON.stringify({ rule, severity, about, sentence, why, page, evidence: proofs, evidenceCount })}\n`;
}

/** What stands below the findings: how many, and what was not looked at. */
export function reportText({ findings, silenced, bounds }: LintReport): string {
  const count = (severity: Severity): string => counted(findings.filter((each) => each.severity === severity).length, severity);
  const silent = [...silenced.values()].reduce((sum, each) => sum + each, 0);
  const totals = findings.length === 0 ? "no findings" : [count("error"), count("warning"), count("note")].join(", ");
  const parts = bounds.map(({ rule, what, looked, of }) => `${rule} looked at ${looked.toLocaleString("en")} of ${counted(of, what)}\n`);
  return `${totals}${silent > 0 ? ` · ${silent.toLocaleString("en")} silenced` : ""}\n${parts.join("")}`;
}

function nameOf({ id, n, subscription }: Evidence): string {
  if (id === undefined) return `subscription ${subscription ?? "?"}`;
  return n === undefined ? `#${id}` : `#${id}/${n}`;
}

function timeOf(log: Log, { run, at }: Evidence): string {
  const of = log.runs[run];
  return of === undefined ? utcTime(Number.NaN) : utcTime(wallTimeOf(of, at));
}

function isoTime(log: Log, run: number, at: number): string | null {
  const of = log.runs[run];
  const ms = of === undefined ? Number.NaN : wallTimeOf(of, at);
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : null;
}
