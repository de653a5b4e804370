/**
 * What a log does not hold. Dispatch ids are counted from 1 without holes, so an id between those seen that no record, `gap`
 * or `skipped` names is a loss; so is what a `gap` counts.
 */

/** The ids of one run: which stand in records, gaps or `skipped`, and which ones nobody accounts for. */
export interface SeenIds {
  /** A record with this id was read. */
  seen(id: number): void;
  /** A gap or `skipped` names these. */
  named(from: number, to: number): void;
  /** All ids up to this one are accounted for or a loss: the log says that there were so many. */
  reach(to: number): void;
  /** Ids that stand in parts which were not read. */
  elsewhere(from: number, to: number): void;
  /** A record, gap or `skipped` names it, or it stands elsewhere. */
  isKnown(id: number): boolean;
  /** The highest id that the log knows of. */
  readonly highest: number;
  /** How many dispatches the log knows to have been sent, but for those that stand elsewhere. */
  readonly sent: number;
  /** Ranges below the highest id seen that nobody accounts for. */
  holes(): { from: number; to: number }[];
}

/** Adds up what is missing over all runs of a log. */
export class LossLedger {
  /** What gaps tell of and what nobody accounts for. */
  get lost(): number {
    return this.#told + this.#runs.reduce((sum, run) => sum + run.unaccounted, 0);
  }
  /** What was left out on purpose. */
  skipped = 0;
  /** How many of each type were left out, as far as that is said. */
  readonly skippedTypes: Map<string, number> = new Map();
  #told = 0;
  readonly #runs: RunIds[] = [];

  /** A record tells how many of each type were left out; what is no number says nothing. */
  toldTypes(types: Readonly<Record<string, unknown>>): void {
    for (const [type, count] of Object.entries(types)) {
      if (typeof count === "number") this.skippedTypes.set(type, (this.skippedTypes.get(type) ?? 0) + count);
    }
  }

  /** How many dispatches the log knows to have been sent, but for those in parts that were not read. */
  get sent(): number {
    return this.#runs.reduce((sum, run) => sum + run.sent, 0);
  }

  /** Begins the ids of one more run. */
  ids(): SeenIds {
    const ids = new RunIds();
    this.#runs.push(ids);
    return ids;
  }

  /** A record tells of `count` that are missing. */
  told(count: number, as: "lost" | "skipped"): void {
    if (as === "lost") this.#told += count;
    else this.skipped += count;
  }
}

/** Takes a `gap` or `skipped` record into account. */
export function accountFor(
  record: { readonly from?: number; readonly to?: number }, count: number, as: "lost" | "skipped", ids: SeenIds | undefined, ledger: LossLedger,
): void {
  ledger.told(count, as);
  if (record.from !== undefined && record.to !== undefined) ids?.named(record.from, record.to);
}

/** Holes are few: ids come nearly in order, and each hole is kept as a range. */
class RunIds implements SeenIds {
  unaccounted = 0;
  #highest = 0;
  #holes: { from: number; to: number }[] = [];

  #elsewhere = 0;

  get highest(): number {
    return this.#highest;
  }

  get sent(): number {
    return this.#highest - this.#elsewhere;
  }

  seen(id: number): void {
    // Nearly all come in order, and there may be millions.
    if (id === this.#highest + 1) this.#highest = id;
    else this.named(id, id);
  }

  reach(to: number): void {
    if (to <= this.#highest) return;
    this.#addHole(this.#highest + 1, to);
    this.#highest = to;
  }

  elsewhere(from: number, to: number): void {
    if (from > to) return;
    this.#elsewhere += to - from + 1;
    this.named(from, to);
  }

  isKnown(id: number): boolean {
    return id <= this.#highest && !this.#holes.some(({ from, to }) => from <= id && id <= to);
  }

  named(from: number, to: number): void {
    if (!(from <= to)) return;
    if (from > this.#highest + 1) this.#addHole(this.#highest + 1, from - 1);
    if (from <= this.#highest && this.#holes.length > 0) this.#close(from, to);
    this.#highest = Math.max(this.#highest, to);
  }

  holes(): { from: number; to: number }[] {
    return this.#holes.map((hole) => ({ ...hole }));
  }

  #addHole(from: number, to: number): void {
    this.#holes.push({ from, to });
    this.unaccounted += to - from + 1;
  }

  #close(from: number, to: number): void {
    const left: { from: number; to: number }[] = [];
    for (const hole of this.#holes) {
      if (hole.from < from) left.push({ from: hole.from, to: Math.min(hole.to, from - 1) });
      if (hole.to > to) left.push({ from: Math.max(hole.from, to + 1), to: hole.to });
    }
    this.#holes = left;
    this.unaccounted = left.reduce((sum, hole) => sum + hole.to - hole.from + 1, 0);
  }
}
