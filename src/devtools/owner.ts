/** Who made an app's folder, when it was not the app: the process that started it, and still reads what is in it. */
import { absolutePath, readText, writeText } from "../host/files.ts";
import { processId } from "../host/process.ts";

const OWNER_NAME = "owner";

/** Writes down that this process owns a folder. @throws when it cannot be written. */
export function ownFolder(folder: string): void {
  writeText(absolutePath(folder, OWNER_NAME), String(processId()));
}

/** Gives the id of the process that owns a folder; undefined when it is the app's own. */
export async function ownerOf(folder: string): Promise<number | undefined> {
  try {
    const pid = Number(await readText(absolutePath(folder, OWNER_NAME)));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
