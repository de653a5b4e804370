/**
 * Writes what a tap is told as the lines of a log. A payload is encoded when it is sent, so a handler that changes it later
 * does not change history. Lines are batched: a batch goes to the sink when `schedule` says so, or at 64 kB.
 *
 * It never throws into the app: a sink that fails costs the records of its batch, which are counted and told as a `gap`
 * as soon as writing works again.
 */
import type { Definition, Dispatch, EndedHandling, Handling, Interception, Observer, Progress, ServiceInfo, SettledDispatch, SubscriptionInfo } from "../mod.ts";
import type { LogRecord } from "../trace/record.ts";
import { LineBatch } from "./line_batch.ts";
import { OpenHandlings } from "./open_handlings.ts";
import { PayloadEncoder } from "./payload_encoder.ts";
import type { Sink } from "./sink.ts";
import { LOG_VERSION } from "./version.ts";
import {
  clockLine, dispatchLine, handlingLine, interceptedLine, logLine, progressLine, replyLine, runningLine, serviceLine, settledLine, subscriptionLine, typeLine,
  type Place,
} from "./write.ts";

/** Who is recorded: the members of the `log` record that the recorder does not know by itself. */
export interface LogHeader {
  /** Names the run within its file; two runs differ. */
  readonly run: string;
  /** The name of the Core. */
  readonly name: string;
  /** The version of the library. */
  readonly library?: string;
  /** Such as `deno 2.9.5`. */
  readonly runtime?: string;
  /** The name of the machine. */
  readonly host?: string;
  /** The process. */
  readonly pid?: number;
  /** The wall clock at `at` 0. */
  readonly startedAt: Date;
}

/** What a recorder is made of. It has no clock, no timer and no file of its own. */
export interface RecorderOptions {
  /** Where the lines go. */
  readonly sink: Sink;
  /** Arranges that `flush` runs soon: at the end of the event loop's turn. Called once per batch. */
  readonly schedule: (flush: () => void) => void;
  /** Who is recorded. */
  readonly header: LogHeader;
  /** The Core's clock at `at` 0, in milliseconds. */
  readonly startAt: number;
  /** The Core's monotonic clock, in milliseconds. */
  readonly now: () => number;
  /** Runs something after `ms`; gives what cancels it. Must not keep a process alive. */
  readonly later: (run: () => void, ms: number) => () => void;
  /** The wall clock, for `clock` records; absent: none are written. */
  readonly date?: () => Date;
  /** Makes the text of payloads; absent: one that knows the default secret keys only. */
  readonly encoder?: PayloadEncoder;
  /** Told of each write that failed. */
  readonly onFault?: (error: unknown) => void;
}

/** How often the monotonic clock is tied to the wall clock, in milliseconds: DESIGN's 10 s. */
const CLOCK_EVERY_MS = 10_000;

/** How often it is looked whether the clocks have jumped apart, and how far that is: what a person would see on a screen. */
const LOOK_EVERY_MS = 1_000;
const JUMP_MS = 1_000;

/** An observer that writes a log. Give it to `core.tap()`; the header is written at once. */
export class Recorder implements Observer {
  readonly #options: RecorderOptions;
  readonly #batch: LineBatch;
  readonly #open: OpenHandlings;
  readonly #encoder: PayloadEncoder;
  #before: number | undefined;
  #clockAt: number;
  #lookedAt: number;
  /** The wall clock at the monotonic clock's 0, by the record that last tied them, in milliseconds. */
  #tiedMs: number;

  /** Begins a log: its header is the first line. */
  constructor(options: RecorderOptions) {
    this.#options = options;
    const { sink, schedule, onFault, startAt, now, later } = options;
    this.#encoder = options.encoder ?? new PayloadEncoder();
    this.#clockAt = this.#lookedAt = startAt;
    this.#tiedMs = options.header.startedAt.getTime() - startAt;
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

  /** Writes a dispatch, with its payload as it is now. */
  dispatched(dispatch: Dispatch): void {
    this.#before ??= dispatch.id - 1;
    const { cause } = dispatch;
    this.#tieClocks(dispatch.at);
    const id = this.logId(dispatch.id);
    this.#batch.add(dispatchLine(dispatch, this.#place(dispatch, dispatch.at), cause === undefined ? undefined : this.logId(cause), this.#encoder), id);
  }

  /** Watches a handling: one that has not ended after 100 ms gets a line. */
  started(handling: Handling): void {
    if (this.logId(handling.dispatch.id) > 0) this.#open.add(handling);
  }

  /** Writes a handling that has ended. */
  handled(handling: EndedHandling): void {
    this.#open.remove(handling);
    this.#add(handling.dispatch, handling.at, (place) => handlingLine(handling, place, this.#encoder));
  }

  /** Writes how a dispatch ended, where its handlings do not say it. */
  settled(dispatch: SettledDispatch): void {
    this.#add(dispatch, dispatch.settledAt, (place) => settledLine(dispatch, place, this.#encoder));
  }

  /** Writes what an interceptor did. */
  intercepted(dispatch: Dispatch, interception: Interception): void {
    this.#add(dispatch, interception.at, (place) => interceptedLine(interception, dispatch, place, this.#encoder));
  }

  /** Writes a value that was sent on a reply channel. */
  replied(dispatch: Dispatch, member: string, value: unknown): void {
    this.#add(dispatch, this.#options.now(), (place) => replyLine(dispatch, member, value, place, this.#encoder));
  }

  /** Writes a report of a task. */
  progressed(progress: Progress): void {
    this.#add(progress.dispatch, progress.at, (place) => progressLine(progress, place, this.#encoder));
  }

  /** Writes a handler that was registered. */
  subscribed(subscription: SubscriptionInfo, snapshot: boolean): void {
    this.#batch.add(subscriptionLine(subscription, "added", snapshot, this.#at()));
  }

  /** Writes that a handler is registered no more. */
  unsubscribed(subscription: SubscriptionInfo): void {
    this.#batch.add(subscriptionLine(subscription, "removed", false, this.#at()));
  }

  /** Writes what the app says of a message type. */
  described(definition: Definition): void {
    this.#batch.add(typeLine(definition, this.#at()));
  }

  /** Writes the new state of a service. */
  serviceChanged(service: ServiceInfo, snapshot: boolean): void {
    this.#batch.add(serviceLine(service, snapshot, this.#at(), this.#encoder));
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

  /** Both clocks are asked once a second at the most: asking costs as much as a tenth of a record. */
  #tieClocks(now: number): void {
    const { date, startAt } = this.#options;
    if (date === undefined || now - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = now;
    const time = date();
    const hasJumped = Math.abs(time.getTime() - now - this.#tiedMs) > JUMP_MS;
    if (!hasJumped && now - this.#clockAt < CLOCK_EVERY_MS) return;
    this.#clockAt = now;
    this.#tiedMs = time.getTime() - now;
    this.#batch.add(clockLine(now - startAt, time));
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
