/** How `core stats` and `core types` are called. */
import { InvalidArgumentError, type Command } from "commander";
import { appOptions, filterOption, forApp, type Runs, targetOf, timeOptions } from "./program_options.ts";

/** Adds both commands. */
export function statisticsCommands(program: Command, args: readonly string[], runs: Runs): void {
  timeOptions(appOptions(program.command("stats")))
    .description("counts, rates, failures and durations of messages")
    .argument("[target]", "what to look at")
    .argument("[appArguments...]", "for the app, after --")
    .option("--by <what>", "type, source, handler or service", "type")
    .option("--sort <what>", "count, rate, failed, unhandled, p50, p95, p99, max, mean, total, sync, bytes, completeness or name", "count")
    .option("--top <count>", "only the first rows", fromOne)
    .option("--json", "one JSON object")
    .option("--csv", "CSV, as RFC 4180 has it")
    .addOption(filterOption())
    .addHelpText("after", "\nBy type and source it counts messages, by handler and service what handlers did with them.\n\nExample: core stats run.jsonl --by handler --sort p99 --top 10")
    .action((target: string | undefined, appArgs: string[], _options, command: Command) =>
      runs((common) => import("./commands/stats.ts").then(({ stats }) => stats(targetOf(target, args), forApp(target, appArgs, args), common)))(command));

  timeOptions(appOptions(program.command("types")))
    .description("the types of messages: what they are for, who sends and who handles them, what their payloads look like")
    .argument("[target]", "what to look at")
    .argument("[appArguments...]", "for the app, after --")
    .option("--samples <count>", "how many payloads of a type are looked at, before those where they differ", fromOne)
    .option("--json", "one JSON object a type")
    .option("--markdown", "a page of documentation")
    .addOption(filterOption())
    .addHelpText("after", "\nExample: core types run.jsonl")
    .action((target: string | undefined, appArgs: string[], _options, command: Command) =>
      runs((common) => import("./commands/message_types.ts").then(({ messageTypes }) => messageTypes(targetOf(target, args), forApp(target, appArgs, args), common)))(command));
}

function fromOne(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It is not a whole number from 1 on.");
  return Number(text);
}
