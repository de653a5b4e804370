/**
 * The lists of several logs merged by wall clock. Within a log the order of its lines stays: what stands behind something is not before it, whatever its clock says. Of two at
 * the same moment the one of the log that was named first stands first.
 */
import type { LogEntry } from "../../trace/dispatch_trace.ts";
import type { Entries } from "../../trace/log.ts";
import { wallTimeOf } from "../../trace/wall_clock.ts";
import type { LogTables } from "./log_tables.ts";

export class MergedEntries implements Entries {
  readonly #lines: Entries;
  readonly #tables: LogTables;
  /** For each position the one in the order of lines. */
  readonly #order: number[] = [];
  /** The positions of what is no dispatch. */
  readonly #marks: number[] = [];
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
    if (this.#order.length < this.#lines.length) this.#merge();
    return Math.min(position, this.length) - placeIn(this.#marks, (mark) => mark < position);
  }

  entry(position: number): LogEntry {
    return this.#lines.entry(this.#lineOf(position));
  }

  #lineOf(position: number): number {
    if (this.#order.length < this.#lines.length) this.#merge();
    return this.#order[position] ?? position;
  }

  /** What is new is merged into what it stands before. Cost: what is new, and what is later than the earliest of it. */
  #merge(): void {
    const fresh = this.#fresh();
    const from = placeIn(this.#order, (line) => this.#compare(line, fresh[0]!) < 0);
    const old = this.#order.splice(from);
    this.#marks.length = placeIn(this.#marks, (mark) => mark < from);
    for (let o = 0, f = 0; o < old.length || f < fresh.length;) {
      const takesOld = f >= fresh.length || (o < old.length && this.#compare(old[o]!, fresh[f]!) < 0);
      const line = takesOld ? old[o++]! : fresh[f++]!;
      if (this.#lines.dispatch(line) === -1) this.#marks.push(this.#order.length);
      this.#order.push(line);
    }
  }

  /** What was read since, in order: each log's own is in order already, so the earliest of their heads is always next. */
  #fresh(): number[] {
    const byLog = new Map<number, { readonly lines: number[]; next: number }>();
    for (let line = this.#order.length; line < this.#lines.length; line++) {
      const log = this.#note(line);
      const known = byLog.get(log);
      if (known === undefined) byLog.set(log, { lines: [line], next: 0 });
      else known.lines.push(line);
    }
    const heads = [...byLog.values()];
    const fresh: number[] = [];
    while (heads.length > 0) {
      let first = 0;
      for (let head = 1; head < heads.length; head++) if (this.#compare(headOf(heads[head]!), headOf(heads[first]!)) < 0) first = head;
      const taken = heads[first]!;
      fresh.push(headOf(taken));
      taken.next += 1;
      if (taken.next === taken.lines.length) heads.splice(first, 1);
    }
    return fresh;
  }

  /** Notes when an entry stands; gives its log. */
  #note(line: number): number {
    const { run, at } = this.#momentOf(line);
    const { runs } = this.#tables;
    const log = runs[run]?.log?.position ?? 0;
    const own = run === -1 ? Number.NaN : at === undefined ? runs[run]!.startedAtMs : wallTimeOf(runs[run]!, at);
    const latest = this.#latest.get(log) ?? -Infinity;
    const time = own > latest ? own : latest;
    this.#latest.set(log, time);
    this.#times.push(time);
    this.#logs.push(log);
    return log;
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

  #compare(a: number, b: number): number {
    const byTime = this.#times[a]! - this.#times[b]!;
    // Minus infinity from minus infinity is no number: neither says when it was.
    if (byTime !== 0 && !Number.isNaN(byTime)) return byTime;
    return this.#logs[a]! - this.#logs[b]! || a - b;
  }
}

function headOf({ lines, next }: { readonly lines: readonly number[]; readonly next: number }): number {
  return lines[next]!;
}

/** How many of a list come before a place; they stand at its beginning. */
function placeIn(list: readonly number[], isBefore: (item: number) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(list[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
