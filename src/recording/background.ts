/**
 * Writing off the thread: what is to be written waits in order, bounded, and is written by the runtime's threads, one thing
 * at a time. When the process ends, what waits is written at once; what is under way is then written again, over itself.
 */
import { atEndOfTurn } from "../host/clock.ts";
import { ABANDONED, doLater, doNow, type Steps } from "../host/steps.ts";
import type { Batch } from "../log/sink.ts";
import { bothBatches } from "./losses.ts";

/**
 * In characters. A disk that stalls is told of by what is lost, not by an app that grows without end: 32 million hold what a bus of 2,500
 * small messages a second says in 30 s, and a second of a very busy one.
 */
export const QUEUE_CHARACTERS: number = 32 * 1024 * 1024;

/** In characters. Small batches that wait become one: a disk that is slow is slow per write. */
const TOGETHER_CHARACTERS = 256 * 1024;

/** What is to be written: lines, or the first lines of a new part. */
interface Job {
  readonly kind: "lines" | "head";
  batch: Batch;
}

export interface BackgroundOptions {
  readonly now: () => number;
  /** Writes lines; must not throw. */
  readonly lines: (batch: Batch) => Steps<void>;
  /** Begins a part; must not throw. */
  readonly head: (head: Batch) => Steps<void>;
  /** A part was being begun when the process came to its end: what is half done is brought to an end at once. Must not throw. */
  readonly settleHead: (head: Batch) => void;
  /** Something has been written, and took that long; or what was abandoned has ended. */
  readonly onDone: (ms: number) => void;
}

/** What is being written off the thread. */
export class Background {
  readonly #options: BackgroundOptions;
  #waiting: Job[] = [];
  #underWay: Job | undefined;
  #characters = 0;
  /** Moves on when what is under way is done by somebody else. */
  #generation = 0;
  #loose = 0;
  /** Turns of the event loop that have ended since something was under way, and how many had when what is under way began. */
  #turns = 0;
  #beganAtTurn = 0;
  #isTurnWatched = false;

  constructor(options: BackgroundOptions) {
    this.#options = options;
  }

  /** How much waits, or is under way. */
  get characters(): number {
    return this.#characters;
  }

  /** Whether nothing waits and nothing is under way. */
  get isIdle(): boolean {
    return this.#underWay === undefined && this.#waiting.length === 0;
  }

  /**
   * Whether a call is still under way that was made again at once. It may come late: until it has, nothing may be renamed,
   * which it would rename again, and nothing closed, whose number another file would get.
   */
  get isLoose(): boolean {
    return this.#loose > 0;
  }

  /**
   * Adds what is to be written. @throws Error when too much waits already. Within one turn nobody can hear that the disk is
   * done: what fills the queue in it is no fault of the disk, and is written at once.
   */
  add(kind: Job["kind"], batch: Batch): void {
    if (this.#characters > 0 && this.#characters + batch.text.length > QUEUE_CHARACTERS) {
      if (this.#turns > this.#beganAtTurn) throw new Error(`the disk is too slow: ${Math.round(this.#characters / 1024 / 1024)} MB wait to be written`);
      this.finish();
    }
    this.#characters += batch.text.length;
    const last = this.#waiting.at(-1);
    if (kind === "lines" && last?.kind === "lines" && last.batch.text.length + batch.text.length <= TOGETHER_CHARACTERS) {
      last.batch = bothBatches(last.batch, batch);
    } else {
      this.#waiting.push({ kind, batch });
    }
    if (this.#underWay === undefined) this.#next();
  }

  /** Writes all that waits, and what is under way, before it returns. */
  finish(): void {
    const underWay = this.#underWay;
    const waiting = this.#waiting;
    this.#generation += 1;
    this.#underWay = undefined;
    this.#waiting = [];
    this.#characters = 0;
    if (underWay !== undefined) this.#loose += 1;
    if (underWay?.kind === "head") this.#options.settleHead(underWay.batch);
    else if (underWay !== undefined) doNow(this.#options.lines(underWay.batch));
    for (const { kind, batch } of waiting) doNow(this.#options[kind](batch));
  }

  #next(): void {
    const job = this.#underWay = this.#waiting.shift();
    if (job === undefined) return;
    this.#beganAtTurn = this.#turns;
    if (!this.#isTurnWatched) {
      this.#isTurnWatched = true;
      atEndOfTurn(() => {
        this.#isTurnWatched = false;
        this.#turns += 1;
      });
    }
    void this.#do(job, this.#generation);
  }

  async #do({ kind, batch }: Job, generation: number): Promise<void> {
    const { now, onDone } = this.#options;
    const startedAt = now();
    const end = await doLater(this.#options[kind](batch), () => this.#generation !== generation);
    if (end === ABANDONED) {
      this.#loose -= 1;
    } else {
      this.#characters -= batch.text.length;
      this.#next();
    }
    onDone(now() - startedAt);
  }
}
