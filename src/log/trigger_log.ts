/** What became of triggers: a record for the first, one a second for a storm of them, with their number. */
import type { Dispatch, EndedHandling, Handling, SettledDispatch } from "../mod.ts";
import { Triggers, type TriggersOptions } from "./triggers.ts";
import { triggerLine, type Trigger } from "./write_state.ts";

/** Triggers that follow one within this time are counted, not written one by one: what they are about is written already. */
export const TRIGGER_EVERY_MS = 1_000;

export interface TriggerLogOptions extends Pick<TriggersOptions, "conditions" | "now" | "later"> {
  /** Milliseconds since the run's start. */
  readonly at: () => number;
  readonly idOf: (dispatch: Dispatch) => number;
  /** Writes a line at once. */
  readonly write: (line: string) => void;
  readonly met: ((on: string) => void) | undefined;
}

/** Watches for triggers, and tells of them. */
export class TriggerLog {
  readonly #options: TriggerLogOptions;
  readonly #watch: Triggers | undefined;
  #toldAt = -Infinity;
  #waiting: Trigger | undefined;

  constructor(options: TriggerLogOptions) {
    this.#options = options;
    if (options.conditions.length > 0) this.#watch = new Triggers({ ...options, met: (on, dispatch, n) => this.met(on, dispatch, n) });
  }

  dispatched(dispatch: Dispatch): void {
    this.#watch?.dispatched(dispatch);
  }

  started(handling: Handling): void {
    this.#watch?.started(handling);
  }

  handled(handling: EndedHandling): void {
    this.#watch?.handled(handling);
  }

  settled(dispatch: SettledDispatch): void {
    this.#watch?.settled(dispatch);
  }

  /** A trigger is met. */
  met(on: string, dispatch?: Dispatch, n?: number): void {
    const { at, idOf, met } = this.#options;
    const count = (this.#waiting?.count ?? 0) + 1;
    const id = dispatch === undefined ? 0 : idOf(dispatch);
    this.#waiting = { on, count, ...(id === 0 ? {} : { dispatch: id, n }) };
    if (at() - this.#toldAt >= TRIGGER_EVERY_MS) this.tell();
    met?.(on);
  }

  /** Writes the record of those that wait for one. */
  tell(): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    const { at, write } = this.#options;
    const now = at();
    this.#waiting = undefined;
    this.#toldAt = now;
    write(triggerLine(now, waiting.count === 1 ? { ...waiting, count: undefined } : waiting));
  }

  stop(): void {
    this.#watch?.stop();
  }
}
