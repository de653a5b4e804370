/** A moment of a run, as people write it: `02:14:07.041`, `2026-11-23T02:14:07Z`, `+12s`. */
import { momentOf } from "../src/trace/filter/moments.ts";
import type { RunTrace } from "../src/trace/run_trace.ts";
import { wallTimeOf } from "../src/trace/wall_clock.ts";
import { CliError, EXIT } from "./exit.ts";

const DAY_MS = 86_400_000;

/** Gives a moment in milliseconds since the run began. A time of day is of the first day (UTC) at which the run knew it. @throws CliError for what is no time */
export function momentInRun(run: RunTrace, text: string, flag = "--at"): number {
  const moment = momentOf(text);
  if (moment === undefined) {
    throw new CliError(`Cannot read ${flag} "${text}": it is no time`, { code: EXIT.usage, tries: [[`${flag} 02:10:07.041`, "a time of day, UTC; also 2026-11-23T02:10Z, or +12s: after the run began"]] });
  }
  if (moment.kind === "elapsed") return moment.ms;
  if (Number.isNaN(run.startedAtMs)) throw new CliError(`Cannot look at "${text}": the log does not say when its run began`, { tries: [[`${flag} +12s`, "so long after it began"]] });
  if (moment.kind === "calendar") return atOf(run, moment.ms);
  const day = Math.floor(run.startedAtMs / DAY_MS) * DAY_MS;
  // What names a minute or a second is meant as a whole: the run may have begun within it.
  const wall = day + moment.ms + moment.lengthMs > run.startedAtMs ? day + moment.ms : day + DAY_MS + moment.ms;
  return atOf(run, wall);
}

/** How often the clock may have jumped between a guess and what it stands for. */
const GUESSES = 4;

/** The other way round from `wallTimeOf()`: between two jumps of the clock both differ by a constant. */
function atOf(run: RunTrace, wall: number): number {
  let at = wall - run.startedAtMs;
  for (let guess = 0; guess < GUESSES; guess++) at += wall - wallTimeOf(run, at);
  return at;
}
