/**
 * What `core now` prints. A section with nothing to say is one line, so that what was looked at is known:
 *
 * ```
 * shop 4242 · now is 02:14:07.041Z, its last record
 *
 * stuck: 2 messages have not ended
 *   12.4 s  Q user.address #1043  in users.onAddress  awaited by notification.handleIPCEvents (user.created #1041)
 * failing in the last 60 s: 2 kinds
 *   ×12  TypeError: email is not a string  audit.handleIPCEvents  last #1041 user.created
 * unhandled: 1 type
 *   ×3  cart.abandoned  last #1050  mailer.onMail: one letter from cart.abandoned
 * slow in the last 60 s
 *   p95 41.7 ms  max 52.3 ms  ×120  mailer.onMail  usual 2.10 ms  last #…
 * held the loop in the last 60 s: nobody for 50 ms
 * missing: nothing
 * ```
 */
import { safeText } from "../inspector/view/safe_text.ts";
import { durationText, utcTime } from "../inspector/view/time_text.ts";
import { reasonText, spanWords } from "../src/trace/explain/reason_text.ts";
import type { FailureGroup } from "../src/trace/now/failing.ts";
import type { Missing, Now } from "../src/trace/now/now.ts";
import { HELD_MS, type LoopHolder, type SlowHandler } from "../src/trace/now/slow.ts";
import type { Stuck } from "../src/trace/now/stuck.ts";
import type { UnhandledType } from "../src/trace/now/unhandled.ts";
import type { RunTrace } from "../src/trace/run_trace.ts";
import { wallTimeOf } from "../src/trace/wall_clock.ts";
import { columnsText } from "./columns_text.ts";
import { counted } from "./render.ts";

/** How many rows each section shows. */
const ROWS = 8;

/** Everything, section by section. */
export function nowText(now: Now): string {
  const { run, at, windowMs, stuck, open, young, failing, unread, unhandled, slow, held, missing } = now;
  const lately = `in the last ${spanWords(windowMs).replace(/^1 min$/, "minute")}`;
  return [
    `${headText(run, at)}\n\n`,
    section("stuck", open === 0 ? "nothing" : `${counted(open, "message")} ${open === 1 ? "has" : "have"} not ended${young === 0 ? "" : `, ${young.toLocaleString("en")} sent in the last 100 ms`}`, stuck.map(stuckRow), open - stuck.length),
    section(`failing ${lately}`, failing.length === 0 ? "nothing" : counted(failing.length, "kind"), failing.map(failureRow)),
    unread === 0 ? "" : `  ${counted(unread, "older failure")} ${unread === 1 ? "was" : "were"} not read\n`,
    section("unhandled", unhandled.length === 0 ? "nothing" : counted(unhandled.length, "type"), unhandled.map(unhandledRow)),
    section(`slow ${lately}`, slow.length === 0 ? "nothing took a millisecond" : `${counted(slow.length, "handler")}, slowest first`, slow.map(slowRow)),
    section(`held the loop ${lately}`, held.length === 0 ? `nobody, for ${HELD_MS} ms or more` : counted(held.length, "handler"), held.map(heldRow)),
    `missing: ${missingText(missing)}\n`,
  ].join("");
}

function headText(run: RunTrace, at: number): string {
  const { name, pid, runtime } = run.header;
  const wall = wallTimeOf(run, at);
  const when = Number.isNaN(wall) ? `+${(at / 1000).toFixed(3)} s` : `${utcTime(wall)}Z`;
  const ended = run.end === undefined ? "its last record" : "its end";
  return `${safeText([name, pid, runtime].filter((part) => part !== undefined).join(" "))} · now is ${when}, ${ended}`;
}

function section(name: string, size: string, rows: readonly (readonly string[])[], unnamed = 0): string {
  const hidden = Math.max(0, rows.length - ROWS) + Math.max(0, unnamed);
  return `${name}: ${size}\n${columnsText(rows.slice(0, ROWS))}${hidden === 0 ? "" : `  and ${hidden.toLocaleString("en")} more\n`}`;
}

const VERB_SIGNS = { ACTION: "A", QUERY: "Q", QUERYALL: "QA", PERFORM: "P" } as const;

function stuckRow({ id, verb, type, in: where, name, ms, isGivenUp, awaitedBy }: Stuck): string[] {
  const place = where === "handler" ? `in ${safeText(name ?? "")}` : where === "interceptor" ? `held by ${safeText(name ?? "")}` : "no handling of it is told";
  const waiting = awaitedBy.map(({ id: above, type: aboveType, handler }) => `${safeText(handler ?? "a handler")} (${safeText(aboveType)} #${above})`);
  return [spanWords(ms), `${VERB_SIGNS[verb]} ${safeText(type)} #${id}`, place, isGivenUp ? "its sender has given up" : waiting.length === 0 ? "" : `awaited by ${waiting.join(" ← ")}`];
}

function failureRow({ error, message, handler, count, example, type }: FailureGroup): string[] {
  return [`×${count.toLocaleString("en")}`, safeText(message === "" ? error : `${error}: ${message}`), safeText(handler ?? ""), `last #${example} ${safeText(type)}`];
}

function unhandledRow({ type, count, example, nearest }: UnhandledType): string[] {
  return [`×${count.toLocaleString("en")}`, safeText(type), `last #${example}`, nearest === undefined ? "" : safeText(`${nearest.handler}: ${nearest.reasons.map(reasonText).join(", ")}`)];
}

function slowRow({ handler, count, p95, max, example, usualP95 }: SlowHandler): string[] {
  const usual = usualP95 === undefined ? "" : `usually ${durationText(usualP95)} ms`;
  return [`p95 ${durationText(p95)} ms`, `max ${durationText(max)} ms`, `×${count.toLocaleString("en")}`, safeText(handler), `slowest #${example}`, usual];
}

function heldRow({ handler, count, totalMs, max, example }: LoopHolder): string[] {
  return [`${durationText(totalMs)} ms`, `×${count.toLocaleString("en")}`, safeText(handler), `longest ${durationText(max)} ms at #${example}`];
}

function missingText({ lost, skipped, defects, capture }: Missing): string {
  const parts = [
    ...(lost > 0 ? [`${counted(lost, "record")} lost`] : []), ...(skipped > 0 ? [`${counted(skipped, "message")} left out on purpose`] : []),
    ...(defects > 0 ? [`${counted(defects, "line")} unreadable`] : []), ...(capture === undefined ? [] : [`the recorder captures less now: ${capture}`]),
  ];
  return parts.length === 0 ? "nothing" : parts.join(", ");
}
