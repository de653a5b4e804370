/**
 * Writes what a tap is told as the lines of a log. A payload is encoded when it is sent, so a handler that changes it later
 * does not change history. Lines are batched: a batch goes to the sink when `schedule` says so, or at 64 kB.
 *
 * It never throws into the app: a sink that fails costs the records of its batch, which are counted and told as a `gap`
 * as soon as writing works again. It measures what it costs; over its budget it captures less, and says so.
 */
import type { Definition, Dispatch, EndedHandling, Handling, Interception, Observer, Progress, ServiceInfo, Settings, SettledDispatch, SubscriptionInfo } from "../mod.ts";
import { ClockTie } from "./clock_tie.ts";
import { Effort } from "./effort.ts";
import { LineBatch } from "./line_batch.ts";
import { OpenDispatches } from "./open_dispatches.ts";
import { OpenHandlings } from "./open_handlings.ts";
import { OwnLines } from "./own_lines.ts";
import { whySkipped } from "./passes.ts";
import type { RecorderOptions } from "./recorder_options.ts";
import { Registry } from "./registry.ts";
import { RepeatedTexts } from "./repeated_texts.ts";
import type { Batch } from "./sink.ts";
import { SkippedDispatches } from "./skipped_dispatches.ts";
import { TriggerLog } from "./trigger_log.ts";
import { Windows } from "./windows.ts";
import {
  clockLine, dispatchLine, handlingLine, interceptedLine, progressLine, replyLine, runningLine, serviceLine, settledLine, subscriptionLine, typeLine, type Place,
} from "./write.ts";

/** An observer that writes a log. Give it to `core.tap()`. */
export class Recorder implements Observer {
  readonly #options: RecorderOptions;
  readonly #batch: LineBatch;
  readonly #open: OpenHandlings;
  readonly #effort: Effort;
  readonly #clocks: ClockTie | undefined;
  readonly #registry = new Registry();
  readonly #own: OwnLines;
  readonly #texts = new RepeatedTexts();
  readonly #inFlight: OpenDispatches | undefined;
  readonly #skipped: SkippedDispatches | undefined;
  readonly #triggers: TriggerLog;
  readonly #windows: Windows;
  #before: number | undefined;
  /** The highest id of a dispatch that was told. */
  #sent = 0;
  #misconfigured: Error | undefined;
  #isEnding = false;
  #isClosed = false;

