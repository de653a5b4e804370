/**
 * Dispatches that are left out on purpose, told in few lines: consecutive ones with the same reason make one record, with their
 * types. The ids of a record are exactly those that were left out.
 */
import type { Dispatch } from "../mod.ts";
import { skippedLine } from "./write_state.ts";

/** How many types a record names: the most frequent ones. More would be longer than what they stand for. */
export const SKIPPED_TYPES = 100;

export interface SkippedDispatchesOptions {
  /** Milliseconds since the run's start. */
  readonly at: () => number;
  /** Writes a line that tells of the dispatches `from` to `to`. */
  readonly write: (line: string, from: number, to: number) => void;
}

/** Collects what is left out until it is told. */
export class SkippedDispatches {
  readonly #options: SkippedDispatchesOptions;
  /** What belongs to them is left out with them. Their number is bounded by what the app itself still holds. */
  readonly #objects = new WeakSet<object>();
  #waiting: { readonly from: number; to: number; readonly reason: string; readonly types: Map<string, number> } | undefined;
  #total = 0;

  constructor(options: SkippedDispatchesOptions) {
    this.#options = options;
  }

  /** How many there were. */
  get total(): number {
    return this.#total;
  }

  /** The lowest id that is not told yet. */
  get from(): number | undefined {
    return this.#waiting?.from;
  }

  /** Whether this dispatch was left out. */
  has(dispatch: object): boolean {
    return this.#objects.has(dispatch);
  }

  /** Leaves the next dispatch out, for a reason, and gives true. Without a reason it gives false: then what was left out before it is told. */
  takes(dispatch: Dispatch, id: number, reason: string | undefined): boolean {
    if (this.#waiting !== undefined && this.#waiting.reason !== reason) this.tell();
    if (reason === undefined) return false;
    const { type } = dispatch.message;
    this.#objects.add(dispatch);
    this.#total += 1;
    const waiting = (this.#waiting ??= { from: id, to: id, reason, types: new Map() });
    waiting.to = id;
    waiting.types.set(type, (waiting.types.get(type) ?? 0) + 1);
    return true;
  }

  /** Writes the record of what waits. */
  tell(): void {
    if (this.#waiting === undefined) return;
    const { from, to, reason, types } = this.#waiting;
    this.#waiting = undefined;
    this.#options.write(skippedLine(this.#options.at(), { from, to, reason, types: frequent(types) }), from, to);
  }
}

function frequent(types: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const kept = types.size <= SKIPPED_TYPES ? [...types] : [...types].sort(([, a], [, b]) => b - a).slice(0, SKIPPED_TYPES);
  return Object.fromEntries(kept);
}
