/** How far a payload is walked, and how long its text may become. Whatever is beyond is cut in place, and says so. */

/** The bounds of one payload. */
export interface WalkLimits {
  /** Levels of nesting; deeper parts are cut. 64: deeper payloads are graphs, not messages. */
  readonly depth: number;
  /** Values; further ones are cut. 100,000: a person reads a hundred of them, and walking that many takes some 10 ms of the app's thread. */
  readonly nodes: number;
  /** Bytes of a payload's JSON text in UTF-8; what is larger is cut. Absent: `RECORD_BYTES`. Less than 200 leaves room for little more than saying so. */
  readonly recordBytes?: number;
  /** Told of each place that is cut. */
  readonly onCut?: () => void;
}

/** 1 MiB: a hundred times a large webhook. A log of payloads that are larger is a copy of files, and writing one holds the app's thread for some 10 ms. */
export const RECORD_BYTES = 1_048_576;

export const WALK_LIMITS: WalkLimits = { depth: 64, nodes: 100_000 };
