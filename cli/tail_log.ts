/** The last messages of recordings or of a pipe, and with `--follow` those that are added: what `core tail` prints of what is no app. */
import { onSignal, writeErr } from "../src/host/process.ts";
import { reasonOf } from "../src/host/files.ts";
import { followLog } from "../src/recording/follow_log.ts";
import { EXIT } from "./exit.ts";
import { LogPrinter, type LogPrinterOptions } from "./log_printer.ts";
import { defectText, type OpenLog, openTargets } from "./open_log.ts";
import type { Common } from "./options.ts";
import { refuseNonLog } from "./recording.ts";
import type { Target } from "./target.ts";

export interface TailOptions extends Omit<LogPrinterOptions, "names"> {
  /** How many messages of the end are printed. */
  readonly lines: number;
}

/** Prints them; gives the exit code. */
export async function tailLog(targets: readonly Target[], common: Common, options: TailOptions): Promise<number> {
  const isPiped = targets.some(({ kind }) => kind === "pipe");
  // What comes through a pipe and is printed whole is printed as it comes.
  if (common.follow === true || (isPiped && targets.length === 1 && options.lines === Infinity)) return follow(targets, common, options, isPiped);
  const opened = await openTargets(targets, [], common);
  try {
    const printer = new LogPrinter(opened.log, { ...options, names: opened.names }, opened.log.entriesByLine);
    await printer.printLast(options.lines);
    return printer.isClosed || opened.problems.length === 0 ? EXIT.ok : EXIT.badInput;
  } finally {
    await opened.close();
  }
}

async function follow(targets: readonly Target[], common: Common, options: TailOptions, isPiped: boolean): Promise<number> {
  let nudge = (): void => {};
  const opened = await openTargets(targets, [], common, { follows: true, whilePiped: true, onPiped: () => nudge(), onLateProblem: (message) => void writeErr(`${message}\n`) });
  try {
    const printer = new LogPrinter(opened.log, { ...options, names: opened.names }, opened.log.entriesByLine);
    // What has records may have more of them; what has none but something else is no log.
    if (opened.log.records - opened.log.unknown === 0 && opened.log.defects.length > 0) refuseNonLog(opened.log, opened.name);
    await printer.printLast(isPiped ? Infinity : options.lines);
    const code = printer.isClosed ? EXIT.ok : await followed(opened, printer, (look) => nudge = look);
    if (printer.isClosed) return EXIT.ok;
    await printer.printRest();
    if (opened.pipe !== undefined && code === EXIT.ok) refuseNonLog(opened.log, "-");
    await writeErr(defectText(opened.log, opened.names));
    return code;
  } finally {
    await opened.close();
  }
}

/** Prints what is added until the pipe has ended, a signal comes, nobody reads any longer, or the log can be read no further. */
function followed({ log, source, pipe, name, finish }: OpenLog, printer: LogPrinter, onNudge: (nudge: () => void) => void): Promise<number> {
  return new Promise((resolve) => {
    const print = (): void => void printer.printReady().then(() => {
      if (printer.isClosed) end(EXIT.ok);
    });
    const following = followLog(source, log, print, { onFailed: (error) => void writeErr(`Cannot read on in "${name}": ${reasonOf(error)}\n`).then(() => end(EXIT.badInput)) });
    const stops = ([["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]] as const).map(([signal, code]) => onSignal(signal, () => void following.caughtUp().then(() => end(code))));
    const end = (code: number): void => {
      for (const stop of stops) stop();
      following.close();
      resolve(code);
    };
    onNudge(() => following.nudge());
    if (pipe === undefined) return;
    pipe.ended.then(
      () => following.caughtUp().then(() => {
        following.close();
        finish();
        end(EXIT.ok);
      }),
      (error: unknown) => writeErr(`Cannot read standard input: ${reasonOf(error)}\n`).then(() => end(EXIT.badInput)),
    );
  });
}
