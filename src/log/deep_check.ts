/**
 * Every line of a log, parsed to its last brace: what an index does not look at, the inside of payloads, is looked at here. Gives what is no record, and which dispatches
 * the rest accounts for.
 */
import { LossLedger, type SeenIds } from "../trace/losses.ts";
import type { Defect, KnownRecord, UnknownRecord } from "../trace/record.ts";
import { LogReader } from "./reader.ts";
import type { Source } from "./source.ts";

/** What was found. */
export interface DeepCheck {
  /** How many lines are records. */
  readonly records: number;
  /** The lines that are none, in order. */
  readonly defects: readonly Defect[];
  /** The dispatches that no record accounts for. */
  readonly holes: Holes;
}

/** Dispatches of a run that no record, `gap` or `skipped` accounts for. */
export interface Holes {
  /** Gives the last id of the hole that begins with this id; undefined where none does. */
  endOf(run: string, from: number): number | undefined;
}

/** Read at once: small enough that a slice of work can end after it. */
export const PIECE_BYTES: number = 256 * 1024;

/** Checks a log; yields how many bytes it has read. Cost: each line is parsed, about ten seconds for a gigabyte. */
export function* deepCheck(source: Source): Generator<number, DeepCheck> {
  const reader = new LogReader();
  const piece = new Uint8Array(PIECE_BYTES);
  const accounts = new Accounts();
  const defects: Defect[] = [];
  let records = 0;
  const take = (items: ReturnType<LogReader["push"]>): void => {
    for (const item of items) {
      if (item.kind === "defect") {
        defects.push(item);
        continue;
      }
      records += 1;
      accounts.take(item.record);
    }
  };
  for (let at = 0; at < source.size;) {
    const bytes = source.read(piece, at);
    take(reader.push(piece.subarray(0, bytes)));
    at += bytes;
    yield at;
  }
  take(reader.end());
  return { records, defects, holes: accounts };
}

/** Which dispatches of each run are accounted for. */
class Accounts implements Holes {
  readonly #ledger = new LossLedger();
  readonly #byRun = new Map<string, { readonly ids: SeenIds; part: number }>();
  #current: { readonly ids: SeenIds; part: number } | undefined;

  take(record: KnownRecord | UnknownRecord): void {
    switch (record.kind) {
      case "log": return this.#begin(record.run, record.part, record.before ?? 0);
      case "dispatch": {
        if (this.#current === undefined) this.#begin("", 1, 0);
        return this.#current?.ids.seen(record.id);
      }
      case "gap": case "skipped":
        if (record.from !== undefined && record.to !== undefined) this.#current?.ids.named(record.from, record.to);
        return;
      case "end": return this.#current?.ids.reach(record.dispatches);
      default: return undefined;
    }
  }

  endOf(run: string, from: number): number | undefined {
    return this.#byRun.get(run)?.ids.holes().find((hole) => hole.from === from)?.to;
  }

  #begin(name: string, part: number, before: number): void {
    const run = this.#byRun.get(name) ?? { ids: this.#ledger.ids(), part: 0 };
    this.#byRun.set(name, run);
    if (part > run.part + 1) run.ids.elsewhere(run.ids.highest + 1, before);
    else run.ids.reach(before);
    run.part = part;
    this.#current = run;
  }
}
