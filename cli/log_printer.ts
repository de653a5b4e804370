/**
 * The messages of a log as lines: the last of those that a filter lets pass, then those that come, each when it is over, in the order in which they were sent. Only what is
 * printed is parsed. One that takes long does not hold up the others for longer than a second.
 */
import { safeText } from "../inspector/view/safe_text.ts";
import { writeOut } from "../src/host/process.ts";
import type { LogIndex } from "../src/log/log_index.ts";
import type { Filter } from "../src/trace/filter/mod.ts";
import type { HistoryEntry } from "../src/trace/history.ts";
import type { Entries } from "../src/trace/log.ts";
import { recordsOf } from "./headless.ts";
import { Rows } from "./render.ts";

export interface LogPrinterOptions {
  readonly filter: Filter;
  readonly color: boolean;
  /** The records of the messages instead of rows. */
  readonly json: boolean;
  /** What each of several logs is called: rows begin with it. */
  readonly names: readonly string[];
}

/** How long a message may hold up those after it, in the log's time: what a person waits without wondering. */
const PATIENCE_MS = 1_000;
/** Written at once. */
const PIECE_CHARACTERS = 64 * 1024;

/** Prints one log. */
export class LogPrinter {
  readonly #log: LogIndex;
  readonly #options: LogPrinterOptions;
  readonly #passes: (dispatch: number) => boolean;
  readonly #rows: Rows;
  readonly #nameWidth: number;
  #next = 0;
  #hasHeading = false;
  #isClosed = false;

  constructor(log: LogIndex, options: LogPrinterOptions) {
    this.#log = log;
    this.#options = options;
    this.#passes = options.filter.over(log);
    this.#rows = new Rows(options.color);
    this.#nameWidth = options.names.length > 1 ? Math.max(...options.names.map((name) => safeText(name).length)) : 0;
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

  /** Prints what has come since and is over. */
  async printReady(): Promise<void> {
    const { entriesByLine } = this.#log;
    let end = this.#next;
    for (const latest = this.#latest(); end < entriesByLine.length && this.#isReady(entriesByLine.dispatch(end), latest);) end++;
    await this.#printTo(end);
  }

  /** Prints what is left: those that never ended, too. */
  async printRest(): Promise<void> {
    await this.#printTo(this.#log.entriesByLine.length);
  }

  async #printTo(end: number): Promise<void> {
    const from = this.#next;
    this.#next = end;
    for (let at = from; at < end && !this.#isClosed;) at = await this.#print(this.#log.entriesByLine, at, end);
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

  #textOf(entry: HistoryEntry): string {
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

function jsonOf(entry: HistoryEntry): string {
  if (entry.kind === "run") return `${JSON.stringify(entry.run.header)}\n`;
  if (entry.kind === "dispatch") return recordsOf(entry.trace).map((record) => `${JSON.stringify(record)}\n`).join("");
  return `${JSON.stringify(entry.record)}\n`;
}
