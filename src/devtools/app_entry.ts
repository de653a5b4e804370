/**
 * How a running app is found: a small file beside its socket, in a folder that only its user can enter. The entry is what
 * the app said last; only the socket proves that it is still there.
 */
import { absolutePath, fileInfo, readText, removeQuietly, writeText } from "../host/files.ts";
import { processId, scriptPath, threadNumber } from "../host/process.ts";
import { MAX_SOCKET_PATH_BYTES } from "../host/sockets.ts";

/** An app's entry. */
export interface AppEntry {
  /** Its first Core's name, or its script's when that has none of its own. */
  readonly name: string;
  readonly pid: number;
  /** Such as `deno 2.9.5`. */
  readonly runtime: string;
  readonly socket: string;
  /** The names of its Cores. */
  readonly cores: readonly string[];
}

/** What a Core is called that was given no name; too many are for it to tell apps apart. */
const UNNAMED_CORE = "core";

/** Gives the name that people will call this app by. */
export function appName(cores: readonly string[]): string {
  const named = cores.find((name) => name !== UNNAMED_CORE);
  if (named !== undefined) return named;
  const script = scriptPath()?.split("/").pop()?.replace(/\.[cm]?[jt]sx?$/, "");
  return script === undefined || script === "" ? UNNAMED_CORE : script;
}

/** The socket's name when nobody else in the folder has it; a Deno app is allowed to listen on this one only. */
export const SOCKET_NAME = "agent.sock";

/** Gives a free path for this process's socket. @throws RangeError when the folder's path is too long for one. */
export function chooseSocketPath(folder: string): string {
  const first = absolutePath(folder, SOCKET_NAME);
  const isFree = threadNumber() === 0 && fileInfo(first) === undefined;
  const path = isFree ? first : absolutePath(folder, `${agentId()}.sock`);
  if (new TextEncoder().encode(path).byteLength > MAX_SOCKET_PATH_BYTES) {
    throw new RangeError(`the path of its socket is longer than ${MAX_SOCKET_PATH_BYTES} bytes: "${path}"`);
  }
  return path;
}

/** Writes this process's entry. @throws when the folder cannot be written. */
export function writeEntry(folder: string, entry: AppEntry): void {
  writeText(ownEntryPath(folder), JSON.stringify(entry));
}

/** Takes this process's entry away; quiet when there is none. */
export function removeEntry(folder: string): void {
  removeQuietly(ownEntryPath(folder));
}

/** Reads an entry; undefined when it is not one (half-written, or of another version). */
export async function readEntry(path: string): Promise<AppEntry | undefined> {
  try {
    const value: unknown = JSON.parse(await readText(path));
    return isEntry(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Says whether a file's name is that of an entry. */
export function isEntryName(name: string): boolean {
  return /^\d+(-\d+)?\.app\.json$/.test(name);
}

function ownEntryPath(folder: string): string {
  return absolutePath(folder, `${agentId()}.app.json`);
}

/** Each thread of an app has an agent of its own: Node gives the preload to worker threads, too. */
function agentId(): string {
  const thread = threadNumber();
  return thread === 0 ? String(processId()) : `${processId()}-${thread}`;
}

function isEntry(value: unknown): value is AppEntry {
  if (typeof value !== "object" || value === null) return false;
  const { name, pid, runtime, socket, cores } = value as Record<string, unknown>;
  return typeof name === "string" && typeof pid === "number" && typeof runtime === "string" && typeof socket === "string"
    && Array.isArray(cores) && cores.every((core) => typeof core === "string");
}
