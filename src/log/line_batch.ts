/**
 * Lines on their way to a sink: collected for a turn, written at once, and counted where a write fails. It follows what the sink says
 * of itself: what earlier batches lost, that it writes otherwise now, that a further part of the log is due.
 */
import { BatchText, wholeOf } from "./batch_text.ts";
import { spanOf, withLoss } from "./loss.ts";
import type { Batch, Loss, Sink, Writing } from "./sink.ts";
import { gapLine } from "./write.ts";

export interface LineBatchOptions {
  readonly sink: Sink;
  readonly schedule: (flush: () => void) => void;
  /** Milliseconds since the run's start. */
  readonly at: () => number;
  readonly onFault?: (error: unknown) => void;
  /** Gives the first line of the log; asked before the first line that is added, or when there is none and something is to be written. */
  readonly header?: () => string;
  /** Gives the first lines of a further part. Absent: there is one part, whatever the sink wants. */
  readonly head?: (part: number) => Batch;
  /** Gives the lines that the log begins with, for when its first ones were lost. */
  readonly beginning?: () => readonly string[];
  /** Gives the record that says that lines are written otherwise now; `tookMs` is how long the last write took. */
  readonly changed?: (writing: Writing, tookMs: number) => string;
  /** Stands around each write; gives how many milliseconds it took. */
  readonly timed?: (write: () => void) => number;
}

/** Characters in a batch before it is written without waiting for the turn's end: larger ones are not faster, and hold more of what a kill would lose. */
export const BATCH_CHARACTERS = 65_536;

/** How long it is waited before a part is tried again that could not be begun: each try may cost a failing call to the system. */
export const PART_AGAIN_MS = 5_000;

/** A batch under way. */
export class LineBatch {
  readonly #options: LineBatchOptions;
  readonly #text = new BatchText();
  #lines = 0;
  #from: number | undefined;
  #to: number | undefined;
  #skipped = 0;
  /** What is lost and not told yet. */
  #losses: readonly Loss[] = [];
  #part = 1;
  #partNotBefore = -Infinity;
  #writing: Writing;
  #tookMs = 0;
  #charactersBefore = 0;
  #isOpen = false;
  #isScheduled = false;
  #isFinished = false;
  /** The last record is an `end`. */
  #isEnded = false;
  #isClosed = false;
  #records = 0;
  #lost = 0;

  constructor(options: LineBatchOptions) {
    this.#options = options;
    this.#writing = options.sink.writing ?? "turn";
  }

  /** How many records were written, without those that were lost afterwards. */
  get records(): number {
    return this.#records;
  }

  /** How many records were lost. */
  get lost(): number {
    return this.#lost;
  }

  /** How many lost records no record tells of yet: writing has not worked since. */
  get untold(): number {
    return this.#losses.reduce((sum, { lost }) => sum + lost, 0);
  }

  /** How many characters were added, ever. */
  get characters(): number {
    return this.#charactersBefore + this.#text.length;
  }

  /** How lines are written, as the log says. */
  get writing(): Writing {
    return this.#writing;
  }

  get isEmpty(): boolean {
    return this.#lines === 0;
  }

