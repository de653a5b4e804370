/**
 * A log in one sink that follows a ring: it takes what the ring holds and what comes, each batch once. Where it was not let follow, or
 * could not, and the ring has moved on, it says what it did not see, and goes on with what is there now.
 */
import type { EndRecord } from "../trace/record.ts";
import type { RingStore, Segment } from "./ring_store.ts";
import { spanOf } from "./loss.ts";
import type { Batch, Loss, Sink } from "./sink.ts";
import { gapLine } from "./write.ts";
import { endLine, skippedLine } from "./write_state.ts";

/** How long it is waited before a sink is tried again that takes nothing: what it does not take, the ring holds. */
const AGAIN_MS = 1_000;

export interface FollowerOptions {
  readonly sink: Sink;
  readonly store: RingStore;
  /** Why it does not see what has fallen out of the ring. */
  readonly reason: string;
  readonly onFault: ((error: unknown) => void) | undefined;
}

/** One log behind a ring. */
export class Follower {
  readonly sink: Sink;
  readonly #options: FollowerOptions;
  /** The number of the batch that it takes next. */
  #next = 0;
  /** The highest id that its log accounts for. */
  #upTo = 0;
  #part = 1;
  #records = 0;
  #recordsPassed = 0;
  #skipped = 0;
  #lost = 0;
  #fault: string | undefined;
  #notBefore = -Infinity;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.sink = options.sink;
  }

  /** Takes what it has not yet. Never throws: what its sink does not take stays in the ring, and is tried again. */
  catchUp(now: number): void {
    const { store } = this.#options;
    if (this.#next === store.next || now < this.#notBefore) return;
    this.#attempt(now, () => {
      const [oldest] = store.segments;
      if (oldest !== undefined && this.#next < oldest.first) this.#resume(oldest);
      for (const batch of store.from(this.#next)) {
        this.#write(batch);
        this.#next += 1;
        this.#recordsPassed += batch.records;
      }
      this.#fault = undefined;
    });
  }

  /** Begins a further part where its sink wants one; it has taken all that was before. */
  beginPart(head: Batch): void {
    if (this.sink.wantsPart !== true || this.#next !== this.#options.store.next) return;
    this.#attempt(head.at, () => {
      this.sink.beginPart?.({ ...head, text: withHeader(head, (header) => ({ ...header, part: this.#part + 1 })) });
      this.#part += 1;
      this.#records += head.records;
    });
  }

  /** Ends its log. What the ring still holds for it is said to be left out. */
  end(batch: Batch): void {
    if (this.#records === 0) return;
    this.#attempt(batch.at, () => {
      const end = JSON.parse(lastLine(batch.text)) as EndRecord;
      const { store } = this.#options;
      if (this.#next !== store.next) this.#writeMissed([], this.#missed(batch.at, end.dispatches, store.records, new Set()), [], batch.at);
      this.#next = store.next;
      this.#recordsPassed = store.records;
      this.#upTo = end.dispatches;
      this.#collect(batch.at);
      const { bytes } = this.sink;
      const line = endLine({ ...end, records: this.#records, ...(bytes === undefined ? {} : { bytes }), lost: end.lost + this.#lost, skipped: this.#skipped });
      const last = batchOf([line], batch.at);
      if (this.sink.end === undefined) this.sink.write(last);
      else this.sink.end(last);
      this.#records += 1;
    });
  }

  /** Something fell out before it was taken: says so, and goes on with the head of what is there. */
  #resume(oldest: Segment): void {
    const head = oldest.head ?? batchOf([], 0);
    const before = headerOf(head).before ?? 0;
    const snapshots = new Set([...head.text.matchAll(/^\{"kind":"dispatch","id":(\d+)/gm)].map(([, id]) => Number(id)));
    const [log = "", ...standing] = withHeader(head, (header) => ({ ...header, part: 1, before: undefined })).split("\n").slice(0, -1);
    const missed = this.#missed(head.at, before, oldest.recordsBefore, snapshots);
    if (this.#records === 0) this.#writeMissed([log, ...standing], missed, [], head.at);
    else this.#writeMissed([], missed, standing, head.at);
    this.#upTo = Math.max(this.#upTo, before);
    this.#next = oldest.first;
    this.#recordsPassed = oldest.recordsBefore;
  }

  /** Accounts for what it did not see: the dispatches up to `to`, but for those whose beginning is repeated, and the records up to `records`. */
  #missed(at: number, to: number, records: number, except: ReadonlySet<number>): Missed {
    const from = this.#upTo + 1;
    if (this.#fault !== undefined) {
      const lost = records - this.#recordsPassed;
      return { lines: [gapLine(at, { lost, reason: this.#fault, ...(from > to ? {} : { from, to }) })], lost, skipped: 0, ...spanOf([{ from, to }]) };
    }
    const ranges = rangesWithout(from, to, except);
    const lines = ranges.map((range) => skippedLine(at, { ...range, reason: this.#options.reason }));
    return { lines, lost: 0, skipped: ranges.reduce((sum, range) => sum + range.to - range.from + 1, 0), ...spanOf([{ from, to }]) };
  }

  #writeMissed(before: readonly string[], { lines, lost, skipped, from, to }: Missed, after: readonly string[], at: number): void {
    this.#write({ ...batchOf([...before, ...lines, ...after], at), skipped, ...spanOf([{ from, to }]) });
    this.#lost += lost;
  }

  #write(batch: Batch): void {
    this.#collect(batch.at);
    if (batch.records === 0) return;
    this.sink.write(batch);
    this.#records += batch.records;
    this.#skipped += batch.skipped ?? 0;
    this.#upTo = Math.max(this.#upTo, batch.to ?? 0);
  }

  /** What its sink lost of what it had taken is told in its own log. */
  #collect(at: number): void {
    const loss: Loss | undefined = this.sink.takeLoss?.();
    if (loss === undefined) return;
    this.#lost += loss.lost - (loss.again ?? 0);
    this.#records -= loss.lines ?? loss.lost;
    this.sink.write({ ...batchOf([gapLine(at, loss)], at), ...spanOf([loss]) });
    this.#records += 1;
  }

  #attempt(now: number, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#fault = `writing failed: ${error instanceof Error ? error.message : String(error)}`;
      this.#notBefore = now + AGAIN_MS;
      this.#options.onFault?.(error);
    }
  }
}

/** What a log did not see, and what says so. */
interface Missed {
  readonly lines: readonly string[];
  readonly lost: number;
  readonly skipped: number;
  readonly from?: number;
  readonly to?: number;
}

type Header = Readonly<Record<string, unknown>> & { readonly before?: number };

function headerOf({ text }: Batch): Header {
  return text === "" ? {} : JSON.parse(text.slice(0, text.indexOf("\n"))) as Header;
}

function withHeader(head: Batch, change: (header: Header) => object): string {
  return `${JSON.stringify(change(headerOf(head)))}${head.text.slice(head.text.indexOf("\n"))}`;
}

function batchOf(lines: readonly string[], at: number): Batch {
  return { text: lines.map((line) => `${line}\n`).join(""), records: lines.length, at };
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}

function rangesWithout(from: number, to: number, except: ReadonlySet<number>): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  let begin = from;
  for (const id of [...except].filter((repeated) => repeated >= from && repeated <= to).sort((a, b) => a - b)) {
    if (id > begin) ranges.push({ from: begin, to: id - 1 });
    begin = id + 1;
  }
  if (begin <= to) ranges.push({ from: begin, to });
  return ranges;
}
