// A clock that goes from one due moment to the next, so that what follows from one has happened before the next one comes.
import { setImmediate } from "node:timers";
import type { Clock } from "../../../src/mod.ts";
import { turn } from "../bus.ts";

export class StepClock implements Clock {
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();
  readonly #booked = new Set<number>();
  readonly #settles: boolean;
  #now = 0;

  /** @param settles a moment may take timers of the runtime: who loses patience waits for what is left of the running turn. */
  constructor(settles: boolean) {
    this.#settles = settles;
  }

  now(): number {
    return this.#now;
  }

  date(): Date {
    return new Date(this.#now);
  }

  setTimer(run: () => void, ms: number): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /**
   * Milliseconds until a moment that nobody else has booked, `ms` from now or later: an even one, or an odd one. User code goes on at even
   * moments and patience ends at others, so what happens at one moment has one order.
   */
  book(ms: number, parity: "even" | "odd"): number {
    let at = 2 * Math.ceil((this.#now + ms) / 2) + (parity === "odd" ? 1 : 0);
    while (this.#booked.has(at)) at += 2;
    this.#booked.add(at);
    return at - this.#now;
  }

  /** Lets time pass, moment by moment. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await new Promise((resolve) => setImmediate(resolve)); // what was done at this moment happens before the next one
    for (let due = this.#nextDue(end); due !== undefined; due = this.#nextDue(end)) {
      this.#now = due;
      for (const timer of this.#timers) {
        if (timer.at !== due) continue;
        this.#timers.delete(timer);
        timer.run();
      }
      if (this.#settles && due % 2 !== 0) await turn();
      else await new Promise((resolve) => setImmediate(resolve));
    }
    this.#now = end;
  }

  #nextDue(end: number): number | undefined {
    const due = Math.min(...[...this.#timers].map(({ at }) => at));
    return due <= end ? due : undefined;
  }
}
