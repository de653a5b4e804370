/** The commands and their options, as commander has them. What a command does is loaded when it runs: `--help` loads none. */
import { Command, CommanderError, Option } from "commander";
import { writeErr, writeOut } from "../src/host/process.ts";
import { LIBRARY_VERSION } from "../src/log/version.ts";
import { nearestWord } from "../src/trace/filter/mod.ts";
import { EXIT } from "./exit.ts";
import type { Common } from "./options.ts";
import { explainingCommands } from "./program_why.ts";
import { lintCommand } from "./program_lint.ts";
import { appFlags, appOptions, filterOption, forApp, type Runs, targetOf, wholeNumber } from "./program_options.ts";
import { recordsCommands } from "./program_records.ts";
import { statisticsCommands } from "./program_statistics.ts";
import { recordFlags } from "./record_flags.ts";

/** The command line was wrong, or only help was asked for; whatever there was to say has been said. */
export class UsageError extends Error {
  readonly code: number;

  constructor(code: number) {
    super("usage");
    this.code = code;
  }
}

/** Runs the command that `args` name; gives its exit code. */
export async function programFor(permissions: readonly string[], args: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const said: Promise<unknown>[] = [];
  const runs = (action: (common: Common) => Promise<number>) => async (command: Command): Promise<void> => {
    code = await action({ ...command.optsWithGlobals(), permissions });
  };
  const program = commands(args, runs).configureOutput({
    writeOut: (text) => said.push(writeOut(text)),
    writeErr: (text) => said.push(writeErr(text)),
  });
  shareSettings(program);
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    await Promise.all(said);
    throw new UsageError(code);
  }
  await Promise.all(said);
  return code;
}


function commands(args: readonly string[], runs: Runs): Command {
  const program = new Command("core")
    .description("Shows, records, replays and verifies the messages of an app built on core-ipc.")
    .version(LIBRARY_VERSION, "--version", "print the version")
    .option("--no-color", "no colours (also: NO_COLOR)")
    .helpOption("-h, --help", "show help; with a command, for that command")
    .addHelpText("after", '\nA TARGET is an app\'s file, a recording, "-" (standard input), or a running app\'s name or pid;\napp: file: name: pid: before it make it plain. What follows -- goes to the app.\n\nExample: core demo')
    .argument("[command...]")
    .action(async ([word]: string[], _options: unknown, command: Command) => {
      if (word !== undefined) command.error(`error: unknown command '${word}'${didYouMean(word, command)}\nTry: core --help`, { exitCode: EXIT.usage, code: "commander.unknownCommand" });
      await runs((common) => import("./commands/home.ts").then(({ home }) => home(common)))(command);
    });

  appOptions(program.command("inspect"))
    .description("opens the inspector on an app that it starts, a recording, a pipe or a running app")
    .argument("[target]", "what to look at")
    .argument("[appArguments...]", "for the app, after --")
    .addOption(filterOption())
    .addHelpText("after", "\nWithout a terminal it prints what `core tail -n all` prints and a summary, and ends with the app's exit code.\n\nExample: core inspect app.ts")
    .action((target: string | undefined, appArgs: string[], _options, command: Command) =>
      runs((common) => import("./commands/inspect.ts").then(({ inspect }) => inspect(targetOf(target, args), forApp(target, appArgs, args), common)))(command));

  recordFlags(appOptions(program.command("record")))
    .description("runs an app, or joins a running one, and writes a recording")
    .argument("[target]", "an app's file, or a running app's name or pid")
    .argument("[appArguments...]", "for the app, after --")
    .addOption(filterOption())
    .action((target: string | undefined, appArgs: string[], _options, command: Command) =>
      runs((common) => import("./commands/record.ts").then(({ record }) => record(targetOf(target, args), forApp(target, appArgs, args), common)))(command));

  explainingCommands(program, args, runs);

  recordsCommands(program, args, runs);

  lintCommand(program, args, runs);

  appFlags(program.command("replay"))
    .description("sends the recorded roots again into an app; with --verify compares what became of them")
    .argument("<log>", "the recording")
    .argument("[appArguments...]", "for the app, after --")
    .requiredOption("--into <app>", "the app's file")
    .addOption(new Option("--speed <speed>", "1: as recorded; 10: ten times as fast; max").default("max"))
    .option("--verify", "compare every flow with the recording; exit 1 when one differs")
    .option("--ignore <pointer...>", "JSON pointers of payload members that may differ, such as /id")
    .option("--allow-open", "what a gap, a cut or a redaction hides does not count")
    .option("--settle-ms <ms>", "how much longer a flow may be silent than it took when recorded", wholeNumber, 1000)
    .option("--keep-roots", "let the app send roots of its own, too")
    .option("--recorded-run <id>", "which run of a log that holds several; the last one unless given")
    .option("--json", "the verdict, or the summary, as one JSON object")
    .addHelpText("after", "\nThe app has 30 s to make its Core. Its main module need not end: 1 s after startup() the replay begins.\nExample: core replay run.jsonl --into app.ts --verify")
    .action((log: string, appArgs: string[], _options, command: Command) =>
      runs((common) => import("./commands/replay.ts").then(({ replay }) => replay(log, appArgs, common)))(command));

  statisticsCommands(program, args, runs);

  program.command("list")
    .description("lists the running apps that can be joined")
    .option("--json", "one JSON object an app")
    .addHelpText("after", "\nExample: core list")
    .action((_options, command: Command) => runs((common) => import("./commands/list.ts").then(({ list }) => list(common)))(command));

  appFlags(program.command("demo"))
    .description("opens the inspector on the built-in demo app")
    .addOption(filterOption())
    .addHelpText("after", "\nExample: core demo")
    .action((_options, command: Command) => runs((common) => import("./commands/demo.ts").then(({ demo }) => demo(common)))(command));

  program.command("help")
    .description("shows help for a command, or for filter")
    .argument("[topic]")
    .action(async (topic: string | undefined, _options, command: Command) => {
      if (topic === "filter") return runs(() => import("./commands/help_filter.ts").then(({ helpFilter }) => helpFilter()))(command);
      const found = topic === undefined ? program : program.commands.find((each) => each.name() === topic);
      if (found === undefined) return program.error(`error: there is no help for '${topic}'\nTry: core --help`, { exitCode: EXIT.usage });
      found.outputHelp();
    });
  return program;
}

/** Every command speaks through the same output and throws instead of ending the process. */
function shareSettings(program: Command): void {
  program.exitOverride().helpCommand(false).showSuggestionAfterError(true);
  for (const command of program.commands) {
    command.copyInheritedSettings(program);
    command.showHelpAfterError(`Try: core ${command.name()} --help`);
  }
}

function didYouMean(word: string, program: Command): string {
  const names = program.commands.map((command) => command.name());
  const near = nearestWord(word, names);
  return near === undefined ? "" : `\n(Did you mean ${near}?)`;
}
