/** Which files a recording consists of. How they are read as one, see parts_source.ts. */
import { fileInfo, namesIn } from "../host/files.ts";
import { eachClosedPart, folderOf } from "../host/part_names.ts";

/** Gives the files of a recording in order: closed parts, packed ones too, then the newest. None: there is no such recording. */
export function recordingParts(path: string): string[] {
  const closed = eachClosedPart(path, namesIn(folderOf(path))).map((part) => part.path);
  return fileInfo(path) === undefined ? closed : [...closed, path];
}
