/** `core why`: why a message was handled or not, why a handler did not get it, and who was listening at a moment. */
import { safeText } from "../../inspector/view/safe_text.ts";
import { writeErr, writeOut } from "../../src/host/process.ts";
import { explain, explainHandler } from "../../src/trace/explain/explain.ts";
import { handlerNames, handlerSummary, hasHandler } from "../../src/trace/explain/handler_summary.ts";
import type { Log } from "../../src/trace/log.ts";
import { nearestWord } from "../../src/trace/filter/mod.ts";
import { endOfRun } from "../../src/trace/run_end.ts";
import type { RunTrace } from "../../src/trace/run_trace.ts";
import { CliError, EXIT, type Try } from "../exit.ts";
import { momentInRun } from "../moment_in_run.ts";
import { openLog } from "../open_log.ts";
import type { Common } from "../options.ts";
import { namedRun, runNote } from "../pick_run.ts";
import { whoListens } from "../who_listens.ts";
import { explanationJson, handlerSummaryJson, jsonLine, listeningJson } from "../why_json.ts";
import { explanationText, handlerExplanationText, handlerSummaryText, listeningText } from "../why_text.ts";

/** What is asked. */
export interface Question {
  /** The id of a message, the name of a handler, or a type. */
  readonly subject: string;
  /** Beside a handler: the id of the message. */
  readonly id?: string | undefined;
  readonly at?: string | undefined;
  /** An earlier moment: what changed from then on. */
  readonly since?: string | undefined;
  readonly recordedRun?: string | undefined;
}

/** Explains, and gives 0: whatever became of the message, the question was answered. Of an app that it started, the app's own code. */
export async function why(word: string, question: Question, appArgs: readonly string[], common: Common): Promise<number> {
  const { log, name, close, appCode } = await openLog(word, appArgs, common);
  try {
    const { text, json, note } = answer(log, question, name);
    if (note !== "") await writeErr(note);
    await writeOut(common.json === true ? jsonLine(json) : text);
  } finally {
    await close();
  }
  return appCode ?? EXIT.ok;
}

/** The answer: as text, as what `--json` prints, and what there is to say beside it. */
export interface Answer {
  readonly text: string;
  readonly json: object;
  readonly note: string;
}

/** Answers a question about a log. @throws CliError for what the log does not hold */
export function answer(log: Log, { subject, id, at, since, recordedRun }: Question, name: string): Answer {
  const named = namedRun(log, recordedRun);
  const isId = /^#?\d+$/.test(subject);
  if (isId && (id ?? at ?? since) !== undefined) {
    throw new CliError(`Cannot take ${id !== undefined ? `"${safeText(id)}"` : at === undefined ? "--since" : "--at"} with message ${subject}: a message has one moment, and a handler stands before its id`, {
      code: EXIT.usage, tries: [[`core why ${name} ${subject}`, "explains the message"], [`core why ${name} HANDLER ${subject}`, "explains why a handler did not get it"]],
    });
  }
  if (isId) {
    const dispatch = dispatchOf(log, subject, named, name);
    const explanation = explain(log, dispatch);
    return { text: explanationText(explanation), json: explanationJson(explanation), note: runNote(log, explanation.trace.run, recordedRun) };
  }
  return id === undefined ? ofName(log, subject, { at, since }, named, name) : ofHandlerAndMessage(log, subject, id, named, name);
}

function ofHandlerAndMessage(log: Log, handler: string, id: string, named: RunTrace | undefined, name: string): Answer {
  const dispatch = dispatchOf(log, id, named, name);
  const explanation = explainHandler(log, handler, dispatch);
  const { run } = explanation.trace;
  if (explanation.concerned.length === 0) throw unknownName(log, handler, [run], name);
  return { text: handlerExplanationText(handler, explanation), json: { handler, ...explanationJson(explanation) }, note: runNote(log, run, named?.header.run) };
}

