/**
 * The records of a log, version 1, as data: what one line of JSON says once it is parsed. Payloads (`data`, `answer`,
 * `value`, `error`) stay as they were written, with their `$core` tags; `log/decode.ts` turns them back into values.
 * `docs/log-format.md` is the specification of each member. Pure types (aliases, since their members are specified there): nothing here reads or
 * writes.
 */

/** How a message was sent. */
export type LogVerb = "ACTION" | "QUERY" | "QUERYALL" | "PERFORM";

/** A run begins, or goes on in a further part. */
export type LogRecord = {
  readonly kind: "log";
  readonly version: number;
  readonly run: string;
  readonly part: number;
  readonly name: string;
  readonly library?: string;
  readonly runtime?: string;
  readonly host?: string;
  readonly pid?: number;
  /** ISO 8601, UTC: the wall clock at `at` 0. */
  readonly startedAt: string;
  readonly level?: "payloads" | "counts";
  readonly only?: string;
  /** In a further part: how many dispatches the earlier ones hold. */
  readonly before?: number;
  /** A flight recorder's: how much it held in memory. */
  readonly ringMs?: number;
  /** What is redacted beside the default keys, by name. */
  readonly redaction?: readonly string[];
  /** The share of the app's thread that recording was allowed. */
  readonly budget?: number;
};

/** Ties `at` to the wall clock again. */
export type ClockRecord = { readonly kind: "clock"; readonly at: number; readonly time: string };

/** A message type that the app documents. */
export type TypeRecord = {
  readonly kind: "type"; readonly at: number; readonly type: string;
  readonly description?: string;
  /** What of its data the log leaves out: all of it, or what these JSON Pointers point to. */
  readonly sensitive?: boolean | readonly string[];
};

/** A service is in a new state. */
export type ServiceRecord = {
  readonly kind: "service"; readonly at: number; readonly name: string;
  readonly state: "registered" | "starting" | "started" | "stopping" | "stopped" | "failed";
  readonly ms?: number; readonly snapshot?: true; readonly error?: ErrorValue;
};

/** A handler is registered, or no more. */
export type SubscriptionRecord = {
  readonly kind: "subscription"; readonly at: number; readonly id: number;
  readonly verb: "ACTION" | "QUERY" | "PERFORM"; readonly pattern: string; readonly handler: string;
  readonly service?: string; readonly state: "added" | "removed"; readonly external?: true;
  readonly snapshot?: true; readonly site?: string;
};

/** A message was sent. */
export type DispatchRecord = {
  readonly kind: "dispatch"; readonly id: number; readonly at: number; readonly verb: LogVerb; readonly type: string;
  /** Absent when an interceptor had yet to decide. */
  readonly handlers?: number;
  readonly cause?: number; readonly by?: number; readonly source?: string;
  readonly phase?: "startup";
  /** It began before this part of the log, and had not ended. */
  readonly snapshot?: true;
  readonly timestamp: string; readonly data?: unknown;
};

/** A handling has ended. */
export type HandlingRecord = {
  readonly kind: "handling"; readonly dispatch: number; readonly n: number; readonly at: number; readonly type: string;
  readonly handler: string; readonly subscription: number; readonly ms: number; readonly syncMs: number;
  readonly outcome: "done" | "answered" | "declined" | "failed" | "spared";
  readonly answer?: unknown; readonly error?: ErrorValue;
};

/** A handling has not ended after 100 ms. */
export type RunningRecord = {
  readonly kind: "running"; readonly dispatch: number; readonly n: number; readonly at: number; readonly type: string;
  readonly handler: string; readonly subscription: number; readonly snapshot?: true;
};

/** A dispatch ended otherwise than by its handlings. */
export type SettledRecord = {
  readonly kind: "settled"; readonly dispatch: number; readonly at: number; readonly type: string; readonly ms: number;
  readonly outcome: "timedOut" | "aborted" | "dropped" | "answered" | "refused"; readonly reason?: string;
};

