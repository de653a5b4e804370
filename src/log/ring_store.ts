/**
 * What a flight recorder holds in memory: batches in segments, each with the head that would begin a log with it. What is oldest
 * falls out by whole segments.
 */
import type { Batch } from "./sink.ts";

/** A ring is so many segments: what it holds is between its length and a sixth more; more of them would need more heads. */
export const SEGMENTS = 6;

/** Batches from one head to the next. */
export interface Segment {
  /** What a log begins with that begins here; absent at the run's own beginning, whose first batch is its head. */
  readonly head: Batch | undefined;
  readonly batches: Batch[];
  /** The number of its first batch, counted over the whole run. */
  readonly first: number;
  /** How many records stand in batches before it, over the whole run. */
  readonly recordsBefore: number;
  readonly beganAt: number;
  characters: number;
}

export interface RingStoreOptions {
  readonly ringMs: number;
  readonly ringBytes: number;
}

/** Segments, the oldest first; there is always one. */
export class RingStore {
  readonly segments: Segment[] = [{ head: undefined, batches: [], first: 0, recordsBefore: 0, beganAt: 0, characters: 0 }];
  readonly #options: RingStoreOptions;
  #characters = 0;
  #records = 0;
  #next = 0;

  constructor(options: RingStoreOptions) {
    this.#options = options;
  }

  /** The number that the next batch will have. */
  get next(): number {
    return this.#next;
  }

  /** How many records were added, ever. */
  get records(): number {
    return this.#records;
  }

  /** How many characters it holds. */
  get characters(): number {
    return this.#characters;
  }

  /** The newest segment is as old or as large as one may be. */
  isDue(now: number): boolean {
    const { beganAt, characters, batches } = this.#last;
    return batches.length > 0 && (now - beganAt >= this.#options.ringMs / SEGMENTS || characters >= this.#options.ringBytes / SEGMENTS);
  }

  /** Begins a segment. */
  begin(head: Batch): void {
    this.segments.push({ head, batches: [], first: this.#next, recordsBefore: this.#records, beganAt: head.at, characters: 0 });
    this.#grow(head);
  }

  /** Adds a batch, and lets fall out what is too old or too much. */
  add(batch: Batch): void {
    this.#last.batches.push(batch);
    this.#next += 1;
    this.#records += batch.records;
    this.#grow(batch);
  }

  /** Gives the batches from this number on. */
  *from(number: number): Generator<Batch, void> {
    for (const { first, batches } of this.segments) {
      for (let at = Math.max(0, number - first); at < batches.length; at++) yield batches[at]!;
    }
  }

  get #last(): Segment {
    return this.segments.at(-1)!;
  }

  #grow({ text, at }: Batch): void {
    // A text made of many pieces is held as those pieces, in several times its memory, until a character of it is asked for.
    text.charCodeAt(text.length - 1);
    this.#last.characters += text.length;
    this.#characters += text.length;
    const { ringMs, ringBytes } = this.#options;
    while (this.segments.length > 1 && (this.#characters > ringBytes || (this.segments[0]!.batches.at(-1)?.at ?? 0) < at - ringMs)) {
      this.#characters -= this.segments.shift()!.characters;
    }
  }
}
