/**
 * A message: what is sent, and how. Making one checks its shape and fills in what is absent; the sender's object is
 * left as it was, and `data` is passed by reference, never copied.
 */

/** How a message is sent. `ACTION` broadcasts, `QUERY` asks for one answer, `QUERYALL` for every one, `PERFORM` runs one executor. */
export type Verb = "ACTION" | "QUERY" | "QUERYALL" | "PERFORM";

/** A message as handlers, taps and interceptors receive it. */
export interface Message<Data = unknown> {
  /** A dotted name such as `user.created`; never empty. */
  readonly type: string;
  /** Any value; passed by reference. Absent when the sender gave none. */
  readonly data: Data;
  /** The name of the service that spoke; absent when nobody with a name did. */
  readonly source?: string;
  /** When it was sent. */
  readonly timestamp: Date;
}

/** A message as a sender writes it: only `type` is required. */
export interface MessageInput<Data = unknown> {
  readonly type: string;
  readonly data?: Data;
  readonly source?: string;
  readonly timestamp?: Date;
}
