/** How far long reading has come: one line on standard error that is written over and taken away again; only on a terminal, and only after a second. */
import { systemClock } from "../src/host/clock.ts";
import { isTerminal, writeErr } from "../src/host/process.ts";

/** Shorter work is over before it was read. */
const PATIENCE_MS = 1_000;
/** Quicker than that nobody reads numbers. */
const STEP_MS = 100;

export class Progress {
  readonly #isShown = isTerminal("stderr");
  readonly #began = systemClock.now();
  #last = 0;
  #hasLine = false;

  /** Says how far it is. Cost: a look at the clock. */
  show(text: string): void {
    if (!this.#isShown) return;
    const now = systemClock.now();
    if (now - this.#began < PATIENCE_MS || now - this.#last < STEP_MS) return;
    this.#last = now;
    this.#hasLine = true;
    void writeErr(`\r\u001b[K${text}`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#hasLine) void writeErr("\r\u001b[K");
    this.#hasLine = false;
  }
}
