/** How `core lint` is called. */
import type { Command } from "commander";
import { RULE_NAMES } from "../src/trace/lint/rule_names.ts";
import { appOptions, filterOption, forApp, type Runs, targetOf, timeOptions } from "./program_options.ts";

/** Adds the command. */
export function lintCommand(program: Command, args: readonly string[], runs: Runs): void {
  timeOptions(appOptions(program.command("lint")))
    .description("finds what is odd about the flow of messages, with the messages that prove it")
    .argument("[target]", "what to look at")
    .argument("[appArguments...]", "for the app, after --")
    .option("--rules <names>", "only these rules, with commas between them")
    .option("--ignore <words>", 'say nothing of what a rule finds in these messages: a rule and a filter, "unhandled type:metrics.>"; may be repeated', (words: string, all: readonly string[] | undefined) => [...all ?? [], words])
    .option("--strict", "let notes count for the exit code, too")
    .option("--json", "one JSON object a finding")
    .addOption(filterOption())
    .addHelpText("after", `\nRules:\n${Object.entries(RULE_NAMES).map(([name, finds]) => `  ${name.padEnd(23)}${finds}\n`).join("")}
Exit code 0: nothing but notes; 1: an error or a warning.\n\nExample: core lint run.jsonl`)
    .action((target: string | undefined, appArgs: string[], _options, command: Command) =>
      runs((common) => import("./commands/lint.ts").then(({ lint }) => lint(targetOf(target, args), forApp(target, appArgs, args), common)))(command));
}
