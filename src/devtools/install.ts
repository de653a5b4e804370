/** Puts an agent into this process, once, whichever way and however often it was asked for. */
import { fileInfo, type FileSink, reasonOf } from "../host/files.ts";
import { complain, env } from "../host/process.ts";
import { Agent, type AgentOptions } from "./agent.ts";
import { cappedSink, SPOOL_BYTES } from "./capped_sink.ts";
import { makeAppFolder } from "./devtools_folder.ts";
import { RECORD_VARIABLE, SPOOL_VARIABLE } from "./environment.ts";
import { currentHook, setHook } from "../recording/hook.ts";
import { openRecording, openSpoolLog } from "./log_files.ts";

/**
 * Sets the hook that Cores announce themselves to, and starts the agent behind it. An agent that is there already stays.
 * Never throws: an app must live on without its agent.
 */
export function install(): void {
  if (currentHook() !== undefined) return;
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
    openLog: (core, at) => record === undefined ? openCapped(spool ?? "", core.name, at) : openLasting(record),
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
    openLog: (core, at) => openCapped(ownFolder(), core.name, at),
    socketFolder: ownFolder,
  };
}

function openLasting(record: string): FileSink {
  try {
    return openRecording(record);
  } catch (error) {
    throw new Error(`Cannot record to "${record}": ${reasonOf(error)}`, { cause: error });
  }
}

function openCapped(spool: string, coreName: string, at: () => number): FileSink {
  let sink: FileSink;
  try {
    sink = openSpoolLog(spool, coreName);
  } catch (error) {
    throw new Error(`Cannot write logs into "${spool}": ${reasonOf(error)}`, { cause: error });
  }
  return cappedSink(sink, {
    maxBytes: SPOOL_BYTES,
    at,
    onFull: (path) => complain(`core-ipc devtools: The spool is full: "${path}" gets no further records (core record has no bound)`),
  });
}
