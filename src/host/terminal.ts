/**
 * The terminal: keys in raw mode, and sequences that leave it as it was found. Keys come from standard input when that is a
 * terminal; when it is a pipe (`cat run.jsonl | core inspect -`), from the controlling terminal itself.
 */
import fs from "node:fs";
import process from "node:process";
import { ReadStream, isatty } from "node:tty";
import { Buffer } from "node:buffer";

/** The keys of a terminal. */
export interface KeyInput {
  /** The stream of raw keys, in the shape that ink takes as its `stdin`. */
  readonly stream: NodeJS.ReadStream;
  /** Ends raw mode and lets the process end. */
  close(): void;
}

/** Opens the terminal's keys; undefined when there is no terminal to read them from. */
export function openKeys(): KeyInput | undefined {
  if (process.stdin.isTTY) {
    const stream = process.stdin;
    return { stream, close: () => release(stream) };
  }
  let fd: number | undefined;
  try {
    fd = fs.openSync("/dev/tty", "r");
    if (!isatty(fd)) throw new Error("not a terminal");
    const stream = new ReadStream(fd);
    return {
      stream,
      close() {
        release(stream);
        stream.destroy();
      },
    };
  } catch {
    if (fd !== undefined) fs.closeSync(fd);
    return undefined;
  }
}

/** Gives the stream that a screen is drawn on, in the shape that ink takes as its `stdout`. */
export function screenOutput(): NodeJS.WriteStream {
  return process.stdout;
}

/** Enters the second screen and hides the cursor. */
export const ENTER_SCREEN = "\x1b[?1049h\x1b[?25l";

/**
 * Undoes whatever a screen program sets: attributes, mouse and paste modes, the hidden cursor, the second screen. Safe to
 * write more than once, and on a terminal where nothing was set.
 */
export const RESTORE_SCREEN = "\x1b[0m\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?2026l\x1b[?25h\x1b[?1049l";

/** Writes a sequence to the terminal at once, for use while the process ends; never throws. */
export function writeSequence(text: string): void {
  try {
    fs.writeSync(1, Buffer.from(text, "utf8"));
  } catch {
    // The terminal has gone: nothing is left to restore.
  }
}

function release(stream: NodeJS.ReadStream): void {
  try {
    stream.setRawMode(false);
  } catch {
    // The terminal has gone.
  }
  stream.pause();
  stream.unref();
}