/** A handler's name, or a type: of a type it is said who listens to it. */
function ofName(log: Log, subject: string, { at, since }: Pick<Question, "at" | "since">, named: RunTrace | undefined, name: string): Answer {
  const runs = named === undefined ? [...log.runs].reverse() : [named];
  const withHandler = runs.find((run) => hasHandler(log, run, subject));
  const run = withHandler ?? runs.find((each) => hasType(log, each, subject)) ?? ((at ?? since) === undefined ? undefined : runs[0]);
  if (run === undefined) throw unknownName(log, subject, runs, name);
  const note = runNote(log, run, named?.header.run);
  if (withHandler !== undefined && (at ?? since) === undefined) {
    const summary = handlerSummary(log, run, subject);
    return { text: handlerSummaryText(summary), json: handlerSummaryJson(summary), note };
  }
  const moment = at === undefined ? endOfRun(log, run) : momentInRun(run, at);
  const sinceAt = since === undefined ? undefined : momentInRun(run, since, "--since");
  if (sinceAt !== undefined && sinceAt > moment) {
    throw new CliError(`Cannot say what changed from "${since}" on: that is later than ${at === undefined ? "the end of the run" : `"${at}"`}`, { code: EXIT.usage, tries: [[`core why ${name} ${safeText(subject)} --at ${since}`, "says who listened then"]] });
  }
  const listening = whoListens(log, run, moment, withHandler === undefined ? { type: subject } : { handler: subject }, sinceAt);
  return { text: listeningText(listening), json: listeningJson(listening), note };
}

function dispatchOf(log: Log, word: string, run: RunTrace | undefined, name: string): number {
  const id = Number(word.replace("#", ""));
  const dispatch = /^#?\d+$/.test(word) ? log.indexOf(id, run) : -1;
  if (dispatch !== -1) return dispatch;
  if (!/^#?\d+$/.test(word)) throw new CliError(`Cannot find message "${safeText(word)}": an id is a number, as the first column of core tail has it`, { code: EXIT.usage, tries: [[`core tail ${name}`, "shows the last messages with their ids"]] });
  const [lowest, highest] = idRange(log, run);
  const range = highest === 0 ? "it holds no messages" : `its messages are ${lowest.toLocaleString("en")} to ${highest.toLocaleString("en")}`;
  const isMissing = id >= lowest && id <= highest;
  throw new CliError(`Cannot find message ${word} in "${safeText(name)}": ${isMissing ? "it was lost, or left out on purpose" : range}`, {
    tries: isMissing ? [[`core check ${name}`, "shows what is missing"]] : [[`core tail ${name}`, "shows the last messages with their ids"]],
  });
}

function idRange({ dispatches, runs }: Log, run: RunTrace | undefined): readonly [number, number] {
  const position = run === undefined ? -1 : runs.indexOf(run);
  let lowest = Infinity;
  let highest = 0;
  for (let dispatch = 0; dispatch < dispatches.length; dispatch++) {
    if (position !== -1 && dispatches.run(dispatch) !== position) continue;
    lowest = Math.min(lowest, dispatches.id(dispatch));
    highest = Math.max(highest, dispatches.id(dispatch));
  }
  return [lowest, highest];
}

function hasType({ dispatches, texts, runs }: Log, run: RunTrace, type: string): boolean {
  const number = texts.numberOf(type);
  const position = runs.indexOf(run);
  if (number === 0) return false;
  for (let dispatch = 0; dispatch < dispatches.length; dispatch++) if (dispatches.type(dispatch) === number && dispatches.run(dispatch) === position) return true;
  return false;
}

/** How many names are shown where none is near. */
const SHOWN = 8;

function unknownName(log: Log, word: string, runs: readonly RunTrace[], name: string): CliError {
  const handlers = [...new Set(runs.flatMap(handlerNames))];
  const types = new Set<string>();
  for (let dispatch = 0; dispatch < log.dispatches.length; dispatch++) types.add(log.texts.textOf(log.dispatches.type(dispatch)));
  const near = nearestWord(word, [...handlers, ...types]) ?? handlers.find((each) => each.startsWith(`${word}.`) || each.endsWith(`.${word}`));
  const known = handlers.slice(0, SHOWN).map(safeText).join(", ");
  const tries: Try[] = near === undefined ? [[`core why ${name} ID`, "explains a message"]] : [[`core why ${name} ${safeText(near)}`, "is the nearest name"]];
  const what = handlers.length === 0 ? "it names no handlers" : `its handlers are ${known}${handlers.length > SHOWN ? `, and ${(handlers.length - SHOWN).toLocaleString("en")} more` : ""}`;
  return new CliError(`Cannot find "${safeText(word)}" in "${safeText(name)}": ${what}`, { tries });
}
