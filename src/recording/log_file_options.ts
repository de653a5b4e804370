/** What a recording's files are asked to be, and the check that it can be done. */
import type { onProcessEnd } from "../host/process_end.ts";
import type { Writing } from "../log/sink.ts";
import type { Keep } from "./trim.ts";

/** When a part is closed and a new one begins. */
export interface Rotate {
  /** In bytes; a part ends with the batch that reaches it. */
  readonly bytes?: number;
  /** In milliseconds since it began. */
  readonly ageMs?: number;
}

/** How a recording is written. */
export interface LogFileOptions {
  /** An absolute path. */
  readonly path: string;
  /** `new`: there must be no such file. `append`: what is there stays, and the recording goes on behind it. */
  readonly mode: "new" | "append";
  /** Absent: one part. */
  readonly rotate?: Rotate;
  /** Absent: everything is kept. */
  readonly keep?: Keep;
  /** Packs closed parts, those of earlier runs too. */
  readonly gzip?: boolean;
  /**
   * `turn` when absent: on the thread, and off it while the disk is slow. `background`: always off it; what a kill loses is what waits.
   * `record`: always on it, also while the disk is slow; each record by itself, which is the recorder's to do.
   */
  readonly writing?: Writing;
  /** Told of what goes wrong and is thrown at nobody, each time. */
  readonly onFault: (error: Error) => void;
  /** Arranges that something runs when the process ends, and gives what takes it back; the host's unless given. For who has many recordings: Node warns of more than ten listeners. */
  readonly onProcessEnd?: typeof onProcessEnd;
  /** A monotonic clock in milliseconds; the system's unless given. */
  readonly now?: () => number;
  /** The wall clock; the system's unless given. */
  readonly date?: () => Date;
}

/** A cap on the whole without a size for its parts: so many of them, so that an eighth at a time is lost of the oldest. */
const PARTS_OF_A_CAP = 8;

/** Gives the options with a size for the parts, where a cap in bytes needs one. @throws RangeError for what cannot be. */
export function checkedOptions(options: LogFileOptions): LogFileOptions {
  const { rotate, keep, path } = options;
  const positive: readonly [name: string, value: number | undefined][] = [
    ["rotate.bytes", rotate?.bytes], ["rotate.ageMs", rotate?.ageMs], ["keep.parts", keep?.parts], ["keep.bytes", keep?.bytes],
  ];
  for (const [name, value] of positive) {
    if (value !== undefined && !(value >= 1)) throw new RangeError(`Cannot record to "${path}": ${name} is ${String(value)}, not a number from 1 on`);
  }
  if (keep?.bytes === undefined) return options;
  const bytes = rotate?.bytes ?? Math.ceil(keep.bytes / PARTS_OF_A_CAP);
  if (bytes > keep.bytes) throw new RangeError(`Cannot record to "${path}": keep.bytes is ${keep.bytes}, less than one part (rotate.bytes is ${bytes})`);
  return { ...options, rotate: { ...rotate, bytes } };
}
