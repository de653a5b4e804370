/** From the ids of a run's dispatches to their ordinals. Ids are counted from 1 and come nearly in order, so whole ranges of them are one entry. */

/** Ids from `first` to `last` have the ordinals from `ordinal` on. */
interface Range {
  readonly first: number;
  last: number;
  readonly ordinal: number;
}

export class IdMap {
  /** In ascending order. */
  readonly #ranges: Range[] = [];
  /** Ids that came after a higher one. */
  readonly #late = new Map<number, number>();

  /** Adds an id; of two that are the same the later one counts. */
  add(id: number, ordinal: number): void {
    const last = this.#ranges.at(-1);
    if (last !== undefined && id === last.last + 1 && ordinal === last.ordinal + id - last.first) last.last = id;
    else if (last === undefined || id > last.last) this.#ranges.push({ first: id, last: id, ordinal });
    else this.#late.set(id, ordinal);
  }

  /** Gives the ordinal of an id; -1 for none. Cost: logarithmic in the number of holes. */
  get(id: number): number {
    if (this.#late.size > 0) {
      const late = this.#late.get(id);
      if (late !== undefined) return late;
    }
    let low = 0;
    let high = this.#ranges.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#ranges[middle] as Range).first <= id) low = middle;
      else high = middle - 1;
    }
    const range = this.#ranges[low];
    return range === undefined || id < range.first || id > range.last ? -1 : range.ordinal + id - range.first;
  }
}
