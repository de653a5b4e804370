/** Puts an agent into this process, once, whichever way and however often it was asked for. */
import { fileInfo, reasonOf } from "../host/files.ts";
import { complain, env } from "../host/process.ts";
import { currentHook, livingRecordings, setHook, type WatchedCore } from "../recording/hook.ts";
import { type RecordOptions, settingsOf } from "../recording/record_options.ts";
import { CoreRecording } from "../recording/recording.ts";
import { Agent, type AgentOptions } from "./agent.ts";
import { attachLog } from "./attached_log.ts";
import { makeAppFolder } from "./devtools_folder.ts";
import { RECORD_OPTIONS_VARIABLE, RECORD_VARIABLE, SPOOL_VARIABLE } from "./environment.ts";
import { openRecording, openSpoolLog } from "./log_files.ts";
import { spoolSettings } from "./spool.ts";

/**
 * Sets the hook that Cores announce themselves to, and starts the agent behind it. An agent that is there already stays.
 * Never throws: an app must live on without its agent.
 */
export function install(): void {
  if (currentHook()?.announce !== undefined) return;
  try {
    setHook(new Agent(agentOptions(env(SPOOL_VARIABLE), env(RECORD_VARIABLE))));
  } catch (error) {
    complain(`core-ipc devtools: Cannot start: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function agentOptions(spool: string | undefined, record: string | undefined): AgentOptions {
  if (spool === undefined && record === undefined) return importedOptions();
  return {
    mode: "started",
    steer: true,
    openLog: record === undefined ? (core, hears) => openSpooled(spool ?? "", core, hears) : lasting(record),
    socketFolder: () => spool !== undefined && fileInfo(spool)?.kind === "folder" ? spool : undefined,
  };
}

/** The app asked for it itself: a folder of its own, made when it is needed. */
function importedOptions(): AgentOptions {
  let folder: string | undefined;
  const ownFolder = (): string => folder ??= makeAppFolder();
  return {
    mode: "imported",
    steer: false,
    openLog: (core, hears) => openSpooled(ownFolder(), core, hears),
    socketFolder: ownFolder,
  };
}

/** What `core record` was told stands in a variable, as it was written: how the recording is made is said by one reader of it. */
function lasting(record: string): AgentOptions["openLog"] {
  const { append = false, ...options } = JSON.parse(env(RECORD_OPTIONS_VARIABLE) ?? "{}") as Partial<RecordOptions> & { readonly append?: boolean };
  const settings = settingsOf({ budget: "none", ...options, file: record });
  return (core, hears) => openRecording(record, (file) => new CoreRecording(core, { ...settings, file }, { mode: append ? "append" : "new", leavesEmpty: true, ...hears }));
}

function openSpooled(spool: string, core: WatchedCore, hears: Parameters<AgentOptions["openLog"]>[1]): ReturnType<AgentOptions["openLog"]> {
  try {
    const ring = [...livingRecordings()].find((recording) => recording.core === core && recording.ring !== undefined)?.ring;
    if (ring !== undefined) return openSpoolLog(spool, core.name, (path) => attachLog(ring, { path, onFault: hears.onFault }));
    return openSpoolLog(spool, core.name, (file) => new CoreRecording(core, spoolSettings(file), { mode: "new", ...hears }));
  } catch (error) {
    throw new Error(`Cannot write logs into "${spool}": ${reasonOf(error)}`, { cause: error });
  }
}
