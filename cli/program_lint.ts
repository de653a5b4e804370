/** How `core lint` is called. */
import type { Command, Option } from "commander";
import { RULE_NAMES } from "../src/trace/lint/rule_names.ts";
import type { Common } from "./options.ts";

/** What `program.ts` lends: how a command is run, and what it shares with others. */
export interface LentToLint {
  readonly args: readonly string[];
  readonly runs: (action: (common: Common) => Promise<number>) => (command: Command) => Promise<void>;
  readonly appOptions: (command: Command) => Command;
  readonly filterOption: () => Option;
  readonly targetOf: (target: string | undefined, args: readonly string[]) => string | undefined;
  readonly forApp: (target: string | undefined, appArgs: readonly string[], args: readonly string[]) => string[];
}

/** Adds the command. */
export function lintCommand(program: Command, { args, runs, appOptions, filterOption, targetOf, forApp }: LentToLint): void {
  appOptions(program.command("lint"))
    .description("finds what is odd about the flow of messages, with the messages that prove it")
    .argument("[target]", "what to look at")
    .argument("[appArguments...]", "for the app, after --")
    .option("--rules <names>", "only these rules, with commas between them")
    .option("--ignore <words>", 'say nothing of what a rule finds in these messages: a rule and a filter, "unhandled type:metrics.>"; may be repeated', (words: string, all: readonly string[] | undefined) => [...all ?? [], words])
    .option("--strict", "let notes count for the exit code, too")
    .option("--json", "one JSON object a finding")
    .addOption(filterOption())
    .option("--from <time>", "only messages from then on: 02:10 (UTC), 2026-11-23T02:10Z, or +12s after the run began")
    .option("--to <time>", "only messages up to then, all of that minute or second")
    .addHelpText("after", `\nRules:\n${Object.entries(RULE_NAMES).map(([name, finds]) => `  ${name.padEnd(23)}${finds}\n`).join("")}
Exit code 0: nothing but notes; 1: an error or a warning.\n\nExample: core lint run.jsonl`)
    .action((target: string | undefined, appArgs: string[], _options, command: Command) =>
      runs((common) => import("./commands/lint.ts").then(({ lint }) => lint(targetOf(target, args), forApp(target, appArgs, args), common)))(command));
}
