/** A column whose numbers mostly stay as they are from row to row: it holds where they change. */

export class RunLengths {
  readonly #from: number[] = [];
  readonly #numbers: number[] = [];
  #last = Number.NaN;

  /** Gives the number of a row that is there. Cost: logarithmic in how often it changed. */
  at(row: number): number {
    let low = 0;
    let high = this.#from.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#from[middle] as number) <= row) low = middle;
      else high = middle - 1;
    }
    return this.#numbers[low] as number;
  }

  /** Rows come in order. */
  push(row: number, number: number): void {
    if (number === this.#last) return;
    this.#last = number;
    this.#from.push(row);
    this.#numbers.push(number);
  }
}
