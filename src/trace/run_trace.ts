/** One run of a log: who is recorded, what is there in it, how its clock stands to the world's, how it ended. */
import type { DegradedRecord, EndRecord, LogRecord, ServiceRecord, SubscriptionRecord, TypeRecord } from "./record.ts";
import type { WallClock } from "./wall_clock.ts";

/** One run: one life of one Core in a log. */
export interface RunTrace {
  /** Who is recorded, as the first part that was read says. */
  readonly header: LogRecord;
  /** Which of several logs holds it, where more than one is read as one. */
  readonly log?: { readonly name: string; readonly position: number };
  /** The wall clock at `at` 0, in milliseconds since 1970; NaN where the header has no readable time. */
  readonly startedAtMs: number;
  /** What its `clock` records say of the wall clock; `wallTimeOf` reads it. */
  readonly clock: WallClock;
  /** The services by name, each in its latest state. */
  readonly services: Map<string, ServiceRecord>;
  /** Each change of a service's state, in the order of its records; a snapshot only where it says something new. */
  readonly serviceRecords: ServiceRecord[];
  /** The documented messages, by type. */
  readonly types: Map<string, TypeRecord>;
  /** The subscriptions by id, those that have ended, too. */
  readonly subscriptions: Map<number, SubscriptionTrace>;
  /** How the recorder captured less, and more again, in the order of its records. */
  readonly degraded: DegradedRecord[];
  /** How many dispatches earlier parts hold that were not read. */
  elsewhere: number;
  /** How many dispatches were left out on purpose. */
  skipped: number;
  /** How many of its records were read. */
  records: number;
  /** How many of them tell of dispatches that stand in earlier parts, or were lost or left out. */
  unplaced: number;
  /** Its last record, where that says that the run ended in order. Absent: its app was killed, or goes on. */
  end?: EndRecord | undefined;
  /** Where its end says otherwise than what was read. */
  disagreement?: Disagreement | undefined;
}

/** A total of a run's end that is not what was read. */
export interface Disagreement {
  /** What was counted. */
  readonly what: "messages" | "records";
  /** The end's total. */
  readonly said: number;
  /** How many were read. */
  readonly read: number;
}

/** A subscription with its end. */
export interface SubscriptionTrace {
  /** Its record. */
  readonly added: SubscriptionRecord;
  /** The line of that record, from 1: what was sent within one tick of the clock stands before or after it. */
  readonly line: number;
  /** When it ended, in milliseconds since the run began; absent while it has not. */
  removedAt?: number;
  /** The line that says so. */
  removedLine?: number;
}
