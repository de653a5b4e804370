/** What commands have in common on the command line: how an app is named and run, which messages are chosen, and which words are for the app. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Common } from "./options.ts";

/** Runs what a command does, with its options. */
export type Runs = (action: (common: Common) => Promise<number>) => (command: Command) => Promise<void>;

/** How an app is named and run. */
export function appOptions(command: Command): Command {
  return appFlags(command).addOption(new Option("--run <command>", 'a command line that starts the app, such as "bun run dev"'));
}

/** How an app is run whose file is known. */
export function appFlags(command: Command): Command {
  return command
    .addOption(new Option("--runtime <name>", "what runs the app; the one that runs core unless given").choices(["deno", "bun", "node"]))
    .addHelpText("after", "\nUnder Deno the app has the permissions that are named here:\n  -A, --allow-read=… and the like, as for deno run");
}

/** Which messages. */
export function filterOption(): Option {
  return new Option("--only <filter>", "only the messages that a filter lets pass (core help filter)");
}

/** Between which moments. */
export function timeOptions(command: Command): Command {
  return command
    .option("--from <time>", "only messages from then on: 02:10 (UTC), 2026-11-23T02:10Z, or +12s after the run began")
    .option("--to <time>", "only messages up to then, all of that minute or second");
}

/** With nothing before `--`, or with `--run` and no target, all words are the app's. */
export function targetOf(target: string | undefined, args: readonly string[]): string | undefined {
  return isBeforeDashes(target, args) ? target : undefined;
}

/** What follows the target, and the target too where it stands behind `--`. */
export function forApp(target: string | undefined, appArgs: readonly string[], args: readonly string[]): string[] {
  return target === undefined || isBeforeDashes(target, args) ? [...appArgs] : [target, ...appArgs];
}

function isBeforeDashes(word: string | undefined, args: readonly string[]): boolean {
  if (word === undefined) return false;
  const dashes = args.indexOf("--");
  return dashes === -1 || args.slice(0, dashes).includes(word);
}

/** A whole number, or Infinity for "all". */
export function countOrAll(text: string): number {
  if (text === "all") return Infinity;
  return wholeNumber(text);
}

/** A whole number from 0 on. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError(`It is not a whole number from 0 on.`);
  return Number(text);
}
