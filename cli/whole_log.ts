/** A recording, or what comes through a pipe, read into an index; its payloads stay where they are until they are asked for. */
import { writeErr } from "../src/host/process.ts";
import { LogIndex } from "../src/log/log_index.ts";
import type { OpenSource } from "../src/log/source.ts";
import { openPartsSource } from "../src/recording/parts_source.ts";
import { openPipeSource } from "../src/recording/pipe_source.ts";
import { CliError } from "./exit.ts";
import { cannotRead, pipe, refuseNonLog } from "./recording.ts";

/** A log that was read to its end. */
export interface ReadLog {
  readonly log: LogIndex;
  /** Payloads can be read no longer. */
  close(): void;
}

/**
 * Reads a log, all of its parts.
 * @throws CliError when it cannot be read, is empty, holds no record, or is of a newer version
 */
export async function readLog(file: string): Promise<ReadLog> {
  const problems: string[] = [];
  let source: OpenSource | undefined;
  try {
    source = file === "-" ? await wholePipe() : await openPartsSource(file, { onProblem: ({ message }) => void problems.push(message) });
    const log = new LogIndex(source);
    log.readAll();
    refuseNonLog(log, file);
    for (const problem of problems) await writeErr(`${problem}\n`);
    return { log, close: () => source?.close() };
  } catch (error) {
    source?.close();
    throw error instanceof CliError ? error : cannotRead(file, error);
  }
}

async function wholePipe(): Promise<OpenSource> {
  const source = openPipeSource(pipe());
  try {
    await source.ended;
    await source.look();
    return source;
  } catch (error) {
    source.close();
    throw error;
  }
}
