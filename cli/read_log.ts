/** A recording, read whole into an index. */
import { reasonOf } from "../src/host/files.ts";
import { LogIndex } from "../src/log/log_index.ts";
import { memorySource } from "../src/log/source.ts";
import { readParts } from "../src/recording/parts.ts";
import { CliError } from "./exit.ts";
import type { Common } from "./options.ts";
import { pipe, quotedName, refuseNonLog } from "./recording.ts";

/** Reads a log, all of its parts. @throws CliError when it cannot be read, or is no log */
export async function openLog(word: string | undefined, _appArgs: readonly string[], _common: Common): Promise<{ log: LogIndex; name: string; close(): Promise<void> }> {
  const file = word ?? "-";
  const chunks: Uint8Array[] = [];
  try {
    if (file === "-") for await (const chunk of pipe()) chunks.push(chunk.slice());
    else await readParts(file, (bytes) => void chunks.push(bytes.slice()));
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`Cannot read ${quotedName(file)}: ${reasonOf(error)}`, { cause: error, tries: [["ls *.jsonl", "shows what is there"]] });
  }
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  chunks.reduce((at, chunk) => (whole.set(chunk, at), at + chunk.length), 0);
  const log = new LogIndex(memorySource(whole));
  log.readAll();
  refuseNonLog(log, file);
  return { log, name: file, close: () => Promise.resolve() };
}
