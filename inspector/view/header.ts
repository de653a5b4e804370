/**
 * The first row: who is watched, how it is, how much came, what went wrong. What matters least goes first where room is short.
 *
 * ```
 *  shop 4242 deno 2.9.5  ● live 02:14:07Z  12,408 messages  312/s ▂▃▅▇▅▃▂▁  3 failed  1 unhandled  412 lost      ? help
 * ```
 */
import { placeOf, type Model } from "../model/model.ts";
import { RATE_SECONDS } from "../model/rate.ts";
import { safeStart } from "./safe_text.ts";
import { fitRow, rowWidth, segment, spread, type Row, type Segment } from "./segment.ts";
import { utcDay, utcTime } from "./time_text.ts";

/** Gives the header for `model`. */
export function headerRow(model: Model): Row {
  const { columns } = model.size;
  const help = [segment(placeOf(model) === "help" ? "? back " : "? help ", "dim")];
  const fixed = [segment(" "), ...whoParts(model, columns), segment("  "), ...stateParts(model)];
  const row = [...fixed];
  const room = columns - rowWidth(help) - 1;
  for (const part of factParts(model)) {
    if (rowWidth(row) + rowWidth(part) + 2 <= room) row.push(segment("  "), ...part);
  }
  return fitRow(spread(row, help, columns), columns);
}

/** A name from a log may be of any length; the state beside it must stay. */
function whoParts({ title, log }: Model, columns: number): Row {
  const header = log.runs[log.runs.length - 1]?.header;
  // A Core that was given no name says "core": the app's file tells more.
  const name = safeStart(header === undefined || header.name === "core" ? title.name.replace(/^.*[/\\]/, "") : header.name);
  const pid = header?.pid ?? title.pid;
  const runtime = header?.runtime ?? title.runtime;
  const rest = [pid === undefined ? "" : ` ${pid}`, runtime === undefined ? "" : ` ${safeStart(runtime)}`];
  const shown = columns >= 100 ? rest.join("") : "";
  return [...fitRow([segment(name, "strong")], Math.max(8, Math.floor(columns / 4))), ...fitRow([segment(shown, "dim")], 30)];
}

function stateParts(model: Model): Row {
  const { end, isEnded, pausedAt, mode, nowMs, log } = model;
  if (end !== undefined) {
    const isGood = end.code === 0 && end.signal === null;
    const how = end.signal === null ? `exit code ${end.code ?? "unknown"}` : `stopped by ${end.signal}`;
    return [segment(`■ ended, ${how}`, isGood ? "good" : "bad")];
  }
  if (pausedAt !== undefined) return [segment("‖ paused", "warning")];
  if (mode === "recorded") {
    const startedAtMs = log.runs[0]?.startedAtMs;
    const when = startedAtMs === undefined ? "" : ` ${utcDay(startedAtMs)}`;
    return [segment(isEnded ? "■ recorded" : "■ reading", "accent"), segment(when, "dim")];
  }
  if (isEnded) return [segment("■ ended", "accent")];
  const clock = utcTime(nowMs).slice(0, 8);
  if (log.runs.length === 0) return [segment("○ connecting", "warning"), segment(` ${clock}Z`, "dim")];
  return [segment("● live", "good"), segment(` ${clock}Z`, "dim")];
}

/** What went wrong stands before how much came: it is what must not be pushed out. */
function factParts(model: Model): Row[] {
  const counts = model.log.counts();
  const parts: Row[] = [
    ...amount(counts.failed, "failed", "bad"),
    ...amount(counts.unhandled, "unhandled", "warning"),
    ...amount(counts.lost, "lost", "bad"),
    ...amount(counts.defects, counts.defects === 1 ? "defect" : "defects", "bad"),
    ...amount(counts.running, "running", "busy"),
    [segment(`${counts.dispatches.toLocaleString("en")} ${counts.dispatches === 1 ? "message" : "messages"}`)],
  ];
  const rate = rateParts(model);
  return rate === undefined ? parts : [...parts, rate];
}

function amount(count: number, word: string, as: Segment["as"]): Row[] {
  return count === 0 ? [] : [[segment(`${count.toLocaleString("en")} ${word}`, as)]];
}

const BARS = "▁▂▃▄▅▆▇█";

function rateParts({ rate, mode, isEnded, end }: Model): Row | undefined {
  const newest = rate?.seconds[rate.seconds.length - 1];
  if (rate === undefined || newest === undefined || mode === "recorded" || isEnded || end !== undefined) return undefined;
  const most = Math.max(1, ...rate.seconds);
  const bars = rate.seconds.map((count) => BARS[Math.round((count / most) * (BARS.length - 1))] ?? "▁").join("");
  return [segment(`${Math.round(newest)}/s `), segment(bars.padStart(RATE_SECONDS, "▁"), "busy")];
}
