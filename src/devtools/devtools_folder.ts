/**
 * The user's folder of running apps, and the folder of one app in it. Being able to enter it is the whole access control, so
 * one that belongs to somebody else, or is a link, is refused.
 */
import { absolutePath, fileInfo, makeFolder, makeUniqueFolder, setMode } from "../host/files.ts";
import { env, temporaryFolder, userId } from "../host/process.ts";
import { FOLDER_VARIABLE } from "./environment.ts";

/** Gives the path of the user's folder of running apps; it may not exist yet. */
export function devtoolsFolder(): string {
  const chosen = env(FOLDER_VARIABLE);
  if (chosen !== undefined) return absolutePath(chosen);
  const runtimeFolder = env("XDG_RUNTIME_DIR");
  if (runtimeFolder !== undefined && fileInfo(runtimeFolder)?.kind === "folder") return absolutePath(runtimeFolder, "core-ipc");
  const user = userId();
  return absolutePath(temporaryFolder(), user === undefined ? "core-ipc" : `core-ipc-${user}`);
}

/** Makes the user's folder where it is absent. @throws when it cannot be made, or is not this user's own. */
export function makeDevtoolsFolder(): string {
  const folder = devtoolsFolder();
  makeFolder(folder);
  refuseForeign(folder);
  return folder;
}

/** Makes a new private folder for one app and gives its path. @throws when it cannot be made. */
export function makeAppFolder(): string {
  // Short, because the path of a socket in it is bounded.
  return makeUniqueFolder(absolutePath(makeDevtoolsFolder(), "a-"));
}

/** @throws when a folder is one that somebody else could have prepared. */
export function refuseForeign(folder: string): void {
  const info = fileInfo(folder, { follow: false });
  if (info === undefined) throw new Error(`Cannot use "${folder}": there is no such folder`);
  if (info.kind !== "folder") throw new Error(`Cannot use "${folder}": it is not a folder`);
  const user = userId();
  if (user !== undefined && info.owner !== user) throw new Error(`Cannot use "${folder}": it belongs to another user (${info.owner})`);
  if (user !== undefined && (info.mode & 0o077) !== 0) setMode(folder, 0o700);
}
