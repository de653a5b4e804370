/** The flags of `core record`. What each value means is read in `src/recording/record_options.ts`, for the command and the library alike. */
import type { Command } from "commander";

/** Adds them to the command. */
export function recordFlags(command: Command): Command {
  return command
    .option("-o, --output <file>", "the recording to write")
    .option("--force", "replace a recording that is there already")
    .option("--append", "go on after what is there already, as a further run")
    .option("--sync", "write each record at once: a message that kills the app is named")
    .option("--background", "write off the thread from the start: no disk is waited for; a kill loses what is on its way")
    .option("--rotate <size-or-age>", 'begin a new part at "100MB", at "1d", or, given twice, at either', each)
    .option("--keep <parts-or-size>", "how much is kept of all parts: 5, or 1GB; the oldest go first")
    .option("--gzip", "compress closed parts")
    .option("--ring <duration>", 'hold the last "30s" in memory, and write only around what --on names')
    .option("--on <condition>", 'error, slow>500ms, signal (SIGUSR2) or a filter; may be given several times; without it: error', each)
    .option("--budget <share>", 'how much of the app\'s thread recording may take, such as "2%"; without it: all it needs')
    .option("--redact <rule>", "what must not be written: /a/json/pointer, key:name, detect:email|card|token, or a filter; may be given several times", each)
    .option("--show-redacted", "write nothing; say what would leave the app, and what would be redacted")
    .addHelpText("after", "\nThe app's exit code is passed on.\n\nExamples: core record app.ts -o run.jsonl\n          core record app.ts -o incidents.jsonl --ring 30s --on error --on 'slow>500ms' --redact key:email");
}

/** Collects the values of a flag that may be given several times. */
function each(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
