/**
 * A feed printed as lines: each message when it is over, in the order in which they were sent, so that what a message
 * caused stands below it. One that takes long does not hold up the others for longer than a second. What the app prints
 * goes to standard error: standard output carries data.
 */
import type { Feed, FeedEvent } from "../inspector/feed.ts";
import { writeErr, writeOut } from "../src/host/process.ts";
import type { Filter } from "../src/trace/filter/mod.ts";
import { History, type DispatchTrace, type HistoryEntry } from "../src/trace/history.ts";
import { stateOf } from "../src/trace/state.ts";
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
  readonly history: History;
  /** The app's end, where there was an app. */
  readonly app?: { readonly code: number | null; readonly signal: string | null };
  /** What the feed had to say. */
  readonly problems: readonly string[];
  /** Nobody reads standard output any longer. */
  readonly isClosed: boolean;
}

/** Prints a feed until it ends, or until nobody reads any longer. */
export async function printFeed(feed: Feed, options: HeadlessOptions): Promise<HeadlessEnd> {
  const printer = new Printer(options);
  const problems: string[] = [];
  let app: HeadlessEnd["app"];
  await new Promise<void>((resolve, reject) => {
    feed.start((event: FeedEvent) => {
      switch (event.kind) {
        case "items": return printer.take(event.items, () => resolve());
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
  return { history: printer.history, problems, isClosed: printer.isClosed, ...(app === undefined ? {} : { app }) };
}

/** How long a message may hold up those after it, in the log's time: what a person waits without wondering. */
const PATIENCE_MS = 1_000;

/** Gives a message's records, in the order of their lines, as far as order is known. */
export function recordsOf({ record, intercepted, handlings, running, replies, progress, settled }: DispatchTrace): object[] {
  return [record, ...intercepted, ...replies, ...(progress === undefined ? [] : [progress]), ...running, ...handlings, ...(settled === undefined ? [] : [settled])];
}

class Printer {
  readonly history = new History();
  isClosed = false;
  readonly #options: HeadlessOptions;
  readonly #rows: Rows;
  #next = 0;
  #hasHeading = false;
  #latestAt = 0;
  #writing: Promise<void> = Promise.resolve();
  #unsaid: string[] = [];

  constructor(options: HeadlessOptions) {
    this.#options = options;
    this.#rows = new Rows(options.color);
  }

  take(items: readonly Parameters<History["add"]>[0][], onClosed: () => void): void {
    for (const item of items) {
      this.history.add(item);
      if (item.kind === "record" && "at" in item.record) this.#latestAt = Math.max(this.#latestAt, item.record.at);
      if (item.kind === "defect") this.#unsaid.push(item.message);
    }
    this.#sayDefects();
    if (this.#options.lines === Infinity) this.#print(this.#readyEnd(), onClosed);
  }

  /** Prints what is left: the last lines, or those that never ended. */
  async finish(): Promise<void> {
    const { lines } = this.#options;
    if (lines !== Infinity) this.#next = this.#startOf(lines);
    this.#print(this.history.entries.length, () => {});
    await this.#writing;
  }

  /** Not before there is a record: what holds none is no log, and said to be none with its first defect, once. */
  #sayDefects(): void {
    if (this.history.records - this.history.unknown === 0) return;
    for (const message of this.#unsaid.splice(0)) void writeErr(`${message}\n`);
  }

  /** Up to which entry all messages are over, or were waited for long enough. */
  #readyEnd(): number {
    const { entries } = this.history;
    let end = this.#next;
    while (end < entries.length && this.#isReady(entries[end]!)) end++;
    return end;
  }

  #isReady(entry: HistoryEntry): boolean {
    return entry.kind !== "dispatch" || stateOf(entry.trace) !== "running" || this.#latestAt - entry.trace.record.at > PATIENCE_MS;
  }

  #print(end: number, onClosed: () => void): void {
    let text = "";
    for (; this.#next < end; this.#next++) text += this.#textOf(this.history.entries[this.#next]!);
    if (text === "") return;
    this.#writing = this.#writing.then(async () => {
      if (this.isClosed || await writeOut(text) === "written") return;
      this.isClosed = true;
      onClosed();
    });
  }

  #textOf(entry: HistoryEntry): string {
    const { json, filter } = this.#options;
    if (entry.kind === "dispatch" && !filter.test(entry.trace)) return "";
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
    const { entries } = this.history;
    let at = entries.length;
    for (let left = count; at > 0 && left > 0; at--) {
      const entry = entries[at - 1]!;
      if (entry.kind === "dispatch" && this.#options.filter.test(entry.trace)) left -= 1;
    }
    return at;
  }
}
