/** How the commands over records are called: `core tail`, `core grep`, `core check`. */
import type { Command } from "commander";
import { appOptions, countOrAll, filterOption, type Runs, targetOf, timeOptions } from "./program_options.ts";

/** Of several words, those that name targets; what follows `--` is for the app, and so are all where `--run` names it. */
function splitWords(words: readonly string[], args: readonly string[]): { targets: string[]; appArgs: string[] } {
  const isTarget = words.map((word) => targetOf(word, args) !== undefined);
  return { targets: words.filter((_, at) => isTarget[at]), appArgs: words.filter((_, at) => !isTarget[at]) };
}

/** Adds the commands. */
export function recordsCommands(program: Command, args: readonly string[], runs: Runs): void {
  tailCommand(program, args, runs);
  grepCommand(program, args, runs);
  checkCommand(program, runs);
}

function checkCommand(program: Command, runs: Runs): void {
  program.command("check")
    .description("says whether a log is whole: defects, gaps, losses, a torn end")
    .argument("<logs...>", 'recordings, or "-"')
    .option("--repair", "write what is whole of one that is not to bug.repaired.jsonl beside it")
    .option("--json", "one JSON object a log")
    .addHelpText("after", "\nExit code 0: whole; 1: not whole, also when it was repaired; 3: not a log.\n\nExample: core check run.jsonl")
    .action((logs: string[], _options, command: Command) =>
      runs((common) => import("./commands/check.ts").then(({ check }) => check(logs, common)))(command));
}

function tailCommand(program: Command, args: readonly string[], runs: Runs): void {
  timeOptions(appOptions(program.command("tail")))
    .description("prints the last messages, one line each")
    .argument("[targets...]", "what to look at; several recordings are merged by wall clock; of an app, what follows -- is for the app")
    .option("-n, --lines <count>", 'how many messages; "all" for all', countOrAll, 20)
    .option("-f, --follow", "go on with what is added to recordings")
    .option("--json", "the messages' records, one JSON object a line")
    .addOption(filterOption())
    .addHelpText("after", "\nAn app that it starts is followed from its beginning to its end; what the app prints goes to standard error.\n\nExample: core tail run.jsonl")
    .action((words: string[], _options, command: Command) => runs((common) => {
      const { targets, appArgs } = splitWords(words, args);
      return import("./commands/tail.ts").then(({ tail }) => tail(targets, appArgs, common));
    })(command));
}

function grepCommand(program: Command, args: readonly string[], runs: Runs): void {
  timeOptions(appOptions(program.command("grep")))
    .description("prints the records of the messages that match, as they were written")
    .argument("<filter>", "what to look for (core help filter)")
    .argument("[targets...]", "where to look; of an app, what follows -- is for the app")
    .option("--count", "only how many messages match")
    .option("--flow", "whole flows that hold a match")
    .option("--json", "of several targets, the records without names; with --count, one JSON object a target")
    .addHelpText("after", '\nExit code 0: something matches; 1: nothing does.\n\nExample: core grep "type:user.*" run.jsonl')
    .action((filter: string, words: string[], _options, command: Command) => runs((common) => {
      const { targets, appArgs } = splitWords(words, args);
      return import("./commands/grep.ts").then(({ grep }) => grep(filter, targets, appArgs, common));
    })(command));
}
