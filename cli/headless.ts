/**
 * A feed printed as lines: each message when it is over, in the order in which they were sent, so that what a message
 * caused stands below it. One that takes long does not hold up the others for longer than a second. What the app prints
 * goes to standard error: standard output carries data.
 */
import type { Feed, FeedEvent } from "../inspector/feed.ts";
import { writeErr } from "../src/host/process.ts";
import type { Log } from "../src/trace/log.ts";
import { LogPrinter, type LogPrinterOptions } from "./log_printer.ts";

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
export async function printFeed(feed: Feed, options: LogPrinterOptions): Promise<HeadlessEnd> {
  const printer = new LogPrinter(feed.log, options);
  const defects = new DefectTeller(feed.log);
  const problems: string[] = [];
  let app: HeadlessEnd["app"];
  await new Promise<void>((resolve, reject) => {
    const print = (): void => {
      defects.tell();
      void printer.printReady().then(() => {
        if (printer.isClosed) resolve();
      });
    };
    feed.start((event: FeedEvent) => {
      switch (event.kind) {
        case "grew": return print();
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
  defects.tell();
  await printer.printRest();
  await feed.stop();
  return { log: feed.log, problems, isClosed: printer.isClosed, ...(app === undefined ? {} : { app }) };
}

/** Says what is no record, as it comes. */
class DefectTeller {
  readonly #log: Log;
  #said = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Not before there is a record: what holds none is no log, and said to be none with its first defect, once. */
  tell(): void {
    const { records, unknown, defects } = this.#log;
    if (records - unknown === 0) return;
    for (; this.#said < defects.length; this.#said++) void writeErr(`${defects[this.#said]!.message}\n`);
  }
}
