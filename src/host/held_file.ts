/**
 * A file that is held for as long as its process lives: the system's lock on it (flock) goes with the process, however that
 * ends, and whoever asks needs no right to ask after processes. Of the three runtimes only Deno has it, and it is Deno that withholds that right.
 */

import { type DenoFile, denoFiles } from "./deno_files.ts";

/** A file that this process holds. */
export interface HeldFile {
  letGo(): void;
}

/** Holds a file; undefined where the runtime cannot, or somebody holds it. @throws the runtime's error when it may not be opened. */
export function holdFile(path: string): HeldFile | undefined {
  const file = lockable(path);
  if (file === undefined || file.tryLockSync(true)) return file === undefined ? undefined : { letGo: () => file.close() };
  file.close();
  return undefined;
}

/** Says whether somebody holds a file; undefined where the runtime cannot tell. @throws the runtime's error when it may not be opened. */
export function isHeldFile(path: string): boolean | undefined {
  const file = lockable(path);
  if (file === undefined) return undefined;
  try {
    return !file.tryLockSync(true);
  } finally {
    file.close();
  }
}

function lockable(path: string): Required<DenoFile> | undefined {
  const file = denoFiles()?.openSync(path, { write: true });
  if (file === undefined || canLock(file)) return file;
  file.close();
  return undefined;
}

function canLock(file: DenoFile): file is Required<DenoFile> {
  return file.tryLockSync !== undefined;
}
