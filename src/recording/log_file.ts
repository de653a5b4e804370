/**
 * A recording as files: the sink that a recorder writes to. It has one writer (`lock.ts`), parts (`parts_writer.ts`), a cap
 * on the whole (`trim.ts`), packed old parts (`packer.ts`), and does not let the app wait for a slow disk (`background.ts`).
 *
 * What was written when `write()` returns has been handed to the system: it survives a SIGKILL. While `writing` says
 * `background` it has not, and waits in memory.
 */
import { atEndOfTurn, systemClock } from "../host/clock.ts";
import { byteLength, type Scratch, scratch } from "../host/disk.ts";
import { reasonOf } from "../host/files.ts";
import { onProcessEnd } from "../host/process_end.ts";
import { doNow, type Steps } from "../host/steps.ts";
import type { Batch, Loss, Sink, Writing } from "../log/sink.ts";
import { Background } from "./background.ts";
import type { RecordingLock } from "./lock.ts";
import { checkedOptions, type LogFileOptions } from "./log_file_options.ts";
import { bothLosses, lossOf } from "./losses.ts";
import { openRecording } from "./open_recording.ts";
import { Packer } from "./packer.ts";
import { Pace } from "./pace.ts";
import { PartGauge } from "./part_gauge.ts";
import { PartsWriter } from "./parts_writer.ts";
import { trim } from "./trim.ts";

/** A recording that is being written. */
export class LogFile implements Sink {
  readonly path: string;
  /** Resolves when it is closed and all that was taken is written, or lost and told. */
  readonly closed: Promise<void>;
  readonly #options: LogFileOptions;
  readonly #pace: Pace;
  readonly #lock: RecordingLock;
  readonly #writer: PartsWriter;
  readonly #gauge: PartGauge;
  readonly #background: Background;
  readonly #packer: Packer | undefined;
  readonly #offEnd: () => void;
  #state: "open" | "ended" | "closing" | "closed" = "open";
  #onClosed: () => void = () => {};
  #scratch: Scratch | undefined;
  #late: Loss | undefined;
  #bytes = 0;
  /** A part is being begun off the thread, or waits for it. */
  #isBeginning = false;
  /** An error was not caught; this turn of the event loop may be the process's last. */
  #isFailing = false;
  #isFileClosed = false;

  /**
   * Opens it: the file is there, and locked, when this returns. In a file that is there, a torn last line is ended.
   * @throws RangeError for a size or an age that is none. @throws Error "Cannot record to …" that says why, with the `node:fs` code where there is one.
   */
  constructor(options: LogFileOptions) {
    this.#options = checkedOptions(options);
    this.path = options.path;
    const now = options.now ?? systemClock.now;
    const { lock, part } = openRecording(this.#options);
    this.#lock = lock;
    this.#gauge = new PartGauge({ rotate: this.#options.rotate, now, bytes: part.bytes });
    this.#writer = new PartsWriter(part, { path: options.path, onLost: (loss) => this.#lose(loss), onFault: options.onFault });
    this.#pace = new Pace(options.writing ?? "turn", now);
    this.#packer = options.gzip === true ? new Packer(options.path, options) : undefined;
    this.#background = new Background({
      now,
      lines: (batch) => this.#lines(batch),
      head: (batch) => this.#head(batch),
      settleHead: (batch) => this.#settleHead(batch),
      onDone: (ms) => this.#done(ms),
    });
    this.closed = new Promise((resolve) => this.#onClosed = resolve);
    this.#offEnd = (options.onProcessEnd ?? onProcessEnd)((end) => this.#processEnds(end));
    this.#packer?.look();
  }

  /** How many bytes it was given and has taken. */
  get bytes(): number {
    return this.#bytes;
  }

  /** How many characters it has taken that are not written yet; always 0 on the thread. */
  get waiting(): number {
    return this.#background.characters;
  }

  /** How it writes now. */
  get writing(): Writing {
    return this.#pace.writing;
  }

