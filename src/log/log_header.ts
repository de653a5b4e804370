/** Who is recorded, and under which terms: the first record of each part of a log. */
import type { LogRecord } from "../trace/record.ts";
import { LOG_VERSION } from "./version.ts";
import { logLine } from "./write.ts";

/** Who is recorded: the members of the `log` record that the recorder does not know by itself. */
export interface LogHeader {
  /** Names the run within its file; two runs differ. */
  readonly run: string;
  /** The name of the Core. */
  readonly name: string;
  /** The version of the library. */
  readonly library?: string;
  /** Such as `deno 2.9.5`. */
  readonly runtime?: string;
  /** The name of the machine. */
  readonly host?: string;
  /** The process. */
  readonly pid?: number;
  /** The wall clock at `at` 0. */
  readonly startedAt: Date;
  /** How much a flight recorder holds in memory. */
  readonly ringMs?: number;
  /** What is redacted beside the default keys, by name. */
  readonly redaction?: readonly string[];
}

/** What the recorder knows of a part. */
export type PartTerms = Pick<LogRecord, "part" | "before" | "only" | "budget">;

/** Gives the line that a part begins with. */
export function headerLine({ run, name, library, runtime, host, pid, startedAt, ringMs, redaction }: LogHeader, { part, before, only, budget }: PartTerms): string {
  return logLine({
    version: LOG_VERSION, run, part, name,
    ...(library === undefined ? {} : { library }), ...(runtime === undefined ? {} : { runtime }),
    ...(host === undefined ? {} : { host }), ...(pid === undefined ? {} : { pid }),
    startedAt: startedAt.toISOString(), level: "payloads",
    ...(only === undefined ? {} : { only }), ...(before === undefined ? {} : { before }), ...(ringMs === undefined ? {} : { ringMs }),
    ...(redaction === undefined || redaction.length === 0 ? {} : { redaction }), ...(budget === undefined ? {} : { budget }),
  });
}
