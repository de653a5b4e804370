/**
 * What was written lately and may turn out to be lost: the file was removed meanwhile. It is added up with each batch, so adding makes nothing and
 * costs a few comparisons.
 */
import type { Batch, Loss } from "../log/sink.ts";
import { lossOf } from "./losses.ts";

/** Adds up batches. */
export class WrittenTally {
  #lost = 0;
  #lines = 0;
  #again = 0;
  #from = Infinity;
  #to = 0;

  /** Adds a batch that was written. */
  add(batch: Batch): void {
    const { text, records, from = Infinity, to = 0 } = batch;
    // What tells of losses stands at the beginning of a batch, behind the log's first line where that was lost, too.
    const { lost, again = 0 } = text.startsWith('{"kind":"gap"') || text.startsWith('{"kind":"log"') ? lossOf(batch, "") : { lost: records };
    this.#lost += lost;
    this.#lines += records;
    this.#again += again;
    if (from < this.#from) this.#from = from;
    if (to > this.#to) this.#to = to;
  }

  /** Gives all that was added as a loss; undefined when nothing was. */
  loss(reason: string): Loss | undefined {
    if (this.#lines === 0) return undefined;
    return {
      lost: this.#lost, reason,
      ...(this.#again === 0 ? {} : { lines: this.#lines, again: this.#again }),
      ...(this.#from > this.#to ? {} : { from: this.#from, to: this.#to }),
    };
  }

  /** Forgets it: it is there. */
  clear(): void {
    this.#lost = this.#lines = this.#again = this.#to = 0;
    this.#from = Infinity;
  }
}
