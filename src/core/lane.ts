/**
 * How many runs of one handler may be open at once. Those that come meanwhile stand in line, first come first served; the line is
 * bounded, since what grows without end is a leak.
 */
import { after } from "./thenable.ts";

export class Lane {
  #free: number;
  readonly #room: number;
  readonly #line: (() => void)[] = [];

  /** @param room how many may stand in line. */
  constructor(width: number, room: number) {
    this.#free = width;
    this.#room = room;
  }

  /** Runs it now, or when its turn comes. Gives undefined when the line is full. `run` neither throws nor rejects. */
  enter<T>(run: () => T | Promise<T>): T | Promise<T> | undefined {
    if (this.#free > 0) {
      this.#free--;
      const given = run();
      void after(given, () => {
        this.#free++;
        this.#line.shift()?.();
      });
      return given;
    }
    if (this.#line.length < this.#room) return new Promise((resolve) => this.#line.push(() => resolve(this.enter(run) as T)));
  }
}
