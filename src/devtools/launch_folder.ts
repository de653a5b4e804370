/** A spool made ahead of an app's start, for whoever has something to put into it. */
import { absolutePath } from "../host/files.ts";
import { makeAppFolder } from "./devtools_folder.ts";
import { ownFolder } from "./owner.ts";

/** Makes a spool that belongs to this process; whoever makes it removes it. @throws when no folder can be made. */
export function launchFolder(): string {
  const folder = makeAppFolder();
  ownFolder(folder);
  return absolutePath(folder);
}
