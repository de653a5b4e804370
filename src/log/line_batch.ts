/** Lines on their way to a sink: collected for a turn, written at once, and counted where a write fails. */
import type { Batch, Loss, Sink } from "./sink.ts";
import { gapLine } from "./write.ts";

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
  #lost: Loss | undefined;
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
    try {
      this.#options.sink.write(this.#batch(this.#text, this.#lines, this.#lost));
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
    if (lost !== undefined) this.#attempt(() => sink.write(this.#batch("", 0, lost)));
    // A sink that takes nothing any more still holds a file open.
    this.#attempt(() => sink.close());
  }

  /** Lines with what was lost before them. */
  #batch(lines: string, records: number, lost: Loss | undefined): Batch {
    const at = this.#options.at();
    return {
      text: lost === undefined ? lines : `${gapLine(at, lost)}\n${lines}`,
      records: lost === undefined ? records : records + 1,
      ...(this.#from === undefined ? {} : { from: this.#from }), ...(this.#to === undefined ? {} : { to: this.#to }),
      at,
    };
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
