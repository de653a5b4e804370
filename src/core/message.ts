/**
 * A message: what is sent, and how. Making one checks its shape and fills in what is absent; the sender's object is
 * left as it was, and `data` is passed by reference, never copied.
 */
import { expect } from "./errors.ts";
import type { Place } from "./place.ts";

/** How a message is sent. `ACTION` broadcasts, `QUERY` asks for one answer, `QUERYALL` for every one, `PERFORM` runs one executor. */
export type Verb = "ACTION" | "QUERY" | "QUERYALL" | "PERFORM";

/**
 * A message as handlers, taps and interceptors receive it. `timestamp` is read through the prototype, since its `Date` is made
 * when somebody reads it: `JSON.stringify` shows it, `{ ...message }` leaves it out.
 */
export interface Message<Data = unknown> {
  /** A dotted name such as `user.created`; never empty. */
  readonly type: string;
  /** Any value; passed by reference. Absent when the sender gave none. */
  readonly data: Data;
  /** The name of the service that spoke; absent when nobody with a name did. */
  readonly source?: string;
  /**
   * When it was sent. While nobody taps, intercepts or times a dispatch, its moment is that of the running turn of the event
   * loop: one look at the wall clock serves all that is sent until the turn yields, 64 messages at the most.
   */
  readonly timestamp: Date;
}

/** A message as a sender writes it: only `type` is required. */
export interface MessageInput<Data = unknown> {
  /** A dotted name such as `user.created`. */
  readonly type: string;
  /** Any value; passed by reference. */
  readonly data?: Data;
  /** Who speaks; the name of the speaking service when absent. */
  readonly source?: string;
  /** When it was sent; now when absent. */
  readonly timestamp?: Date;
}

/** What the bus makes of a `MessageInput`. */
export class SentMessage implements Message {
  declare readonly type: string;
  declare readonly data: unknown;
  declare readonly source?: string;
  #timestamp: Date | number;

  constructor(type: string, data: unknown, source: string | undefined, timestamp: Date | number) {
    this.type = type;
    this.data = data;
    if (source !== undefined) this.source = source;
    this.#timestamp = timestamp;
  }

  get timestamp(): Date {
    const timestamp = this.#timestamp;
    return timestamp instanceof Date ? timestamp : this.#timestamp = new Date(timestamp);
  }

  /** The same message with other content. */
  with({ data = this.data, source = this.source }: { readonly data?: unknown; readonly source?: string | undefined }): SentMessage {
    return new SentMessage(this.type, data, source, this.#timestamp);
  }

  toJSON(): MessageInput {
    return { ...this, timestamp: this.timestamp };
  }
}

/**
 * Makes the message that is sent; `type` has been checked with the pattern grammar already.
 * @throws TypeError when `source` or `timestamp` is of the wrong kind.
 */
export function makeMessage(input: MessageInput, { service }: Place, moment: Date | number): SentMessage {
  const { type, data, source, timestamp } = input;
  if (timestamp !== undefined) expect(timestamp instanceof Date && Number.isInteger(+timestamp), "timestamp", "a valid Date", timestamp);
  if (source !== undefined) expect(typeof source === "string", "source", "a string", source);
  return new SentMessage(type, data, source ?? service.name, timestamp ?? moment);
}
