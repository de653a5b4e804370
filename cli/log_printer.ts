/**
 * The messages of a log as lines: the last of those that a filter lets pass, then those that come, each when it is over, in the order in which they were sent. Only what is
 * printed is parsed. One that takes long does not hold up the others for longer than a second.
 */
import { safeText } from "../inspector/view/safe_text.ts";
import { writeOut } from "../src/host/process.ts";
import type { Filter } from "../src/trace/filter/mod.ts";
import type { DispatchTrace, LogEntry } from "../src/trace/dispatch_trace.ts";
import type { Entries, Log } from "../src/trace/log.ts";
import { Rows } from "./render.ts";

export interface LogPrinterOptions {
  readonly filter: Filter;
  readonly color: boolean;
  /** The records of the messages instead of rows. */
  readonly json: boolean;
  /** What each of several logs is called: rows begin with it. */
  readonly names?: readonly string[];
}

/** How long a message may hold up those after it, in the log's time: what a person waits without wondering. */
const PATIENCE_MS = 1_000;
/** Written at once. */
const PIECE_CHARACTERS = 64 * 1024;

/** Prints one log. */
export class LogPrinter {
  readonly #log: Log;
  readonly #arrivals: Entries;
  readonly #options: LogPrinterOptions;
  readonly #passes: (dispatch: number) => boolean;
  readonly #rows: Rows;
  readonly #nameWidth: number;
  #next = 0;
  #hasHeading = false;
  #isClosed = false;
  #printing: Promise<void> | undefined;
  #hasMore = false;

  /** Prints a log; of several, `arrivals` are its entries in the order in which they are read. */
  constructor(log: Log, options: LogPrinterOptions, arrivals: Entries = log.entries) {
    this.#log = log;
    this.#arrivals = arrivals;
    this.#options = options;
    this.#passes = options.filter.over(log);
    this.#rows = new Rows(options.color);
    const { names = [] } = options;
    this.#nameWidth = names.length > 1 ? Math.max(...names.map((name) => safeText(name).length)) : 0;
  }

  /** Nobody reads standard output any longer. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Prints the last `count` messages that pass, and what stands between them. */
  async printLast(count: number): Promise<void> {
    const { entries } = this.#log;
    const end = entries.length;
    for (let at = count === Infinity ? 0 : this.#startOf(count); at < end && !this.#isClosed;) at = await this.#print(entries, at, end);
    this.#next = end;
  }

  /** Prints what has come since and is over. What comes while it is printed, because whoever reads is slow, is printed behind it. */
  printReady(): Promise<void> {
    this.#hasMore = true;
    return this.#printing ??= this.#printWhatComes().finally(() => this.#printing = undefined);
  }

  /** Prints what is left: those that never ended, too. */
  async printRest(): Promise<void> {
    await this.#printing;
    await this.#printTo(this.#arrivals.length);
  }

  async #printWhatComes(): Promise<void> {
    while (this.#hasMore && !this.#isClosed) {
      this.#hasMore = false;
      let end = this.#next;
      for (const latest = this.#latest(); end < this.#arrivals.length && this.#isReady(this.#arrivals.dispatch(end), latest);) end++;
      await this.#printTo(end);
    }
  }

  async #printTo(end: number): Promise<void> {
    const from = this.#next;
    this.#next = end;
    for (let at = from; at < end && !this.#isClosed;) at = await this.#print(this.#arrivals, at, end);
  }

  /** Prints a piece; gives where the next one begins. */
  async #print(entries: Entries, from: number, end: number): Promise<number> {
    let text = "";
    let at = from;
    for (; at < end && text.length < PIECE_CHARACTERS; at++) {
      const dispatch = entries.dispatch(at);
      if (dispatch === -1 || this.#passes(dispatch)) text += this.#textOf(entries.entry(at));
    }
    if (text !== "" && await writeOut(text) === "closed") this.#isClosed = true;
    return at;
  }

  /** The position from which on `count` messages pass. */
  #startOf(count: number): number {
    const { entries } = this.#log;
    let at = entries.length;
    for (let left = count; at > 0 && left > 0; at--) {
      const dispatch = entries.dispatch(at - 1);
      if (dispatch !== -1 && this.#passes(dispatch)) left -= 1;
    }
    return at;
  }

  /** How far the run has come that was written to last. */
  #latest(): { readonly run: number; readonly at: number } {
    const { dispatches, handlings } = this.#log;
    const last = dispatches.length - 1;
    if (last < 0) return { run: -1, at: 0 };
    const handling = handlings.length - 1;
    const run = dispatches.run(last);
    const ended = handling >= 0 && dispatches.run(handlings.dispatch(handling)) === run ? handlings.at(handling) + handlings.ms(handling) : 0;
    return { run, at: Math.max(dispatches.at(last), ended) };
  }

  #isReady(dispatch: number, latest: { readonly run: number; readonly at: number }): boolean {
    const { dispatches } = this.#log;
    return dispatch === -1 || dispatches.state(dispatch) !== "running" || dispatches.run(dispatch) !== latest.run || latest.at - dispatches.at(dispatch) > PATIENCE_MS;
  }

  #textOf(entry: LogEntry): string {
    if (this.#options.json) return jsonOf(entry);
    const heading = this.#hasHeading ? "" : this.#named(this.#rows.heading(), "");
    this.#hasHeading = true;
    const run = entry.kind === "dispatch" ? entry.trace.run : entry.run;
    return heading + this.#named(this.#rows.entry(entry), safeText(run?.log?.name ?? ""));
  }

  #named(row: string, name: string): string {
    return this.#nameWidth === 0 ? row : `${name.padEnd(this.#nameWidth)} ${row}`;
  }
}

/** Gives a message's records, in the order of their lines, as far as order is known. */
export function recordsOf({ record, intercepted, handlings, running, replies, progress, settled }: DispatchTrace): object[] {
  return [record, ...intercepted, ...replies, ...(progress === undefined ? [] : [progress]), ...running, ...handlings, ...(settled === undefined ? [] : [settled])];
}

function jsonOf(entry: LogEntry): string {
  if (entry.kind === "run") return `${JSON.stringify(entry.run.header)}\n`;
  if (entry.kind === "dispatch") return recordsOf(entry.trace).map((record) => `${JSON.stringify(record)}\n`).join("");
  return `${JSON.stringify(entry.record)}\n`;
}
