/** What stands at a path, and in a folder. Errors are those of `node:fs`. */
import fs from "node:fs";
import { codeOf } from "./system_error.ts";

/** What stands at a path; undefined when nothing does. @throws any other `node:fs` error. */
export interface FileInfo {
  readonly kind: "file" | "folder" | "other";
  readonly bytes: number;
  /** Permission bits. */
  readonly mode: number;
  readonly owner: number;
  readonly changedAtMs: number;
}

/** Looks at a path, without following a symbolic link when `follow` is false. @throws `node:fs` errors other than "no such file". */
export function fileInfo(file: string, { follow = true }: { follow?: boolean } = {}): FileInfo | undefined {
  try {
    const stat = follow ? fs.statSync(file) : fs.lstatSync(file);
    const kind = stat.isFile() ? "file" : stat.isDirectory() ? "folder" : "other";
    return { kind, bytes: stat.size, mode: stat.mode & 0o777, owner: stat.uid, changedAtMs: stat.mtimeMs };
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Gives the names in a folder, sorted; none when there is no such folder. @throws any other `node:fs` error. */
export function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}
