/** What the flags of `core record` ask for, checked before anything is started: every mistake is one of the command line. */
import type { StartedRecordOptions } from "../src/devtools/launch.ts";
import { PayloadEncoder } from "../src/log/payload_encoder.ts";
import { parseConditions } from "../src/log/triggers.ts";
import { settingsOf } from "../src/recording/record_options.ts";
import { parseSentFilter } from "../src/trace/filter/mod.ts";
import { CliError, EXIT, type Try } from "./exit.ts";
import type { Common } from "./options.ts";

/** Gives what the app's agent is told. @throws CliError that names the flag's value and what would do */
export function recordSettings({ ring, on, redact, budget, only, sync, background, rotate, keep, gzip, append, force }: Common): StartedRecordOptions {
  if (append === true && force === true) {
    throw new CliError("Cannot both replace a recording and go on after it", { code: EXIT.usage, tries: [["--append", "goes on"], ["--force", "replaces it"]] });
  }
  if (sync === true && background === true) {
    throw new CliError("Cannot both write each record at once and off the thread", { code: EXIT.usage, tries: [["--sync", "names the message that kills the app"], ["--background", "waits for no disk"]] });
  }
  const options: StartedRecordOptions = {
    ...(ring === undefined ? {} : { ring }), ...(on === undefined ? {} : { on }), ...(redact === undefined ? {} : { redact }), ...(only === undefined ? {} : { only }),
    ...(rotate === undefined ? {} : { rotate }), ...(keep === undefined ? {} : { keep }), ...(gzip === true ? { gzip } : {}), ...(append === true ? { append } : {}),
    budget: budget ?? "none",
    ...(sync === true ? { writing: "record" } : background === true ? { writing: "background" } : {}),
  };
  check(options);
  return options;
}

function check({ append: _append, ...options }: StartedRecordOptions): void {
  try {
    const settings = settingsOf({ ...options, file: "-" });
    parseConditions(settings.on);
    parseSentFilter(settings.only ?? "");
    new PayloadEncoder({ rules: settings.redact });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CliError(error.message, { code: EXIT.usage, cause: error, tries: triesFor(error.message) });
  }
}

function triesFor(message: string): Try[] {
  const isAbout = (word: string): boolean => message.includes(word);
  if (isAbout("no ring")) return [["--ring 30s", "holds the last 30 seconds"]];
  if (isAbout("closed parts")) return [["--rotate 100MB", "begins a new part at a size"]];
  if (isAbout("filter") && !isAbout("trigger")) return [["core help filter", "says how a filter is written"]];
  return [["core record --help", "says what each flag takes"]];
}
