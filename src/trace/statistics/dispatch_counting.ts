/**
 * Dispatches, counted by what they have in common. A slice of rows is gone through several times, each time for a few columns: a loop that is
 * small enough for an engine to take the reading of cells into it costs a fraction of one that calls them, and makes no number on the heap.
 */
import type { Texts } from "../columns.ts";
import type { Log } from "../log.ts";
import { isOwnMessage } from "../own_messages.ts";
import { Groups } from "./groups.ts";
import { RunTimes } from "./recorded_time.ts";

/** Rows of a slice: well below a millisecond, and what is remembered of them stays near the processor. */
export const SLICE_ROWS = 4096;
/** In the place of a group: the row was not asked for. */
export const NOT_ASKED = -1;

/** Counts dispatches: by type, by source, or all as one. */
export class DispatchCounting {
  readonly groups: Groups;
  /** Which dispatches were asked for; absent: all. */
  readonly chosen: Uint8Array | undefined;
  readonly times: RunTimes;
  /** How many handlings have not ended, as far as it is known. */
  missing = 0;
  readonly #log: Log;
  readonly #by: "type" | "source" | undefined;
  readonly #where: ((dispatch: number) => boolean) | undefined;
  readonly #isOwn: (type: number) => boolean;
  /** Of the rows of a slice: their groups, and how long they took. */
  readonly #groupOf = new Int32Array(SLICE_ROWS);
  readonly #msOf = new Float64Array(SLICE_ROWS);

  constructor(log: Log, by: "type" | "source" | undefined, where: ((dispatch: number) => boolean) | undefined) {
    this.#log = log;
    this.#by = by;
    this.#where = where;
    this.groups = new Groups(by === undefined ? 1 : log.texts.length);
    this.chosen = where === undefined ? undefined : new Uint8Array(log.dispatches.length);
    this.times = new RunTimes(log.runs.length);
    this.#isOwn = ownTypes(log.texts);
  }

  /** Counts the rows of a slice. */
  count(from: number, to: number): void {
    this.#group(from, to);
    this.#measure(from, to);
    this.#judge(from, to);
    this.#weigh(from, to);
    for (let at = 0; at < to - from; at++) if (this.#groupOf[at] !== NOT_ASKED) this.groups.took(this.#groupOf[at]!, this.#msOf[at]!);
  }

  #group(from: number, to: number): void {
    const { dispatches } = this.#log;
    const groupOf = this.#groupOf;
    if (this.#by === "type") for (let dispatch = from; dispatch < to; dispatch++) groupOf[dispatch - from] = dispatches.type(dispatch);
    else if (this.#by === "source") for (let dispatch = from; dispatch < to; dispatch++) groupOf[dispatch - from] = dispatches.source(dispatch);
    else groupOf.fill(0);
    if (this.#where === undefined || this.chosen === undefined) return;
    for (let dispatch = from; dispatch < to; dispatch++) {
      if (this.#where(dispatch)) this.chosen[dispatch] = 1;
      else groupOf[dispatch - from] = NOT_ASKED;
    }
  }

  /** The time that runs took is that of all rows. */
  #measure(from: number, to: number): void {
    const { dispatches } = this.#log;
    for (let dispatch = from; dispatch < to; dispatch++) {
      const at = dispatches.at(dispatch);
      const end = dispatches.end(dispatch);
      this.times.take(dispatches.run(dispatch), at, end);
      this.#msOf[dispatch - from] = end - at;
    }
  }

  #judge(from: number, to: number): void {
    const { dispatches } = this.#log;
    const { count, failed, unhandled, running, timeless } = this.groups;
    const ms = this.#msOf;
    for (let dispatch = from; dispatch < to; dispatch++) {
      const group = this.#groupOf[dispatch - from]!;
      if (group === NOT_ASKED) continue;
      count[group]! += 1;
      switch (dispatches.state(dispatch)) {
        case "done": break;
        case "failed": case "unanswered":
          failed[group]! += 1;
          break;
        case "timedOut": case "aborted":
          failed[group]! += 1;
          ms[dispatch - from] = dispatches.ms(dispatch);
          break;
        case "unhandled":
          timeless[group]! += 1;
          if (!this.#isOwn(dispatches.type(dispatch))) unhandled[group]! += 1;
          ms[dispatch - from] = Number.NaN;
          break;
        case "running":
          running[group]! += 1;
          this.missing += missingHandlings(this.#log, dispatch);
          ms[dispatch - from] = Number.NaN;
          break;
        default:
          // What has no handling to end it has a record that says how long it took.
          ms[dispatch - from] = dispatches.ms(dispatch);
      }
    }
  }

  #weigh(from: number, to: number): void {
    const { dispatches } = this.#log;
    const { bytes } = this.groups;
    for (let dispatch = from; dispatch < to; dispatch++) {
      const group = this.#groupOf[dispatch - from]!;
      if (group !== NOT_ASKED) bytes[group]! += dispatches.bytes(dispatch);
    }
  }
}

/** Of a message that has not ended: an ACTION and a QUERYALL wait for all of their handlings, the others for one. */
function missingHandlings({ dispatches, handlings }: Log, dispatch: number): number {
  const verb = dispatches.verb(dispatch);
  if (verb === "QUERY" || verb === "PERFORM") return 1;
  let missing = dispatches.handlers(dispatch);
  for (let handling = dispatches.lastHandling(dispatch); handling !== -1; handling = handlings.before(handling)) missing -= 1;
  return Math.max(1, missing);
}

/** Tells which types are the bus's own; each text is looked at once. */
function ownTypes(texts: Texts): (type: number) => boolean {
  const known = new Int8Array(texts.length);
  return (type) => (known[type] ||= isOwnMessage(texts.textOf(type)) ? 1 : -1) === 1;
}