  /** Begins a log: its header is the first line. @throws RangeError for a budget that is no share. */
  constructor(options: RecorderOptions) {
    this.#options = options;
    const { sink, schedule, onFault, startAt, now, later, date, header, encoder, budget, only } = options;
    this.#windows = new Windows({ startAt, now, later, ended: (at, elapsedMs) => this.#endWindow(at, elapsedMs) });
    this.#clocks = date === undefined ? undefined : new ClockTie(date, startAt, header.startedAt);
    this.#effort = new Effort({ encoder, budget, clock: options.cost ?? now, characters: () => this.#batch.characters });
    this.#own = new OwnLines({ terms: options, effort: this.#effort, registry: this.#registry, batch: () => this.#batch, at: () => this.#at() });
    this.#skipped = budget === undefined && only === undefined ? undefined : new SkippedDispatches({ at: () => this.#at(), write: (line, from, to) => this.#batch.add(line, from, to, to - from + 1) });
    this.#inFlight = options.keepsOpen === true ? new OpenDispatches() : undefined;
    this.#batch = new LineBatch({
      sink, schedule, at: () => this.#at(), head: (part) => this.head(part), header: () => this.#own.header(1, undefined), beginning: () => this.#own.beginning(1, undefined), timed: (write) => this.#effort.meter.writing(write),
      changed: (writing, tookMs) => this.#own.degraded(`the last write took ${Math.round(tookMs)} ms`, writing), ...(onFault === undefined ? {} : { onFault }),
    });
    this.#open = new OpenHandlings({ now, later, tell: (handling) => this.#tellRunning(handling) });
    this.#triggers = new TriggerLog({
      conditions: options.triggers ?? [], now, later, at: () => this.#at(), idOf: ({ id }) => this.logId(id), met: options.onTrigger,
      write: (line) => this.#batch.addNow(line),
    });
  }

  /** The log's id of one of the Core's dispatches: a log counts from 1. 0 for a dispatch from before it. */
  logId(id: number): number {
    return this.#before === undefined ? 0 : Math.max(0, id - this.#before);
  }

  /** Gives the first lines of a further part of this log: its header, what is there, and with `keepsOpen` what is in flight. */
  head(part: number): Batch {
    const before = (this.#skipped?.from ?? this.#sent + 1) - 1;
    const lines = [...this.#own.beginning(part, before), ...this.#inFlight?.lines() ?? []];
    return { text: `${lines.join("\n")}\n`, records: lines.length, at: this.#at() };
  }

  /** Gives what is waiting to the sink now; the header is the first of it. */
  flush(): void {
    this.#batch.flush();
  }

  /** The process is ending: writes what is waiting and an `end`. Whatever still comes is written at once, followed by another `end`. */
  finish(): void {
    if (this.#isClosed) return;
    this.brace();
    this.#batch.finish();
  }

  /** This may be the last that happens: writes what is waiting and an `end`, as `finish()` does, but what it writes to stays as it is. `resume()` follows where it was not. */
  brace(): void {
    if (this.#isClosed) return;
    this.flush();
    this.#tellWaiting();
    this.#isEnding = true;
    this.#batch.end(() => this.#endLine());
  }

  /** The process goes on after all: lines wait for the end of their turn again. */
  resume(): void {
    this.#isEnding = false;
    this.#batch.resume();
  }

  /** Writes what is waiting and an `end`, and closes the sink. What is told after that is not written. */
  close(): void {
    if (this.#isClosed) return;
    this.#open.stop();
    this.#triggers.stop();
    this.#windows.stop();
    this.#tellWaiting();
    this.#isClosed = true;
    this.#batch.close(() => this.#endLine());
  }

  /** How many records were lost that the log does not tell of yet: at its end, never. */
  get untold(): number {
    return this.#batch.untold;
  }

  /** Makes a flight recorder write for a reason that no dispatch gave, such as `signal`. */
  trigger(on: string): void {
    if (!this.#isClosed) this.#triggers.met(on);
  }

  /** Takes the Core's own word on what must not reach a log, and how large a payload may be. */
  configured({ redaction, limits: { recordBytes } }: Settings): void {
    this.#misconfigured = this.#effort.encoder.configure({ rules: redaction, recordBytes });
  }

  /** What is wrong with the Core's own rules of redaction: no payload is written then. */
  get misconfigured(): Error | undefined {
    return this.#misconfigured;
  }

  /** Writes a dispatch, with its payload as it is now. */
  dispatched(dispatch: Dispatch): void {
    this.#before ??= dispatch.id - 1;
    const began = this.#begin(dispatch.at);
    const id = this.logId(dispatch.id);
    this.#sent = id;
    if (this.#skipped?.takes(dispatch, id, whySkipped(this.#effort.capture, this.#options.only, dispatch)) !== true) {
      const { cause } = dispatch;
      const line = dispatchLine(dispatch, this.#place(dispatch, dispatch.at), cause === undefined ? undefined : this.logId(cause), this.#effort.forData(dispatch), this.#texts);
      this.#inFlight?.begun(id, line);
      this.#batch.add(line, id);
    } else this.#effort.leftOut(dispatch);
    this.#triggers.dispatched(dispatch);
    this.#end(began);
  }

  /** Watches a handling: one that has not ended after 100 ms gets a line. */
  started(handling: Handling): void {
    const began = this.#begin(handling.at);
    if (this.#isWritten(handling.dispatch)) this.#open.add(handling);
    this.#triggers.started(handling);
    this.#end(began);
  }

  /** Writes a handling that has ended. */
  handled(handling: EndedHandling): void {
    const { dispatch, n, at } = handling;
    const began = this.#begin(at + handling.ms);
    this.#open.remove(handling);
    if (this.#isWritten(dispatch)) {
      const line = handlingLine(handling, this.#place(dispatch, at), this.#effort.forAnswers(), this.#texts);
      this.#inFlight?.handled(this.logId(dispatch.id), n, line);
      this.#batch.add(line);
    }
    this.#triggers.handled(handling);
    this.#end(began);
  }

  /** Writes how a dispatch ended, where its handlings do not say it. */
  settled(dispatch: SettledDispatch): void {
    const began = this.#begin(dispatch.settledAt);
    this.#add(dispatch, dispatch.settledAt, (place) => settledLine(dispatch, place, this.#effort.encoder));
    this.#inFlight?.settled(this.logId(dispatch.id));
    this.#triggers.settled(dispatch);
    this.#end(began);
  }

  /** Writes what an interceptor did. */
  intercepted(dispatch: Dispatch, interception: Interception): void {
    const began = this.#begin(interception.at);
    const line = this.#add(dispatch, interception.at, (place) => interceptedLine(interception, dispatch, place, this.#effort.forData(dispatch)));
    if (line !== undefined) this.#inFlight?.add(this.logId(dispatch.id), line);
    this.#end(began);
  }

  /** Writes a value that was sent on a reply channel. */
  replied(dispatch: Dispatch, member: string, value: unknown): void {
    const at = this.#options.now();
    const began = this.#begin(at);
    this.#add(dispatch, at, (place) => replyLine(dispatch, member, value, place, this.#effort.forAnswers()));
    this.#end(began);
  }

  /** Writes a report of a task. */
  progressed(progress: Progress): void {
    const began = this.#begin(progress.at);
    this.#add(progress.dispatch, progress.at, (place) => progressLine(progress, place, this.#effort.encoder));
    this.#end(began);
  }

  /** Writes a handler that was registered. */
  subscribed(subscription: SubscriptionInfo, snapshot: boolean): void {
    this.#addStanding(subscriptionLine(subscription, "added", snapshot, this.#at()), () => this.#registry.subscribed(subscription));
  }

  /** Writes that a handler is registered no more. */
  unsubscribed(subscription: SubscriptionInfo): void {
    this.#addStanding(subscriptionLine(subscription, "removed", false, this.#at()), () => this.#registry.unsubscribed(subscription));
  }

  /** Writes what the app says of a message type. */
  described(definition: Definition): void {
    this.#addStanding(typeLine(definition, this.#at()), () => this.#registry.described(definition));
  }

  /** Writes the new state of a service. */
  serviceChanged(service: ServiceInfo, snapshot: boolean): void {
    this.#addStanding(serviceLine(service, snapshot, this.#at(), this.#effort.encoder), () => this.#registry.serviceChanged(service));
  }

  /** Before each event: all of what was told before it is written or waits, nothing of it does. Gives what `#end` wants. */
  #begin(at: number): number {
    if (this.#batch.isEmpty) this.#batch.begin();
    this.#windows.happens(at);
    return this.#effort.meter.begin();
  }

  #end(began: number): void {
    if (began >= 0) this.#effort.meter.end(began);
    if (this.#isEnding) this.#batch.end(() => this.#endLine());
  }

  /** Once a second at the most, while there are events. */
  #endWindow(now: number, elapsedMs: number): void {
    this.#tellWaiting();
    const time = this.#clocks?.look(now);
    if (time !== undefined) this.#batch.add(clockLine(now - this.#options.startAt, time));
    const reason = this.#effort.windowEnded(elapsedMs);
    if (reason !== undefined) this.#batch.add(this.#own.degraded(reason));
  }

  /** Adds a line about a dispatch, and gives it; one from before this log, or that was left out, has none. */
  #add(dispatch: Dispatch, at: number, line: (place: Place) => string | undefined): string | undefined {
    if (!this.#isWritten(dispatch)) return undefined;
    const text = line(this.#place(dispatch, at));
    if (text !== undefined) this.#batch.add(text);
    return text;
  }

  #addStanding(line: string, change: () => void): void {
    const began = this.#begin(this.#options.now());
    change();
    this.#batch.add(line);
    this.#end(began);
  }

  #isWritten(dispatch: Dispatch): boolean {
    return this.logId(dispatch.id) > 0 && this.#skipped?.has(dispatch) !== true;
  }

  #tellWaiting(): void {
    this.#skipped?.tell();
    this.#triggers.tell();
  }

  #tellRunning(handling: Handling): void {
    const { dispatch, n } = handling;
    const began = this.#begin(this.#options.now());
    const line = this.#add(dispatch, this.#options.now(), (place) => runningLine(handling, place));
    if (line !== undefined) this.#inFlight?.running(this.logId(dispatch.id), n, line);
    this.#end(began);
  }

  #place(dispatch: Dispatch, at: number): Place {
    return { id: this.logId(dispatch.id), at: at - this.#options.startAt };
  }

  #at(): number {
    return this.#options.now() - this.#options.startAt;
  }

  #endLine(): string {
    return this.#own.end({ dispatches: this.#sent, skipped: this.#skipped?.total ?? 0 });
  }
}
