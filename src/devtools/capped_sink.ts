/**
 * A sink that stops at a bound, and says so in the log itself: the bound is for spools, which nobody keeps, so that an app
 * watched over a weekend does not fill its disk.
 */
import type { FileSink } from "../host/files.ts";
import { gapLine } from "../log/write.ts";

/** 256 MB: about a million small messages; as much again would not be looked at, and `core record` has no bound. */
export const SPOOL_BYTES: number = 256 * 1024 * 1024;

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
  let lost: Lost | undefined;
  const tell = (what: Lost): void => {
    const reason = `the spool is full: it holds ${Math.round(maxBytes / 1024 / 1024)} MB`;
    sink.write(`${gapLine(at(), { ...what, reason })}\n`);
  };
  return {
    path: sink.path,
    get bytes() { return sink.bytes; },
    write(text) {
      if (isFull) {
        lost = together(lost, lostIn(text));
      } else if (sink.bytes + text.length <= maxBytes) {
        sink.write(text);
      } else {
        isFull = true;
        tell(lostIn(text));
        onFull(sink.path);
      }
    },
    close() {
      try {
        if (lost !== undefined) tell(lost);
      } finally {
        sink.close();
      }
    },
  };
}

/** Records that were not written, and the ids of the dispatches among them. */
interface Lost {
  readonly lost: number;
  readonly from?: number;
  readonly to?: number;
}

function lostIn(text: string): Lost {
  const ids = [...text.matchAll(/^\{"kind":"dispatch","id":(\d+)/gm)].map(([, id]) => Number(id));
  const [from] = ids;
  const to = ids.at(-1);
  return { lost: text.split("\n").length - 1, ...(from === undefined || to === undefined ? {} : { from, to }) };
}

function together(before: Lost | undefined, now: Lost): Lost {
  const from = before?.from ?? now.from;
  const to = now.to ?? before?.to;
  return { lost: (before?.lost ?? 0) + now.lost, ...(from === undefined || to === undefined ? {} : { from, to }) };
}
