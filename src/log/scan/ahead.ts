/**
 * Lines that another thread scans meanwhile, further on in the same source, for whoever reads it from its beginning: two processors open a log in little
 * more than half the time. It is a help and never needed: where it has not begun, gives up or is slow, one's own scanner reads what it would have read.
 */
import type { Rows } from "./scanner.ts";

/** Some lines in a row, scanned. */
export interface ScannedLines {
  /** The rows of the lines, in order; valid until the next ones are taken. `start` and `end` count from the first line's beginning. The numbers of texts are those of the reader's scanner. */
  readonly rows: Rows;
  /** How many lines. */
  readonly count: number;
  /** How many bytes they have, with their ends. */
  readonly bytes: number;
}

/** What scans further on. It leaves out what the reader had better read itself, so that neither waits long for the other. */
export interface ScanAhead {
  /** Says up to where the reader has read, in bytes. Gives where the next lines begin that it scans, which is there or behind it; "later" when it has not begun yet; "never" when it has ended. */
  begins(read: number): number | "later" | "never";
  /** Gives the lines that begin there; waits for them some milliseconds. Undefined: it has ended without them. */
  next(): ScannedLines | undefined;
  /** Nothing more is taken. */
  stop(): void;
}

/** Starts to scan further on; `numberOf` gives a text its number in the reader's scanner. Undefined where that cannot be. */
export type StartScanAhead = (numberOf: (text: string) => number) => ScanAhead | undefined;
