/**
 * A sink that stops at a bound, and says so in the log itself: the bound is for spools, which nobody keeps, so that an app
 * watched over a weekend does not fill its disk.
 */
import type { FileSink } from "../host/files.ts";

/** 256 MB: about a million small messages; as much again would not be looked at, and `core record` has no bound. */
export const SPOOL_BYTES = 256 * 1024 * 1024;

export interface CappedSinkOptions {
  readonly maxBytes: number;
  /** Milliseconds since the run's start, for the gap's record. */
  readonly at: () => number;
  /** Told once, when the bound is reached. */
  readonly onFull: (path: string) => void;
}

/**
 * Wraps a sink. What does not fit is not written: a `gap` record stands in its place, and when the log is closed a second
 * one counts what came after.
 */
export function cappedSink(sink: FileSink, { maxBytes, at, onFull }: CappedSinkOptions): FileSink {
  let isFull = false;
  let lost = 0;
  return {
    path: sink.path,
    get bytes() { return sink.bytes; },
    write(text) {
      if (!isFull && sink.bytes + text.length <= maxBytes) return sink.write(text);
      const lines = countLines(text);
      if (isFull) {
        lost += lines;
        return;
      }
      isFull = true;
      sink.write(gapLine(at(), lines, maxBytes));
      onFull(sink.path);
    },
    close() {
      if (lost > 0) sink.write(gapLine(at(), lost, maxBytes));
      sink.close();
    },
  };
}

function gapLine(at: number, lost: number, maxBytes: number): string {
  const reason = `the spool is full: it holds ${Math.round(maxBytes / 1024 / 1024)} MB`;
  return `${JSON.stringify({ kind: "gap", at: Math.round(at * 1000) / 1000, lost, reason })}\n`;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}