/** A value was sent on a reply channel. */
export type ReplyRecord = { readonly kind: "reply"; readonly at: number; readonly dispatch: number; readonly member: string; readonly value?: unknown };

/** A task reports. */
export type ProgressRecord = {
  readonly kind: "progress"; readonly at: number; readonly dispatch: number; readonly task: string;
  readonly ratio: number; readonly note?: string;
};

/** An interceptor did something to a message. */
export type InterceptedRecord = {
  readonly kind: "intercepted"; readonly at: number; readonly dispatch: number; readonly by: string;
  readonly change: "passed" | "changed" | "dropped" | "answered" | "held"; readonly handlers?: number; readonly reason?: string; readonly data?: unknown;
};

/** Records that were lost here: `lost` of them, with the dispatch ids `from` to `to` where known. */
export type GapRecord = { readonly kind: "gap"; readonly at: number; readonly lost: number; readonly from?: number; readonly to?: number; readonly reason: string };

/** Records left out on purpose. */
export type SkippedRecord = {
  readonly kind: "skipped"; readonly at: number; readonly count: number; readonly from?: number; readonly to?: number; readonly reason: string;
  /** How many of each type. */
  readonly types?: Readonly<Record<string, number>>;
};

/** What a recorder captures of messages, from everything to nothing but their number. */
export type Capture = "all" | "noAnswers" | "noCausedPayloads" | "noPayloads" | "counts";

/** The recorder captures more or less than before, or writes otherwise. */
export type DegradedRecord = {
  readonly kind: "degraded"; readonly at: number; readonly capture: Capture; readonly writing: "record" | "turn" | "background"; readonly reason: string;
  /** What recording took of the app's thread, and what it may take: shares from 0 to 1. */
  readonly cost?: number; readonly budget?: number;
};

/** A flight recorder writes what it holds. */
export type TriggerRecord = { readonly kind: "trigger"; readonly at: number; readonly on: string; readonly dispatch?: number; readonly n?: number };

/** The run ended in order: its totals. */
export type EndRecord = {
  readonly kind: "end"; readonly at: number; readonly dispatches: number; readonly records: number; readonly bytes?: number;
  readonly lost: number; readonly skipped: number; readonly cut: number; readonly redacted: number; readonly withheld: number;
  /** What recording took of the app's thread, in milliseconds and as a share of the run. */
  readonly costMs?: number; readonly cost?: number;
};

/** Any record this version knows. */
export type KnownRecord =
  | LogRecord | ClockRecord | TypeRecord | ServiceRecord | SubscriptionRecord | DispatchRecord | HandlingRecord | RunningRecord
  | SettledRecord | ReplyRecord | ProgressRecord | InterceptedRecord | GapRecord | SkippedRecord | DegradedRecord | TriggerRecord | EndRecord;

/** A record whose kind this version does not know: kept, counted, and otherwise skipped. */
export type UnknownRecord = { readonly kind: "unknown"; readonly name: string };

/** An error as a record holds it. */
export type ErrorValue = { readonly name: string; readonly message: string; readonly stack?: string; readonly code?: string; readonly cause?: unknown };

/** A line that is not a record, or a hole at the end. Reading goes on after it. */
export interface Defect {
  /** Tells it from a record. */
  readonly kind: "defect";
  /** From 1. */
  readonly line: number;
  /** In bytes, of the line's first byte. */
  readonly offset: number;
  /** `version`: a newer major version, which nothing after it can be trusted to follow. */
  readonly problem: "notJson" | "notRecord" | "tornTail" | "version" | "invalidUtf8" | "tooLong";
  /** What is wrong, in words, with the beginning of the line quoted. */
  readonly message: string;
}

/** What a reader gives for each line: a record with its place, or a defect. */
export type LogItem =
  | { readonly kind: "record"; readonly line: number; readonly offset: number; readonly bytes: number; readonly record: KnownRecord | UnknownRecord }
  | Defect;