  /** Before the first line of a batch, when all that was told before is written: begins a further part if one is due. */
  begin(): void {
    this.#open();
    const { sink, head, at } = this.#options;
    if (head === undefined || sink.wantsPart !== true || this.#lines > 0 || this.#isClosed || at() < this.#partNotBefore) return;
    const isBegun = this.#attempt(() => this.#timed(() => {
      const first = head(this.#part + 1);
      sink.beginPart?.(first);
      this.#records += first.records;
    }));
    if (isBegun) this.#part += 1;
    else this.#partNotBefore = at() + PART_AGAIN_MS;
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    const header = this.#options.header?.();
    if (header !== undefined) this.add(header);
  }

  /** Adds a line; `from` and `to` are the lowest and the highest id of the dispatches that it begins or tells of, if there are any; `skipped` is how many it tells of as left out. */
  add(line: string, from?: number, to: number | undefined = from, skipped = 0): void {
    if (this.#isClosed) return;
    this.#text.add(line);
    this.#lines += 1;
    this.#isEnded = false;
    if (from !== undefined) {
      this.#from ??= from;
      this.#to = to;
      this.#skipped += skipped;
    }
    if (this.#text.length >= BATCH_CHARACTERS) this.#writeWaiting();
    else if (!this.#isScheduled) this.#schedule();
  }

  /** Adds a line, and writes what is there with it. */
  addNow(line: string): void {
    this.add(line);
    this.flush();
  }

  /** Writes what is there. Never throws. What comes next is arranged anew: a process that ends does not live to see what was arranged before. */
  flush(): void {
    this.#open();
    this.#isScheduled = false;
    this.#writeWaiting();
  }

  /** Writes what is there, what was lost and not told, and then the line that ends the run, unless nothing came since the last such line. Never throws. */
  end(line: () => string): void {
    if (this.#isClosed) return;
    const { sink } = this.#options;
    this.#collect();
    if (this.#isEnded && this.#losses.length === 0) return;
    if (this.#lines > 0 || this.#losses.length > 0) this.#write((batch) => sink.write(batch));
    // Its totals are those of what stands before it.
    this.#text.add(line());
    this.#lines = 1;
    this.#isEnded = true;
    this.#write((batch) => sink.end === undefined ? sink.write(batch) : sink.end(batch));
  }

  /** The process is ending: what waits is written now, and so is all that the sink holds back. */
  finish(): void {
    this.flush();
    this.#isFinished = true;
    this.#attempt(() => this.#options.sink.finish?.());
  }

  /** The process goes on after all. */
  resume(): void {
    this.#isFinished = false;
  }

  /** Writes what is there, and the line that ends the run, and closes the sink. Never throws. */
  close(line: () => string): void {
    if (this.#isClosed) return;
    this.finish();
    this.end(line);
    this.#isClosed = true;
    // A sink that takes nothing any more still holds a file open.
    this.#attempt(() => this.#options.sink.close());
  }

  #writeWaiting(): void {
    if (this.#lines === 0 || this.#isClosed) return;
    this.#write((batch) => this.#options.sink.write(batch));
  }

  #write(hand: (batch: Batch) => void): void {
    this.#collect();
    const { at, changed, sink, onFault } = this.#options;
    const now = at();
    // How it writes at the very end is nothing to tell: the end follows.
    const writing = this.#isFinished ? this.#writing : sink.writing ?? "turn";
    const first = this.#losses.map((loss) => gapLine(now, loss));
    // What comes after a beginning that was lost belongs to nothing.
    if (this.#records <= 0 && first.length > 0) first.unshift(...this.#options.beginning?.() ?? []);
    if (writing !== this.#writing && changed !== undefined) first.push(changed(writing, this.#tookMs));
    const ours = { lost: this.#lines, ...spanOf([{ from: this.#from, to: this.#to }]) };
    const batch = this.#take(first, now);
    try {
      this.#tookMs = this.#timed(() => hand(batch));
      this.#losses = [];
      this.#writing = writing;
      this.#records += batch.records;
    } catch (error) {
      const reason = `writing failed: ${error instanceof Error ? error.message : String(error)}`;
      this.#lose({ ...ours, reason });
      onFault?.(error);
    }
  }

  /** Gives what there is as a batch; the next one begins. What a batch tells as lost is lost again with it: its ids are those of the batch, too. */
  #take(first: readonly string[], at: number): Batch {
    this.#charactersBefore += this.#text.length;
    const pieces = this.#text.take();
    if (first.length > 0) pieces.unshift(`${first.join("\n")}\n`);
    const batch = {
      text: wholeOf(pieces), pieces, records: first.length + this.#lines,
      ...spanOf([...this.#losses, { from: this.#from, to: this.#to }]), ...(this.#skipped === 0 ? {} : { skipped: this.#skipped }), at,
    };
    this.#lines = this.#skipped = 0;
    this.#from = this.#to = undefined;
    return batch;
  }

  /** Takes into account what the sink lost of what it had taken. */
  #collect(): void {
    this.#attempt(() => {
      const late = this.#options.sink.takeLoss?.();
      if (late === undefined) return;
      this.#records -= late.lines ?? late.lost;
      this.#lose(late);
    });
  }

  #lose(loss: Loss): void {
    this.#lost += loss.lost - (loss.again ?? 0);
    this.#losses = withLoss(this.#losses, loss);
  }

  #timed(act: () => void): number {
    if (this.#options.timed !== undefined) return this.#options.timed(act);
    act();
    return 0;
  }

  #attempt(act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      this.#options.onFault?.(error);
      return false;
    }
  }

  #schedule(): void {
    this.#isScheduled = true;
    this.#options.schedule(() => this.flush());
  }
}
