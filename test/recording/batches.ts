// Batches as a recorder makes them, and a recording opened for a test: its clock stands still, its faults are kept.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Batch } from "../../src/log/sink.ts";
import { LogFile } from "../../src/recording/log_file.ts";
import type { LogFileOptions } from "../../src/recording/log_file_options.ts";
import { openPartsSource, type PartsSourceOptions } from "../../src/recording/parts_source.ts";
import { type FakeClock, fakeClock } from "../../src/testing/fake_clock.ts";

/** The line of a dispatch. */
export function line(id: number): string {
  return `{"kind":"dispatch","id":${id}}\n`;
}

/** A batch of the dispatches with these ids. */
export function batch(ids: readonly number[], at = 0): Batch {
  const from = ids[0];
  const to = ids.at(-1);
  return { text: ids.map(line).join(""), records: ids.length, ...(from === undefined || to === undefined ? {} : { from, to }), at };
}

/** The first lines of a part. */
export function head(part: number, at = 0): Batch {
  return { text: `{"kind":"log","part":${part}}\n`, records: 1, at };
}

/** A recording in a test's folder. */
export interface Opened {
  readonly log: LogFile;
  readonly path: string;
  readonly clock: FakeClock;
  /** What went wrong, in words. */
  readonly faults: string[];
}

export function open(folder: string, options: Partial<LogFileOptions> = {}): Opened {
  const path = options.path ?? join(folder, "run.jsonl");
  const clock = fakeClock();
  const faults: string[] = [];
  const log = new LogFile({ path, mode: "append", now: () => clock.now(), onFault: (error) => faults.push(error.message), ...options });
  return { log, path, clock, faults };
}

export function textOf(path: string): string {
  return readFileSync(path, "utf8");
}

/** Reads a whole recording. */
export async function readText(path: string, options?: PartsSourceOptions): Promise<string> {
  const source = await openPartsSource(path, options);
  try {
    const bytes = new Uint8Array(source.size);
    for (let at = 0; at < bytes.length;) at += source.read(bytes.subarray(at), at);
    return new TextDecoder().decode(bytes);
  } finally {
    source.close();
  }
}

/** The ids of the dispatches in a text, in order. */
export function idsIn(text: string): number[] {
  return [...text.matchAll(/^\{"kind":"dispatch","id":(\d+)\}$/gm)].map(([, id]) => Number(id));
}

/** The numbers from `from` to `to`. */
export function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
