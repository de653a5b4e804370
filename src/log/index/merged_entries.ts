/**
 * The lists of several logs merged by wall clock. Within a log the order of its lines stays: what stands behind something is not before it, whatever its clock says. Of two at
 * the same moment the one of the log that was named first stands first.
 */
import type { HistoryEntry } from "../../trace/history.ts";
import type { Entries } from "../../trace/log.ts";
import { wallTimeOf } from "../../trace/wall_clock.ts";
import type { LogTables } from "./log_tables.ts";

export class MergedEntries implements Entries {
  readonly #lines: Entries;
  readonly #tables: LogTables;
  /** For each position the one in the order of lines. */
  #order: number[] = [];
  /** For each in the order of lines: up to when its log had come. */
  readonly #times: number[] = [];
  readonly #logs: number[] = [];
  readonly #latest = new Map<number, number>();

  constructor(lines: Entries, tables: LogTables) {
    this.#lines = lines;
    this.#tables = tables;
  }

  get length(): number {
    return this.#lines.length;
  }

  dispatch(position: number): number {
    return this.#lines.dispatch(this.#lineOf(position));
  }

  dispatchesBefore(position: number): number {
    if (position >= this.length) return this.#lines.dispatchesBefore(position);
    let dispatches = 0;
    for (let at = 0; at < position; at++) if (this.dispatch(at) !== -1) dispatches += 1;
    return dispatches;
  }

  entry(position: number): HistoryEntry {
    return this.#lines.entry(this.#lineOf(position));
  }

  #lineOf(position: number): number {
    if (this.#order.length < this.#lines.length) this.#merge();
    return this.#order[position] ?? position;
  }

  /** What is new is sorted, and merged into what it stands before. Cost: what is new, and what is later than the earliest of it. */
  #merge(): void {
    const fresh: number[] = [];
    for (let line = this.#order.length; line < this.#lines.length; line++) {
      this.#note(line);
      fresh.push(line);
    }
    fresh.sort((a, b) => this.#compare(a, b));
    const from = this.#placeOf(fresh[0]!);
    const old = this.#order.splice(from);
    for (let o = 0, f = 0; o < old.length || f < fresh.length;) {
      const takesOld = f >= fresh.length || (o < old.length && this.#compare(old[o]!, fresh[f]!) < 0);
      this.#order.push(takesOld ? old[o++]! : fresh[f++]!);
    }
  }

  #note(line: number): void {
    const { run, at } = this.#momentOf(line);
    const { runs } = this.#tables;
    const log = runs[run]?.log?.position ?? 0;
    const own = run === -1 ? Number.NaN : at === undefined ? runs[run]!.startedAtMs : wallTimeOf(runs[run]!, at);
    const latest = this.#latest.get(log) ?? -Infinity;
    const time = own > latest ? own : latest;
    this.#latest.set(log, time);
    this.#times.push(time);
    this.#logs.push(log);
  }

  /** The run of an entry, and when it was in it; undefined: when the run began. */
  #momentOf(line: number): { run: number; at: number | undefined } {
    const { dispatches, runs } = this.#tables;
    const dispatch = this.#lines.dispatch(line);
    if (dispatch !== -1) return { run: dispatches.run(dispatch), at: dispatches.at(dispatch) };
    const mark = this.#lines.entry(line);
    if (mark.kind === "dispatch") return { run: -1, at: undefined };
    return { run: mark.run === undefined ? -1 : runs.indexOf(mark.run), at: mark.kind === "run" ? undefined : mark.record.at };
  }

  /** How many of those that are there stand before it. */
  #placeOf(line: number): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(this.#order[middle]!, line) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(a: number, b: number): number {
    const byTime = this.#times[a]! - this.#times[b]!;
    // Minus infinity from minus infinity is no number: neither says when it was.
    if (byTime !== 0 && !Number.isNaN(byTime)) return byTime;
    return this.#logs[a]! - this.#logs[b]! || a - b;
  }
}
