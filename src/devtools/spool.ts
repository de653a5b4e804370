/** How an agent writes for those who watch: into a file that nobody keeps, in parts, of which the oldest go. */
import type { RecordingSettings } from "../recording/record_options.ts";

/** 256 MB: about a million small messages; as much again would not be looked at. An app watched over a weekend must not fill its disk. */
export const SPOOL_BYTES: number = 256 * 1024 * 1024;

/** An eighth of it goes at once: little enough that most of what is there stays, enough that parts are few. */
const PARTS = 8;

/** Gives the settings of a log in a spool. */
export function spoolSettings(file: string): RecordingSettings {
  return { file, on: [], redact: [], writing: "turn", gzip: false, rotate: { bytes: SPOOL_BYTES / PARTS }, keep: { bytes: SPOOL_BYTES } };
}
