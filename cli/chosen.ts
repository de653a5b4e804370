/** Which messages a command is asked for: `--only`, `--from` and `--to` as one filter. Times are those of the filter's `at:`, so each holds all of the minute, or second, that it names. */
import { type Filter, FilterError, parseFilter } from "../src/trace/filter/mod.ts";
import { CliError, EXIT } from "./exit.ts";

/** What chooses messages. */
export interface Chosen {
  readonly only?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Reads them. @throws FilterError for what is no filter, CliError for what is no time: before anything is opened */
export function chosenFilter({ only = "", from, to }: Chosen): Filter {
  const filter = parseFilter(only);
  if (from === undefined && to === undefined) return filter;
  if (from !== undefined) mustBeTime("--from", from, `at:${from}..`);
  if (to !== undefined) mustBeTime("--to", to, `at:..${to}`);
  const at = `at:${from ?? ""}..${to ?? ""}`;
  try {
    return parseFilter(filter.isEmpty ? at : `(${only}) ${at}`);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new CliError(`Cannot look from "${from ?? ""}" to "${to ?? ""}": it ends before it begins`, { code: EXIT.usage, cause: error });
  }
}

function mustBeTime(option: string, text: string, filter: string): void {
  try {
    // What could end the word would be read as something else.
    if (/^[\w:.+-]+$/.test(text) && !text.includes("..")) return void parseFilter(filter);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
  }
  throw new CliError(`Cannot read ${option} "${text}": it is no time`, { code: EXIT.usage, tries: [[`${option} 02:10`, "a time of day, UTC; also 2026-11-23T02:10Z, or +12s: after the run began"]] });
}
