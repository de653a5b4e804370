// A log as an index, from what a test writes out. Shared, registers nothing.
import { LogIndex, type LogIndexOptions } from "../../src/log/log_index.ts";
import { scanner } from "../../src/log/scan/mod.ts";
import type { Scanner } from "../../src/log/scan/scanner.ts";
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

/** All that a log says, as text. */
export function saidBy(log: LogIndex): string {
  const { version, lines, bytes, records, unknown, strays, defects, gaps, sent, skippedTypes } = log;
  const traces = tracesOf(log).map(({ cause, caused, run, ...own }) => ({ ...own, cause: cause?.index, caused: caused.map(({ index }) => index), run: log.runs.indexOf(run) }));
  const entries = entriesOf(log).map((entry, position) => [entry.kind, log.entries.dispatch(position)]);
  const runs = log.runs.map(({ services, types, subscriptions, ...run }) => ({ ...run, services: [...services], types: [...types], subscriptions: [...subscriptions] }));
  return JSON.stringify({ version, lines, bytes, records, unknown, strays, defects, gaps, sent, skippedTypes: [...skippedTypes], counts: log.counts(), unaccounted: log.unaccounted().map(({ from, to }) => [from, to]), runs, entries, traces });
}

/** A scanner whose window is so small. */
export function narrow(windowBytes: number): Scanner {
  const inner = scanner();
  return {
    get window() { return inner.window.subarray(0, windowBytes); },
    get rows() { return inner.rows; },
    get taken() { return inner.taken; },
    get texts() { return inner.texts; },
    scan: (length) => inner.scan(length),
    textOf: (text) => inner.textOf(text),
    numberOf: (text) => inner.numberOf(text),
    find: (text) => inner.find(text),
  };
}
