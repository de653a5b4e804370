/**
 * A column of milliseconds with three decimals, as a log has them: kept as whole microseconds, which gives back the very same numbers. What has
 * more decimals, or is too great, is kept beside.
 */
import { NumberColumn } from "./number_column.ts";

/** One column. Adding and reading cost a few nanoseconds. */
export class TimeColumn {
  readonly #micros: NumberColumn;
  readonly #odd = new Map<number, number>();

  constructor(options: ConstructorParameters<typeof NumberColumn>[0] = {}) {
    this.#micros = new NumberColumn(options);
  }

  get length(): number {
    return this.#micros.length;
  }

  at(row: number): number {
    if (this.#odd.size > 0) {
      const odd = this.#odd.get(row);
      if (odd !== undefined) return odd;
    }
    return this.#micros.at(row) / 1000;
  }

  push(ms: number): void {
    const row = this.#micros.length;
    const micros = Math.round(ms * 1000);
    if (micros / 1000 === ms && micros <= Number.MAX_SAFE_INTEGER) {
      this.#micros.push(micros);
    } else {
      this.#micros.push(row === 0 ? 0 : this.#micros.at(row - 1));
      this.#odd.set(row, ms);
    }
  }

  set(row: number, ms: number): void {
    const micros = Math.round(ms * 1000);
    const isExact = micros / 1000 === ms && micros <= Number.MAX_SAFE_INTEGER;
    if (isExact) this.#micros.set(row, micros);
    if (!isExact) this.#odd.set(row, ms);
    else if (this.#odd.size > 0) this.#odd.delete(row);
  }
}
