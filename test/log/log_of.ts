// A log as an index, from what a test writes out. Shared, registers nothing.
import { LogIndex, type LogIndexOptions } from "../../src/log/log_index.ts";
import { memorySource } from "../../src/log/source.ts";
import { ROOT } from "../../src/trace/columns.ts";
import type { DispatchTrace, LogEntry } from "../../src/trace/dispatch_trace.ts";
import type { Log } from "../../src/trace/log.ts";
import { GrowingSource } from "./growing_log.ts";

/** Reads a log from its text, or from records, one a line. */
export function logOf(text: string | readonly object[]): LogIndex {
  const whole = typeof text === "string" ? text : text.map((record) => `${JSON.stringify(record)}\n`).join("");
  const index = new LogIndex(memorySource(new TextEncoder().encode(whole)));
  index.readAll();
  return index;
}

/** Reads a log whose source grows: up to each of `ends`, and then no further. */
export function grownLog(bytes: Uint8Array, ends: readonly number[], options: LogIndexOptions = {}): LogIndex {
  const source = new GrowingSource();
  const index = new LogIndex(source, options);
  for (const end of ends) {
    source.add(bytes.subarray(source.size, end));
    while (index.readMore());
  }
  index.end();
  return index;
}

/** Gives the object of each dispatch. */
export function tracesOf(log: Log): DispatchTrace[] {
  return Array.from({ length: log.dispatches.length }, (_, dispatch) => log.trace(dispatch));
}

/** Gives what stands in the list of messages. */
export function entriesOf({ entries }: Log): LogEntry[] {
  return Array.from({ length: entries.length }, (_, position) => entries.entry(position));
}

/** Gives those that nothing caused. */
export function rootsOf({ dispatches }: Log): number[] {
  return Array.from({ length: dispatches.length }, (_, dispatch) => dispatch).filter((dispatch) => dispatches.cause(dispatch) === ROOT);
}
