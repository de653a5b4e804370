/**
 * Where the inspector's records come from. A feed is made outside (the command line knows how to start an app, open a file,
 * a pipe or a spool) and reads it; the inspector never opens anything itself.
 */
import type { Log } from "../src/trace/log.ts";

/** How the records come: from an app that `core` started, from one that it joined, from a file, or from a pipe. */
export type FeedMode = "live" | "joined" | "recorded" | "pipe";

/** What a feed tells. */
export type FeedEvent =
  /** More of the log was read. */
  | { readonly kind: "grew" }
  /** What the app printed; pieces need not end with a line. */
  | { readonly kind: "output"; readonly stream: "stdout" | "stderr"; readonly text: string }
  /** The app is gone. */
  | { readonly kind: "exited"; readonly code: number | null; readonly signal: string | null }
  /** Nothing more will come: the file is read, the pipe is closed, or the app is gone and its log is read. */
  | { readonly kind: "ended" }
  /** Something that the person should know; the feed goes on. */
  | { readonly kind: "problem"; readonly message: string };

/** Who is watched, as far as it is known before the first record. */
export interface FeedTitle {
  readonly name: string;
  readonly pid?: number;
  readonly runtime?: string;
}

/** A source of records for one inspector. */
export interface Feed {
  readonly title: FeedTitle;
  readonly mode: FeedMode;
  /** What the feed has read so far. */
  readonly log: Log;
  /** Begins to tell. Called once. */
  start(listener: (event: FeedEvent) => void): void;
  /** Ends it: an app that the feed started is stopped, one that it joined goes on. */
  stop(): Promise<void>;
}
