/**
 * How many runs of one handler may be open at once. Those that come meanwhile stand in line, first come first served; the line is
 * bounded, since what grows without end is a leak.
 */
import { isThenable } from "./thenable.ts";

export class Lane {
  readonly #width: number;
  readonly #room: number;
  readonly #line: (() => void)[] = [];
  #running = 0;

  /** @param room how many may stand in line. */
  constructor(width: number, room: number) {
    this.#width = width;
    this.#room = room;
  }

  /** Runs it now, or when its turn comes. Gives undefined when the line is full. `run` neither throws nor rejects. */
  enter<T>(run: () => T | Promise<T>): T | Promise<T> | undefined {
    if (this.#running < this.#width) return this.#run(run);
    if (this.#line.length >= this.#room) return undefined;
    return new Promise((resolve) => this.#line.push(() => resolve(this.#run(run))));
  }

  #run<T>(run: () => T | Promise<T>): T | Promise<T> {
    this.#running++;
    const given = run();
    if (isThenable(given)) void given.then(() => this.#next());
    else this.#next();
    return given;
  }

  #next(): void {
    this.#running--;
    this.#line.shift()?.();
  }
}
