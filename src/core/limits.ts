/**
 * Every bound of the bus, with its reason. Hitting one is a `CoreError` that says so; what a record cannot hold is cut by whoever records, and says so in place.
 * Nothing is cut or lost silently.
 */
/** The bounds of one Core; `withLimits` changes them. */
export interface Limits {
  /** How many handlings may be open inside one another. Each takes some stack when it is synchronous: 200 fit into every runtime's with room for the app's own frames, and no app nests on purpose so deep. */
  readonly depth: number;
  /** How many tasks may be open at once. A task holds its executor's whole state, so ten thousand is a leak rather than a load. */
  readonly tasks: number;
  /** How many QUERYs and QUERYALLs may wait at once: past this the askers are many times faster than the answerers, and memory would grow without end. */
  readonly queries: number;
  /** How many messages wait in `messages()` for a slow reader, or for a handler with `concurrency`: about a second of a busy bus. */
  readonly queue: number;
  /** How many subscriptions of one name may live before the first of them is taken for a leak: an app registers a handler once, or once for each of a few connections. */
  readonly subscriptions: number;
  /** How many bytes of one payload a record of a log holds: a larger one is cut there, with its true size, and handlers get it whole all the same. A megabyte is more than anybody reads of one message, and what a disk writes in a millisecond or two while the app waits. */
  readonly recordBytes: number;
}

export const DEFAULT_LIMITS: Limits = { depth: 200, tasks: 10_000, queries: 100_000, queue: 1_000, subscriptions: 1_000, recordBytes: 1_048_576 };

/** How many types a verb remembers its matches for, beside those that somebody registered by name. A bus that is sent generated types must not grow with them. */
export const MATCHED_TYPES = 4_096;

/** How many types an error's chain names from its end: enough to see the loop, little enough to read. */
export const CHAIN_TYPES = 8;
