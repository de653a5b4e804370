/** Which run of a log is meant. */
import type { Log } from "../src/trace/log.ts";
import type { RunTrace } from "../src/trace/run_trace.ts";
import { safeText } from "../inspector/view/safe_text.ts";
import { CliError, EXIT } from "./exit.ts";

/** Finds the run that `--recorded-run` names; undefined where it was not given. @throws CliError naming the runs there are */
export function namedRun(log: Log, id: string | undefined): RunTrace | undefined {
  if (id === undefined) return undefined;
  const run = log.runs.find(({ header }) => header.run === id);
  if (run !== undefined) return run;
  throw new CliError(`Cannot find run "${safeText(id)}": the log holds ${log.runs.map(({ header }) => `"${safeText(header.run)}"`).join(", ")}`, { code: EXIT.usage });
}

/** Says which run was taken where there are several and none was named; "" else. */
export function runNote(log: Log, run: RunTrace, named: string | undefined): string {
  return log.runs.length === 1 || named !== undefined ? "" : `note: run "${safeText(run.header.run)}" of ${log.runs.length}; --recorded-run takes another\n`;
}
