/**
 * The files that an agent writes: names, and the exclusive making of one, so that two Cores, or two processes that share a
 * spool, never write into the same file.
 */
import { absolutePath, appendSink, codeOf, type FileSink, namesIn } from "../host/files.ts";

/**
 * So many logs may one start of an app write. An app with more Cores is one that makes them in a loop; a Deno app is given
 * the right to write exactly these files when it is recorded.
 */
export const MAX_RECORDINGS = 8;

/** Opens a new log in a spool folder: `<n>-<name>.part1.jsonl`, `n` counting the logs of the spool. @throws when the folder cannot be written. */
export function openSpoolLog(folder: string, coreName: string): FileSink {
  const name = coreName.replace(/[^A-Za-z0-9._-]+/g, "_").slice(0, 40);
  for (let n = spoolLogs(folder).length + 1;; n++) {
    const sink = openNew(absolutePath(folder, `${n}-${name}.part1.jsonl`));
    if (sink !== undefined) return sink;
  }
}

/** Opens a new recording: the path itself, then `x.2.jsonl`, `x.3.jsonl` … @throws when it cannot be written, or there are too many. */
export function openRecording(path: string): FileSink {
  for (const file of recordingPaths(path)) {
    const sink = openNew(file);
    if (sink !== undefined) return sink;
  }
  throw new Error(`there are ${MAX_RECORDINGS} recordings beside it already`);
}

/** Gives the paths that the Cores of one start record to, in order. */
export function recordingPaths(path: string): string[] {
  const [, stem = path, ending = ""] = /^(.*?)(\.jsonl)?$/s.exec(path) ?? [];
  return Array.from({ length: MAX_RECORDINGS }, (_, at) => at === 0 ? path : `${stem}.${at + 1}${ending === "" ? ".jsonl" : ending}`);
}

/** Gives the absolute paths of the logs in a spool, in the order in which they were begun. */
export function spoolLogs(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => /^\d+-.*\.part\d+\.jsonl$/.test(name))
    .sort((a, b) => orderOf(a) - orderOf(b) || a.localeCompare(b))
    .map((name) => absolutePath(folder, name));
}

function orderOf(path: string): number {
  return Number.parseInt(path.slice(path.lastIndexOf("/") + 1), 10);
}

function openNew(file: string): FileSink | undefined {
  try {
    return appendSink(file, { mode: 0o600, exclusive: true });
  } catch (error) {
    if (codeOf(error) === "EEXIST") return undefined;
    throw error;
  }
}
