/**
 * A feed printed as lines: each message when it is over, in the order in which they were sent, so that what a message
 * caused stands below it. One that takes long does not hold up the others for longer than a second. What the app prints
 * goes to standard error: standard output carries data.
 */
import type { Feed, FeedEvent } from "../inspector/feed.ts";
import { writeErr, writeOut } from "../src/host/process.ts";
import type { Filter } from "../src/trace/filter/mod.ts";
import type { DispatchTrace } from "../src/trace/history.ts";
import type { Log } from "../src/trace/log.ts";
import { Rows } from "./render.ts";

export interface HeadlessOptions {
  readonly filter: Filter;
  readonly color: boolean;
  readonly json: boolean;
  /** How many messages of the end are printed; Infinity prints them as they come. */
  readonly lines: number;
}

/** How it went. */
export interface HeadlessEnd {
  readonly log: Log;
  /** The app's end, where there was an app. */
  readonly app?: { readonly code: number | null; readonly signal: string | null };
  /** What the feed had to say. */
  readonly problems: readonly string[];
  /** Nobody reads standard output any longer. */
  readonly isClosed: boolean;
}

/** Prints a feed until it ends, or until nobody reads any longer. */
export async function printFeed(feed: Feed, options: HeadlessOptions): Promise<HeadlessEnd> {
  const printer = new Printer(feed.log, options);
  const problems: string[] = [];
  let app: HeadlessEnd["app"];
  await new Promise<void>((resolve, reject) => {
    feed.start((event: FeedEvent) => {
      switch (event.kind) {
        case "grew": return printer.grew(() => resolve());
        case "output": return void writeErr(event.text);
        case "exited":
          app = { code: event.code, signal: event.signal };
          return;
        case "problem":
          problems.push(event.message);
          return void writeErr(`${event.message}\n`);
        case "ended": return resolve();
        default: return reject(new TypeError(`unknown event ${JSON.stringify(event satisfies never)}`));
      }
    });
  });
  await printer.finish();
  await feed.stop();
  return { log: feed.log, problems, isClosed: printer.isClosed, ...(app === undefined ? {} : { app }) };
}

/** How long a message may hold up those after it, in the log's time: what a person waits without wondering. */
const PATIENCE_MS = 1_000;

/** So much is put together before it is written. */
const PIECE_CHARACTERS = 65_536;

/** Gives a message's records, in the order of their lines, as far as order is known. */
export function recordsOf({ record, intercepted, handlings, running, replies, progress, settled }: DispatchTrace): object[] {
  return [record, ...intercepted, ...replies, ...(progress === undefined ? [] : [progress]), ...running, ...handlings, ...(settled === undefined ? [] : [settled])];
}

class Printer {
  isClosed = false;
  readonly #log: Log;
  readonly #options: HeadlessOptions;
  readonly #passes: (dispatch: number) => boolean;
  readonly #rows: Rows;
  #next = 0;
  #hasHeading = false;
  /** What was looked at for `#latestAt`. */
  #lookedAt = 0;
  #latestAt = 0;
  /** Up to where may be printed. */
  #end = 0;
  #printing: Promise<void> | undefined;
  #saidDefects = 0;

  constructor(log: Log, options: HeadlessOptions) {
    this.#log = log;
    this.#options = options;
    this.#passes = options.filter.over(log);
    this.#rows = new Rows(options.color);
  }

  /** More of the log was read. */
  grew(onClosed: () => void): void {
    this.#sayDefects();
    if (this.#options.lines === Infinity) this.#print(this.#readyEnd(), onClosed);
  }

  /** Prints what is left: the last lines, or those that never ended. */
  async finish(): Promise<void> {
    const { lines } = this.#options;
    this.#sayDefects();
    if (lines !== Infinity) this.#next = this.#startOf(lines);
    await this.#printing;
    this.#print(this.#log.entries.length, () => {});
    await this.#printing;
  }

  /** Not before there is a record: what holds none is no log, and said to be none with its first defect, once. */
  #sayDefects(): void {
    const { records, unknown, defects } = this.#log;
    if (records - unknown === 0) return;
    for (; this.#saidDefects < defects.length; this.#saidDefects++) void writeErr(`${defects[this.#saidDefects]!.message}\n`);
  }

  /** Up to which entry all messages are over, or were waited for long enough. */
  #readyEnd(): number {
    const { entries } = this.#log;
    this.#look();
    let end = this.#next;
    while (end < entries.length && this.#isReady(entries.dispatch(end))) end++;
    return end;
  }

  #look(): void {
    const { handlings } = this.#log;
    for (; this.#lookedAt < handlings.length; this.#lookedAt++) this.#latestAt = Math.max(this.#latestAt, handlings.at(this.#lookedAt));
    const { dispatches } = this.#log;
    if (dispatches.length > 0) this.#latestAt = Math.max(this.#latestAt, dispatches.at(dispatches.length - 1));
  }

  #isReady(dispatch: number): boolean {
    const { dispatches } = this.#log;
    return dispatch === -1 || dispatches.state(dispatch) !== "running" || this.#latestAt - dispatches.at(dispatch) > PATIENCE_MS;
  }

  /** Lets everything before `end` be printed, in pieces: whoever reads slowly is waited for, and nothing piles up meanwhile. */
  #print(end: number, onClosed: () => void): void {
    this.#end = end;
    this.#printing ??= this.#pump(onClosed).finally(() => this.#printing = undefined);
  }

  async #pump(onClosed: () => void): Promise<void> {
    while (this.#next < this.#end && !this.isClosed) {
      let text = "";
      while (this.#next < this.#end && text.length < PIECE_CHARACTERS) text += this.#textOf(this.#next++);
      if (text === "" || await writeOut(text) === "written") continue;
      this.isClosed = true;
      onClosed();
    }
  }

  #textOf(position: number): string {
    const { json } = this.#options;
    const dispatch = this.#log.entries.dispatch(position);
    if (dispatch !== -1 && !this.#passes(dispatch)) return "";
    const entry = this.#log.entries.entry(position);
    if (!json) return this.#heading() + this.#rows.entry(entry);
    if (entry.kind === "run") return `${JSON.stringify(entry.run.header)}\n`;
    if (entry.kind === "dispatch") return recordsOf(entry.trace).map((record) => `${JSON.stringify(record)}\n`).join("");
    return `${JSON.stringify(entry.record)}\n`;
  }

  #heading(): string {
    if (this.#hasHeading) return "";
    this.#hasHeading = true;
    return this.#rows.heading();
  }

  /** The entry from which on `count` messages pass the filter. */
  #startOf(count: number): number {
    const { entries } = this.#log;
    let at = entries.length;
    for (let left = count; at > 0 && left > 0; at--) {
      const dispatch = entries.dispatch(at - 1);
      if (dispatch !== -1 && this.#passes(dispatch)) left -= 1;
    }
    return at;
  }
}
