/**
 * The files that an agent writes: names, and the choice of one that is free, so that two Cores, or two processes that share a
 * spool, never write into the same file.
 */
import { absolutePath, codeOf, fileInfo, namesIn } from "../host/files.ts";
import { LOCKED } from "../recording/lock.ts";

/**
 * So many logs may one start of an app write. An app with more Cores is one that makes them in a loop; a Deno app is given
 * the right to write exactly these files when it is recorded.
 */
export const MAX_RECORDINGS = 8;

/** Opens a new log in a spool folder: `<n>-<name>.jsonl`, `n` counting the logs of the spool. @throws when `open` does. */
export function openSpoolLog<Log>(folder: string, coreName: string, open: (path: string) => Log): Log {
  const name = coreName.replace(/[^A-Za-z0-9._-]+/g, "_").slice(0, 40);
  for (let n = spoolLogs(folder).length + 1;; n++) {
    const log = unlessTaken(() => open(absolutePath(folder, `${n}-${name}.jsonl`)));
    if (log !== undefined) return log;
  }
}

/** Opens a recording: the path itself, then `x.2.jsonl`, `x.3.jsonl` … where another Core has it. @throws when it cannot be written, or there are too many. */
export function openRecording<Log>(path: string, open: (path: string) => Log): Log {
  for (const file of recordingPaths(path)) {
    const log = unlessTaken(() => open(file));
    if (log !== undefined) return log;
  }
  throw new Error(`Cannot record to "${path}": there are ${MAX_RECORDINGS} recordings beside it already`);
}

/** Gives the paths that the Cores of one start record to, in order. */
export function recordingPaths(path: string): string[] {
  const [, stem = path, ending = ""] = /^(.*?)(\.jsonl)?$/s.exec(path) ?? [];
  return Array.from({ length: MAX_RECORDINGS }, (_, at) => at === 0 ? path : `${stem}.${at + 1}${ending === "" ? ".jsonl" : ending}`);
}

/** Gives the absolute paths of the logs in a spool, by their newest parts, in the order in which they were begun. */
export function spoolLogs(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => /^\d+-.*(?<!\.part\d+)\.jsonl$/.test(name))
    .sort((a, b) => orderOf(a) - orderOf(b) || a.localeCompare(b))
    .map((name) => absolutePath(folder, name))
    .filter((path) => fileInfo(path)?.kind === "file");
}

function orderOf(path: string): number {
  return Number.parseInt(path.slice(path.lastIndexOf("/") + 1), 10);
}

function unlessTaken<Log>(open: () => Log): Log | undefined {
  try {
    return open();
  } catch (error) {
    if (codeOf(error) === "EEXIST" || codeOf(error) === LOCKED) return undefined;
    throw error;
  }
}
