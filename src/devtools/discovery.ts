/** Finds the user's running apps by the entries their agents wrote, and clears away what dead ones left. */
import { absolutePath, codeOf, fileInfo, namesIn, removeQuietly } from "../host/files.ts";
import { isAlive } from "../host/process.ts";
import { type AppEntry, isEntryName, readEntry } from "./app_entry.ts";
import { connect } from "./client.ts";
import { devtoolsFolder, refuseForeign } from "./devtools_folder.ts";
import { ownerOf } from "./owner.ts";

/** An app that an inspector can join. */
export interface RunningApp {
  /** The name of the app. */
  readonly name: string;
  /** Its process. */
  readonly pid: number;
  /** Such as `deno 2.9.5`. */
  readonly runtime: string;
  /** The path of its socket, for `connect()`. */
  readonly socket: string;
  /** The names of its Cores. */
  readonly cores: readonly string[];
  /** False: it is there, but has not answered in time; it may be blocked. */
  readonly answers: boolean;
}

/** How long a caller is patient. */
export interface DiscoverOptions {
  /** How long an app may take to answer: it answers at the end of a turn of its event loop. */
  readonly timeoutMs?: number;
}

/** A folder without an entry may belong to an app that is just starting. */
const STARTING_MS = 60_000;

/** Finds the running apps, by name and then pid. @throws when the folder is not this user's own, or cannot be read. */
export async function discover({ timeoutMs = 300 }: DiscoverOptions = {}): Promise<RunningApp[]> {
  const folder = devtoolsFolder();
  if (fileInfo(folder) === undefined) return [];
  refuseForeign(folder);
  const folders = namesIn(folder).filter((name) => name.startsWith("a-")).map((name) => absolutePath(folder, name));
  const found = await Promise.all(folders.map((each) => appsIn(each, timeoutMs)));
  return found.flat().sort((a, b) => a.name.localeCompare(b.name) || a.pid - b.pid);
}

async function appsIn(folder: string, timeoutMs: number): Promise<RunningApp[]> {
  const entries = namesIn(folder).filter(isEntryName).map((name) => absolutePath(folder, name));
  const apps = await Promise.all(entries.map((path) => ask(path, timeoutMs)));
  const running = apps.filter((app) => typeof app === "object");
  if (running.length === 0 && await isStale(folder, apps.includes("gone"))) removeQuietly(folder);
  return running;
}

/** Asks the app of an entry; when it is gone, then so is its entry. An unreadable one is being written. */
async function ask(entryPath: string, timeoutMs: number): Promise<RunningApp | "gone" | "unreadable"> {
  const entry = await readEntry(entryPath);
  if (entry === undefined) return "unreadable";
  if (!isAlive(entry.pid)) return forget(entryPath, entry);
  try {
    const client = await connect(entry, { timeoutMs });
    client.close();
    const { name, cores } = client.hello;
    return { ...entry, name, cores: cores.map((core) => core.name), answers: true };
  } catch (error) {
    // Nobody listens: the process of that id is another one. Anything else: it is there, and busy.
    if (codeOf(error) === "ECONNREFUSED" || codeOf(error) === "ENOENT") return forget(entryPath, entry);
    return { ...entry, answers: false };
  }
}

function forget(entryPath: string, entry: AppEntry): "gone" {
  removeQuietly(entryPath);
  removeQuietly(entry.socket);
  return "gone";
}

/** Nobody lives in it, nobody who started it still reads it, and nobody is about to. */
async function isStale(folder: string, hadApp: boolean): Promise<boolean> {
  const owner = await ownerOf(folder);
  if (owner !== undefined) return !isAlive(owner);
  if (hadApp) return true;
  const info = fileInfo(folder);
  return info !== undefined && Date.now() - info.changedAtMs > STARTING_MS;
}
