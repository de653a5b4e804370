/** What is said of a recording, or of what comes through a pipe, that cannot be read, or not all of it. */
import { codeOf, reasonOf } from "../src/host/files.ts";
import { isTerminal, stdinChunks } from "../src/host/process.ts";
import type { Log } from "../src/trace/log.ts";
import type { Defect } from "../src/trace/record.ts";
import { CliError, EXIT } from "./exit.ts";

/** How a file is named in messages; standard input has no name of its own. */
export function quotedName(file: string): string {
  return file === "-" ? "standard input" : `"${file}"`;
}

/** The error of a file that the system does not let be read. */
export function cannotRead(file: string, error: unknown): CliError {
  return new CliError(`Cannot read ${quotedName(file)}: ${reasonOf(error)}`, { cause: error, tries: [[`ls ${codeOf(error) === "EISDIR" ? file : "*.jsonl"}`, "shows what is there"]] });
}

/** Gives standard input. @throws CliError when it is a terminal: nobody writes records by hand. */
export function pipe(): AsyncGenerator<Uint8Array, void> {
  if (isTerminal("stdin")) {
    throw new CliError("Cannot read standard input: it is a terminal, not a pipe", {
      code: EXIT.usage, tries: [["cat run.jsonl | core tail -", "reads a recording through a pipe"]],
    });
  }
  return stdinChunks();
}

/** @throws CliError when what was read is no log that this version understands. */
export function refuseNonLog({ records, defects, unknown }: Pick<Log, "records" | "defects" | "unknown">, file: string): void {
  const name = quotedName(file);
  const version = defects.find((defect) => defect.problem === "version");
  if (version !== undefined) throw new CliError(`Cannot read ${name}: ${version.message}`, { tries: [["npm install core-ipc@latest", "gets a version that reads it"]] });
  if (records === 0 && defects.length === 0) {
    throw new CliError(`Cannot read ${name}: it is empty`, { tries: [["core record app.ts -o run.jsonl", "writes a recording"]] });
  }
  if (records - unknown === 0) {
    const why = defects[0]?.message ?? "no record of it is of a kind that this version knows";
    throw new CliError(`Cannot read ${name}: ${why}`, { tries: [["core record app.ts -o run.jsonl", "writes a recording that can be read"]] });
  }
}

/** Says what of a recording could not be read, as a warning; "" when all was. */
export function defectWarning(defects: readonly Defect[], file: string): string {
  const [first] = defects;
  if (first === undefined) return "";
  const more = defects.length === 1 ? "" : ` (and ${(defects.length - 1).toLocaleString("en")} more)`;
  // A pipe cannot be read again.
  return `${quotedName(file)}: ${first.message}${more}; the rest was read\n${file === "-" ? "" : `Try: core check ${file}   shows every defect\n`}`;
}
