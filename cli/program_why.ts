/** How `core why` and `core now` are called. */
import type { Command } from "commander";
import { EXIT } from "./exit.ts";
import { appFlags, appOptions, filterOption, forApp, type Runs, targetOf } from "./program_options.ts";

const RUN = "which run of a log that holds several; the last one that has it unless given";

/** Adds both commands. */
export function explainingCommands(program: Command, args: readonly string[], runs: Runs): void {
  appFlags(program.command("why"))
    .description("says why a message was handled or not, or why a handler did not get it")
    .argument("<target>", "what to look at")
    .argument("<subject>", "a message's id, a handler's name, or a type")
    .argument("[rest...]", "beside a handler: the id of a message; for the app, after --")
    .option("--at <time>", "who was listening then: 02:14:07.041 (UTC), 2026-11-23T02:14Z, +12s")
    .option("--since <time>", "who came and went from then on, to --at or the end of the run")
    .option("--recorded-run <id>", RUN)
    .option("--json", "one JSON object")
    .addHelpText("after", "\nOf a handler alone it sums up what it got and did not get; of a type, who listens to it.\n\nExample: core why run.jsonl 1050")
    .action((target: string, subject: string, rest: string[], _options, command: Command) => {
      const dashes = args.indexOf("--");
      const appArgs = dashes === -1 ? [] : args.slice(dashes + 1);
      const [id, surplus] = rest.slice(0, rest.length - appArgs.length);
      if (surplus !== undefined) command.error(`error: too many arguments: '${surplus}'`, { exitCode: EXIT.usage });
      return runs((common) => import("./commands/why.ts").then(({ why }) => why(target, { subject, id, at: common.at, since: common.since, recordedRun: common.recordedRun }, appArgs, common)))(command);
    });

  appOptions(program.command("now"))
    .description("says what is stuck, failing, unhandled and slow right now; of a recording, at its end")
    .argument("[target]", "what to look at")
    .argument("[appArguments...]", "for the app, after --")
    .addOption(filterOption())
    .option("--from <time>", "only messages from then on: 02:10 (UTC), 2026-11-23T02:10Z, or +12s after the run began")
    .option("--to <time>", "only messages up to then, all of that minute or second")
    .option("--recorded-run <id>", RUN)
    .option("--json", "one JSON object")
    .addHelpText("after", "\nExample: core now run.jsonl")
    .action((target: string | undefined, appArgs: string[], _options, command: Command) =>
      runs((common) => import("./commands/now.ts").then(({ now }) => now(targetOf(target, args), forApp(target, appArgs, args), common)))(command));
}
