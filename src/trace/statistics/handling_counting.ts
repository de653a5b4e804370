/** Handlings, counted by their handlers or services, or added to the groups of their dispatches; in small loops, as in `dispatch_counting.ts`. */
import type { Log } from "../log.ts";
import { NOT_ASKED, SLICE_ROWS } from "./dispatch_counting.ts";
import type { Groups } from "./groups.ts";

/** By what handlings are grouped: `type` and `source` are those of their dispatches, which count for themselves. */
export type HandlingsBy = "type" | "source" | "handler" | { of(run: number, subscription: number): number };

/** Counts handlings. */
export class HandlingCounting {
  readonly #log: Log;
  readonly #by: HandlingsBy;
  readonly #groups: Groups;
  readonly #chosen: Uint8Array | undefined;
  readonly #dispatchOf = new Int32Array(SLICE_ROWS);
  readonly #groupOf = new Int32Array(SLICE_ROWS);

  /** `chosen`: which dispatches were asked for; absent: all. */
  constructor(log: Log, by: HandlingsBy, groups: Groups, chosen: Uint8Array | undefined) {
    this.#log = log;
    this.#by = by;
    this.#groups = groups;
    this.#chosen = chosen;
  }

  /** Counts the rows of a slice. One that was spared is no handling; only its record takes room, by type and source. */
  count(from: number, to: number): void {
    this.#group(from, to);
    const isOfDispatch = this.#by === "type" || this.#by === "source";
    if (isOfDispatch) this.#weigh(from, to);
    this.#leaveOutSpared(from, to);
    if (!isOfDispatch) {
      this.#weigh(from, to);
      this.#judge(from, to);
    }
    this.#measure(from, to, !isOfDispatch);
  }

  #group(from: number, to: number): void {
    const { dispatches, handlings } = this.#log;
    const [by, dispatchOf, groupOf, chosen] = [this.#by, this.#dispatchOf, this.#groupOf, this.#chosen];
    const rows = to - from;
    for (let row = 0; row < rows; row++) dispatchOf[row] = handlings.dispatch(from + row);
    if (by === "type") for (let row = 0; row < rows; row++) groupOf[row] = dispatches.type(dispatchOf[row]!);
    else if (by === "source") for (let row = 0; row < rows; row++) groupOf[row] = dispatches.source(dispatchOf[row]!);
    else if (by === "handler") for (let row = 0; row < rows; row++) groupOf[row] = handlings.handler(from + row);
    else for (let row = 0; row < rows; row++) groupOf[row] = by.of(dispatches.run(dispatchOf[row]!), handlings.subscription(from + row));
    if (chosen !== undefined) for (let row = 0; row < rows; row++) if (chosen[dispatchOf[row]!] === 0) groupOf[row] = NOT_ASKED;
  }

  #leaveOutSpared(from: number, to: number): void {
    const { handlings } = this.#log;
    for (let handling = from; handling < to; handling++) if (handlings.outcome(handling) === "spared") this.#groupOf[handling - from] = NOT_ASKED;
  }

  #weigh(from: number, to: number): void {
    const { handlings } = this.#log;
    const { bytes } = this.#groups;
    for (let handling = from; handling < to; handling++) {
      const group = this.#groupOf[handling - from]!;
      if (group !== NOT_ASKED) bytes[group]! += handlings.bytes(handling);
    }
  }

  #judge(from: number, to: number): void {
    const { handlings } = this.#log;
    const { count, failed } = this.#groups;
    for (let handling = from; handling < to; handling++) {
      const group = this.#groupOf[handling - from]!;
      if (group === NOT_ASKED) continue;
      count[group]! += 1;
      if (handlings.outcome(handling) === "failed") failed[group]! += 1;
    }
  }

  #measure(from: number, to: number, counts: boolean): void {
    const { handlings } = this.#log;
    const groups = this.#groups;
    for (let handling = from; handling < to; handling++) {
      const group = this.#groupOf[handling - from]!;
      if (group === NOT_ASKED) continue;
      const ms = handlings.ms(handling);
      groups.held(group, ms, handlings.syncMs(handling));
      if (counts) groups.took(group, ms);
    }
  }
}