  /** A new part is due: by its size or age, or since the file is no longer what stands at the path. */
  get wantsPart(): boolean {
    if (this.#isBeginning || this.#isAtEnd || !this.#gauge.mayBegin) return false;
    return this.#writer.needsPart || this.#gauge.isFull;
  }

  /** Takes a batch. @throws Error when none of it is written, or when too much waits to be; and after `close()`. */
  write(batch: Batch): void {
    this.#use(() => {
      if (this.#pace.isBackground) {
        this.#background.add("lines", batch);
        return this.#count(byteLength(batch.text));
      }
      const before = this.#writer.bytes;
      this.#pace.timed(() => doNow(this.#writer.append(batch, this.#scratch ??= scratch())));
      this.#count(this.#writer.bytes - before);
    });
  }

  /** Closes the part under its number and begins a new one. @throws Error when it cannot: then the old one goes on, and it is tried again after ten seconds. */
  beginPart(head: Batch): void {
    this.#use(() => {
      if (this.#pace.isBackground) this.#beginLater(head);
      else if (this.#isAtEnd) doNow(this.#writer.append(head));
      else this.#pace.timed(() => this.#beginNow(head));
      this.#bytes += byteLength(head.text);
      this.#gauge.begin(byteLength(head.text));
    });
  }

  /** Takes what was lost of batches that had been taken, since it was asked last. */
  takeLoss(): Loss | undefined {
    const loss = this.#late;
    this.#late = undefined;
    return loss;
  }

  /** The process is ending: writes what waits, and from now on each batch before `write()` returns. */
  finish(): void {
    if (this.#state === "closed" || this.#state === "ended") return;
    this.#pace.hold();
    if (this.#drain() !== "closed") this.#state = "ended";
  }

  /** Ends it, once what waits is written; a part that is being packed stays plain. After it nothing is taken. */
  close(): void {
    if (this.#state === "closed" || this.#state === "closing") return;
    this.#packer?.stop();
    this.#state = "closing";
    if (this.#background.isIdle) this.#end();
  }

  /** Resolves when no closed part is left to be packed; keeps the process alive until then. */
  async packed(): Promise<void> {
    await this.#packer?.packed();
  }

  /** Nothing is to be renamed or closed any more, or not yet. */
  get #isAtEnd(): boolean {
    return this.#state === "ended" || this.#isFailing || this.#background.isLoose;
  }

  /** Whatever is done with it: it must be open, and locked. */
  #use(act: () => void): void {
    if (this.#state === "closed" || this.#state === "closing") throw new Error(`Cannot write to "${this.path}": it is closed`);
    if (!this.#lock.isHeld) {
      this.#lock.retake();
      doNow(this.#writer.resume());
    }
    if (this.#background.isIdle) this.#pace.rest();
    try {
      act();
    } finally {
      // Listeners of the process's end that come after ours may still send messages; then it is over at any moment.
      if (this.#state === "ended" || this.#isFailing) this.#lock.release();
    }
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    this.#gauge.add(bytes);
  }

  #beginLater(head: Batch): void {
    this.#isBeginning = true;
    try {
      this.#background.add("head", head);
    } catch (error) {
      this.#isBeginning = false;
      throw error;
    }
  }

  #beginNow(head: Batch): void {
    try {
      doNow(this.#begin(head));
    } catch (error) {
      this.#gauge.failed();
      throw error;
    }
  }

  *#begin(head: Batch): Steps<void> {
    yield* this.#writer.begin(head);
    const { path, keep, rotate, onFault } = this.#options;
    try {
      if (keep !== undefined) yield* trim(path, { ...keep, reserve: rotate?.bytes ?? 0, onRemove: (part) => this.#packer?.forget(part) });
    } catch (error) {
      onFault(new Error(`Cannot remove old parts of "${path}": ${reasonOf(error)}`, { cause: error }));
    }
    this.#packer?.look();
  }

  /** Off the thread nobody is there to be thrown at: what fails is counted, and told. */
  *#lines(batch: Batch): Steps<void> {
    try {
      yield* this.#writer.append(batch);
    } catch (error) {
      this.#loseBatch(batch, error);
    }
  }

  *#head(head: Batch): Steps<void> {
    try {
      if (!this.#isAtEnd) return yield* this.#begin(head);
    } catch (error) {
      this.#options.onFault(new Error(`Cannot begin a new part of "${this.path}": ${reasonOf(error)}`, { cause: error }));
    } finally {
      this.#isBeginning = false;
    }
    // The recorder has begun it: its first lines stand in the old one.
    yield* this.#lines(head);
  }

  #settleHead(head: Batch): void {
    this.#isBeginning = false;
    try {
      this.#writer.settle(head);
    } catch (error) {
      this.#loseBatch(head, error);
    }
  }

  #loseBatch(batch: Batch, error: unknown): void {
    this.#lose(lossOf(batch, `writing failed: ${reasonOf(error)}`), error);
  }

  #lose(loss: Loss, cause?: unknown): void {
    this.#late = bothLosses(this.#late, loss);
    this.#options.onFault(new Error(`Cannot write to "${this.path}": ${loss.reason}`, { cause }));
  }

  #done(ms: number): void {
    this.#pace.wrote(ms);
    if (this.#state === "closed") this.#closeFile();
    else if (this.#background.isIdle && this.#state === "closing") this.#end();
    else if (this.#background.isIdle) this.#pace.rest();
  }

  #processEnds(end: "ending" | "failing"): void {
    if (end === "ending") this.finish();
    else this.#brace();
    this.#lock.release();
  }

  /** An error was not caught. Nothing may wait; but somebody may still decide to go on. */
  #brace(): void {
    this.#isFailing = true;
    this.#pace.hold();
    this.#drain();
    atEndOfTurn(() => {
      this.#isFailing = false;
      if (this.#state === "open") this.#pace.letGo();
    });
  }

  /** Writes what waits, now. */
  #drain(): string {
    this.#background.finish();
    if (this.#state === "closing") this.#end();
    return this.#state;
  }

  #end(): void {
    this.#state = "closed";
    this.#lock.release();
    this.#offEnd();
    this.#closeFile();
    this.#onClosed();
  }

  #closeFile(): void {
    if (this.#background.isLoose || this.#isFileClosed) return;
    this.#isFileClosed = true;
    doNow(this.#writer.close());
  }
}
