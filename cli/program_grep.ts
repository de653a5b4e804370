/** How `core grep` is called, and what commands over logs have in common. */
import type { Command } from "commander";
import { appOptions, forApp, targetOf, type Runs } from "./program.ts";

/** Adds `--from` and `--to`. */
export function timeOptions(command: Command): Command {
  return command
    .option("--from <time>", "only messages from then on: 02:10 (UTC), 2026-11-23T02:10Z, or +12s after the run began")
    .option("--to <time>", "only messages up to then, all of that minute or second");
}

/** Adds the command. */
export function grepCommand(program: Command, args: readonly string[], runs: Runs): void {
  timeOptions(appOptions(program.command("grep")))
    .description("prints the records of the messages that match, as they were written")
    .argument("<filter>", "what to look for (core help filter)")
    .argument("[targets...]", "where to look; of an app, what follows -- is for the app")
    .option("--count", "only how many messages match")
    .option("--flow", "whole flows that hold a match")
    .option("--json", "of several targets, the records without names; with --count, one JSON object a target")
    .addHelpText("after", '\nExit code 0: something matches; 1: nothing does.\n\nExample: core grep "type:user.*" run.jsonl')
    .action((filter: string, words: string[], _options, command: Command) => runs((common) => {
      const targets = words.filter((word) => targetOf(word, args) !== undefined);
      const appArgs = words.flatMap((word) => targetOf(word, args) === undefined ? forApp(word, [], args) : []);
      return import("./commands/grep.ts").then(({ grep }) => grep(filter, targets, appArgs, common));
    })(command));
}
