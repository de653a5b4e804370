/** `core now`: what is stuck, failing, unhandled, slow right now; of a recording, at its end. */
import { writeErr, writeOut } from "../../src/host/process.ts";
import type { Filter } from "../../src/trace/filter/mod.ts";
import type { Log } from "../../src/trace/log.ts";
import { nowOf, type Now } from "../../src/trace/now/now.ts";
import { chosenFilter } from "../chosen.ts";
import { CliError, EXIT } from "../exit.ts";
import { nowText } from "../now_text.ts";
import { openLog } from "../open_log.ts";
import type { Common } from "../options.ts";
import { namedRun, runNote } from "../pick_run.ts";
import { concernedJson, jsonLine, timeOf } from "../why_json.ts";

/** Says what is wrong, and gives 0: that something is was asked, and is no failure of the command. Of an app that it started, the app's own code. */
export async function now(word: string | undefined, appArgs: readonly string[], common: Common): Promise<number> {
  const filter = chosenFilter(common);
  const { log, close, appCode } = await openLog(word, appArgs, common);
  try {
    const { text, json, note } = presentOf(log, filter, common.recordedRun);
    if (note !== "") await writeErr(note);
    await writeOut(common.json === true ? jsonLine(json) : text);
  } finally {
    await close();
  }
  return appCode ?? EXIT.ok;
}

/** What a log says of the present: of the run that is named, else of the last one. @throws CliError for a log without runs, and for a run that it does not hold */
export function presentOf(log: Log, filter: Filter, recordedRun: string | undefined): { readonly text: string; readonly json: object; readonly note: string } {
  const run = namedRun(log, recordedRun) ?? log.runs.at(-1);
  if (run === undefined) throw new CliError("Cannot say what is now: the log holds no run");
  const present = nowOf(log, run, filter.isEmpty ? {} : { passes: filter.over(log) });
  return { text: nowText(present), json: nowJson(present), note: runNote(log, run, recordedRun) };
}

/** What `--json` prints; `docs/commands.md` says what each member means. */
function nowJson({ run, at, windowMs, stuck, open, young, failing, unread, unhandled, slow, held, missing }: Now): object {
  return {
    run: run.header.run, name: run.header.name, at, time: timeOf(run, at), ended: run.end !== undefined, windowMs, open, young,
    stuck: stuck.map(({ isGivenUp, ...each }) => ({ ...each, givenUp: isGivenUp })),
    failing: failing.map(({ firstAt, lastAt, ...each }) => ({ ...each, first: timeOf(run, firstAt), last: timeOf(run, lastAt) })), unread,
    unhandled: unhandled.map(({ lastAt, nearest, ...each }) => ({ ...each, last: timeOf(run, lastAt), ...(nearest === undefined ? {} : { nearest: concernedJson(nearest) }) })),
    slow, held, missing,
  };
}
