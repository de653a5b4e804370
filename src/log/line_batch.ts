/** Lines on their way to a sink: collected for a turn, written at once, and counted where a write fails. */
import { gapLine } from "./write.ts";

/** Where a log goes: a file, an array in a test. */
export interface Sink {
  /** Takes whole lines. @throws when it cannot. */
  write(text: string): void;
  /** Ends it: nothing is written any more. */
  close(): void;
}

export interface LineBatchOptions {
  readonly sink: Sink;
  readonly schedule: (flush: () => void) => void;
  /** Milliseconds since the run's start. */
  readonly at: () => number;
  readonly onFault?: (error: unknown) => void;
}

/** Characters in a batch before it is written without waiting for the turn's end: larger ones are not faster, and hold more of what a kill would lose. */
export const BATCH_CHARACTERS = 65_536;

/** A batch under way. */
export class LineBatch {
  readonly #options: LineBatchOptions;
  #text = "";
  #lines = 0;
  #from: number | undefined;
  #to: number | undefined;
  #lost: { lost: number; from?: number; to?: number; reason: string } | undefined;
  #isScheduled = false;
  #isClosed = false;

  constructor(options: LineBatchOptions) {
    this.#options = options;
  }

  /** Adds a line; `dispatch` is the id of the dispatch that it begins, if it begins one. */
  add(line: string, dispatch?: number): void {
    if (this.#isClosed) return;
    this.#text += `${line}\n`;
    this.#lines += 1;
    if (dispatch !== undefined) {
      this.#from ??= dispatch;
      this.#to = dispatch;
    }
    if (this.#text.length >= BATCH_CHARACTERS) this.flush();
    else if (!this.#isScheduled) this.#schedule();
  }

  /** Writes what is there. Never throws. */
  flush(): void {
    if (this.#text === "" || this.#isClosed) return;
    const text = this.#text;
    const told = this.#lost;
    try {
      this.#options.sink.write(told === undefined ? text : `${gapLine({ at: this.#options.at(), ...told })}\n${text}`);
      this.#lost = undefined;
    } catch (error) {
      this.#lose(error);
    }
    this.#text = "";
    this.#lines = 0;
    this.#from = this.#to = undefined;
  }

  /** Writes what is there, with what was lost before, and closes the sink. Never throws. */
  close(): void {
    if (this.#isClosed) return;
    this.flush();
    this.#isClosed = true;
    const { sink } = this.#options;
    const lost = this.#lost;
    if (lost !== undefined) this.#attempt(() => sink.write(`${gapLine({ at: this.#options.at(), ...lost })}\n`));
    // A sink that takes nothing any more still holds a file open.
    this.#attempt(() => sink.close());
  }

  #attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#options.onFault?.(error);
    }
  }

  #schedule(): void {
    this.#isScheduled = true;
    this.#options.schedule(() => {
      this.#isScheduled = false;
      this.flush();
    });
  }

  #lose(error: unknown): void {
    const before = this.#lost;
    const from = before?.from ?? this.#from;
    const to = this.#to ?? before?.to;
    const reason = `writing failed: ${error instanceof Error ? error.message : String(error)}`;
    this.#lost = { lost: (before?.lost ?? 0) + this.#lines, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), reason };
    this.#options.onFault?.(error);
  }
}
