/**
 * Writes what a tap is told as the lines of a log. A payload is encoded when it is sent, so a handler that changes it later
 * does not change history. Lines are batched: a batch goes to the sink when `schedule` says so, or at 64 kB.
 *
 * It never throws into the app: a sink that fails costs the records of its batch, which are counted and told as a `gap`
 * as soon as writing works again.
 */
import type { Dispatch, EndedHandling, Handling, Interception, Observer, Progress, ServiceInfo, SettledDispatch, SubscriptionInfo } from "../mod.ts";
import type { LogRecord } from "../trace/record.ts";
import { LineBatch, type Sink } from "./line_batch.ts";
import { OpenHandlings } from "./open_handlings.ts";
import { LOG_VERSION } from "./version.ts";
import {
  clockLine, dispatchLine, handlingLine, interceptedLine, logLine, progressLine, replyLine, runningLine, serviceLine, settledLine, subscriptionLine,
  type Place,
} from "./write.ts";

/** Who is recorded: the members of the `log` record that the recorder does not know by itself. */
export interface LogHeader {
  readonly run: string;
  readonly name: string;
  readonly library?: string;
  readonly runtime?: string;
  readonly host?: string;
  readonly pid?: number;
  /** The wall clock at `at` 0. */
  readonly startedAt: Date;
}

export interface RecorderOptions {
  readonly sink: Sink;
  /** Arranges that `flush` runs soon: at the end of the event loop's turn. Called once per batch. */
  readonly schedule: (flush: () => void) => void;
  readonly header: LogHeader;
  /** The Core's clock at `at` 0, in milliseconds. */
  readonly startAt: number;
  /** The Core's monotonic clock, in milliseconds. */
  readonly now: () => number;
  /** Runs something after `ms`; gives what cancels it. Must not keep a process alive. */
  readonly later: (run: () => void, ms: number) => () => void;
  /** The wall clock, for `clock` records; absent: none are written. */
  readonly date?: () => Date;
  /** Told of each write that failed. */
  readonly onFault?: (error: unknown) => void;
}

/** How often the monotonic clock is tied to the wall clock, in milliseconds: DESIGN's 10 s. */
const CLOCK_EVERY_MS = 10_000;

/** An observer that writes a log. Give it to `core.tap()`; the header is written at once. */
export class Recorder implements Observer {
  readonly #options: RecorderOptions;
  readonly #batch: LineBatch;
  readonly #open: OpenHandlings;
  #before: number | undefined;
  #clockAt: number;

  constructor(options: RecorderOptions) {
    this.#options = options;
    const { sink, schedule, onFault, startAt, now, later } = options;
    this.#clockAt = startAt;
    this.#batch = new LineBatch({ sink, schedule, at: () => now() - startAt, ...(onFault === undefined ? {} : { onFault }) });
    this.#open = new OpenHandlings({ now, later, tell: (handling) => this.#tellRunning(handling) });
    this.#batch.add(logLine(headerOf(options.header)));
  }

  /** The log's id of one of the Core's dispatches: a log counts from 1. 0 for a dispatch from before it. */
  logId(id: number): number {
    return this.#before === undefined ? 0 : Math.max(0, id - this.#before);
  }

  /** Gives what is waiting to the sink now. */
  flush(): void {
    this.#batch.flush();
  }

  /** Flushes, and closes the sink. What is told after that is not written. */
  close(): void {
    this.#open.stop();
    this.#batch.close();
  }

  dispatched(dispatch: Dispatch): void {
    this.#before ??= dispatch.id - 1;
    const { cause } = dispatch;
    this.#tieClocks(dispatch.at);
    const id = this.logId(dispatch.id);
    this.#batch.add(dispatchLine(dispatch, this.#place(dispatch, dispatch.at), cause === undefined ? undefined : this.logId(cause)), id);
  }

  started(handling: Handling): void {
    if (this.logId(handling.dispatch.id) > 0) this.#open.add(handling);
  }

  handled(handling: EndedHandling): void {
    this.#open.remove(handling);
    this.#add(handling.dispatch, handling.at, (place) => handlingLine(handling, place));
  }

  settled(dispatch: SettledDispatch): void {
    this.#add(dispatch, dispatch.settledAt, (place) => settledLine(dispatch, place));
  }

  intercepted(dispatch: Dispatch, interception: Interception): void {
    this.#add(dispatch, interception.at, (place) => interceptedLine(interception, place));
  }

  replied(dispatch: Dispatch, member: string, value: unknown): void {
    this.#add(dispatch, this.#options.now(), (place) => replyLine(member, value, place));
  }

  progressed(progress: Progress): void {
    this.#add(progress.dispatch, progress.at, (place) => progressLine(progress, place));
  }

  subscribed(subscription: SubscriptionInfo, snapshot: boolean): void {
    this.#batch.add(subscriptionLine(subscription, "added", snapshot, this.#at()));
  }

  unsubscribed(subscription: SubscriptionInfo): void {
    this.#batch.add(subscriptionLine(subscription, "removed", false, this.#at()));
  }

  serviceChanged(service: ServiceInfo, snapshot: boolean): void {
    this.#batch.add(serviceLine(service, snapshot, this.#at()));
  }

  /** Adds a line about a dispatch; one from before this log has none. */
  #add(dispatch: Dispatch, at: number, line: (place: Place) => string | undefined): void {
    const place = this.#place(dispatch, at);
    if (place.id === 0) return;
    const text = line(place);
    if (text !== undefined) this.#batch.add(text);
  }

  #place(dispatch: Dispatch, at: number): Place {
    return { id: this.logId(dispatch.id), at: at - this.#options.startAt };
  }

  #at(): number {
    return this.#options.now() - this.#options.startAt;
  }

  #tellRunning(handling: Handling): void {
    this.#add(handling.dispatch, this.#options.now(), (place) => runningLine(handling, place));
  }

  #tieClocks(now: number): void {
    const { date, startAt } = this.#options;
    if (date === undefined || now - this.#clockAt < CLOCK_EVERY_MS) return;
    this.#clockAt = now;
    this.#batch.add(clockLine(now - startAt, date()));
  }
}

function headerOf({ run, name, library, runtime, host, pid, startedAt }: LogHeader): Omit<LogRecord, "kind"> {
  return {
    version: LOG_VERSION, run, part: 1, name,
    ...(library === undefined ? {} : { library }), ...(runtime === undefined ? {} : { runtime }),
    ...(host === undefined ? {} : { host }), ...(pid === undefined ? {} : { pid }),
    startedAt: startedAt.toISOString(), level: "payloads",
  };
}
