/** Opens a recording for writing: takes its lock, puts in order what another writer left, and opens the newest part. */
import { lookIfAllowed, names, remove } from "../host/disk.ts";
import { codeOf, reasonOf } from "../host/files.ts";
import { folderOf } from "../host/part_names.ts";
import { doNow, type Steps } from "../host/steps.ts";
import { RecordingLock } from "./lock.ts";
import type { LogFileOptions } from "./log_file_options.ts";
import { unfinishedParts } from "./packer.ts";
import { PartFile } from "./part_file.ts";
import { moveAway, removeUnfinished } from "./parts_writer.ts";
import { trim } from "./trim.ts";

/** What a writer holds of a recording. */
export interface OpenRecording {
  readonly lock: RecordingLock;
  readonly part: PartFile;
}

/** Opens it. @throws Error "Cannot record to …" that says why, with the `node:fs` code where there is one; then nothing is held. */
export function openRecording(options: LogFileOptions): OpenRecording {
  const { path, date } = options;
  let lock: RecordingLock | undefined;
  try {
    lock = new RecordingLock(path, date === undefined ? {} : { date });
    return { lock, part: doNow(openNewest(options)) };
  } catch (error) {
    lock?.release();
    const code = codeOf(error);
    const why = code === "ENOENT" ? `there is no folder "${folderOf(path)}"` : reasonOf(error);
    throw Object.assign(new Error(`Cannot record to "${path}": ${why}`, { cause: error }), code === undefined ? {} : { code });
  }
}

function* openNewest({ path, mode, rotate, keep, gzip }: LogFileOptions): Steps<PartFile> {
  // Without parts the folder need not be read, which a Deno may not be allowed to.
  if (rotate !== undefined || keep !== undefined || gzip === true) {
    yield* removeUnfinished(path);
    for (const unfinished of unfinishedParts(path, names(folderOf(path)).now())) remove(unfinished).now();
    const there = lookIfAllowed(path).now();
    if (mode === "append" && there?.kind === "file" && there.bytes >= (rotate?.bytes ?? Infinity)) yield* moveAway(path);
  }
  const part = yield* PartFile.open(path, mode);
  if (keep !== undefined) yield* trim(path, { ...keep, reserve: Math.max(part.bytes, rotate?.bytes ?? 0) });
  return part;
}
