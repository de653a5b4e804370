/** The repaired copy of a log: a new file beside it, never over another one, and none at all where it could not be written to its end. */
import { fileInfo, reasonOf } from "../src/host/files.ts";
import { type NewFile, openNewFile } from "../src/host/new_file.ts";
import { codeOf } from "../src/host/system_error.ts";
import type { Holes } from "../src/log/deep_check.ts";
import { repair } from "../src/log/repair.ts";
import type { Source } from "../src/log/source.ts";
import { finish } from "../src/trace/slices.ts";
import { CliError, EXIT } from "./exit.ts";

/** What was written. */
export interface Repaired {
  readonly file: string;
  /** How many records it holds, `gap` records that were added too. */
  readonly records: number;
  readonly bytes: number;
  /** How many lines of the log it does not hold. */
  readonly leftOut: number;
  /** How many `gap` records say so. */
  readonly gaps: number;
  /** The last line was a record without its end, and got it. */
  readonly endMended: boolean;
}

/** Gives where the copy of a log is written: `bug.repaired.jsonl` for `bug.jsonl` and `bug.jsonl.gz`. */
export function repairedPath(file: string): string {
  return `${file.replace(/\.gz$/, "").replace(/\.jsonl$/, "")}.repaired.jsonl`;
}

/** @throws CliError where no copy can be written: there is no place beside a pipe, or it is taken */
export function refuseRepair(file: string): void {
  if (file === "-" || fileInfo(file)?.kind === "other") throw new CliError(`Cannot repair ${file === "-" ? "standard input" : `"${file}"`}: no copy can be written beside a pipe`, { code: EXIT.usage, tries: [["cat > bug.jsonl", "makes a file of it"]] });
  const copy = repairedPath(file);
  if (fileInfo(copy, { follow: false }) !== undefined) throw taken(file, copy);
}

/** Writes the copy. @throws CliError when it cannot be written; then there is none */
export function writeRepaired(file: string, source: Source, holes: Holes): Repaired {
  const copy = repairedPath(file);
  const written = opened(file, copy);
  try {
    const { kept, leftOut, gaps, bytes, isEndMended } = finish(repair(source, holes, (piece) => written.write(piece)));
    written.close();
    return { file: copy, records: kept + gaps, bytes, leftOut: leftOut.length, gaps, endMended: isEndMended };
  } catch (error) {
    written.discard();
    throw new CliError(`Cannot write "${copy}": ${reasonOf(error)}`, { cause: error });
  }
}

function opened(file: string, copy: string): NewFile {
  try {
    return openNewFile(copy);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw taken(file, copy);
    throw new CliError(`Cannot write "${copy}": ${reasonOf(error)}`, { cause: error });
  }
}

function taken(file: string, copy: string): CliError {
  return new CliError(`Cannot repair "${file}": "${copy}" is there already`, { code: EXIT.usage, tries: [[`core check ${copy}`, "says whether it is whole"], [`rm ${copy}`, "removes it"]] });
}
