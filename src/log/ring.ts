/**
 * A flight recorder's memory: a sink that holds the last while, and writes it when something happens, with what follows. Nothing is
 * written before. Who watches later sees what it holds first.
 */
import { Follower } from "./follower.ts";
import { RingStore } from "./ring_store.ts";
import type { Batch, Sink, Writing } from "./sink.ts";

/** 64 MB of text in memory: about 250,000 small messages, which is what a screen can tell of an incident. Text beyond Latin-1 takes twice that. */
export const RING_BYTES: number = 64 * 1024 * 1024;

/** What a ring is made of. */
export interface RingOptions {
  /** How much of the past it holds, in milliseconds; up to a sixth more. */
  readonly ringMs: number;
  /** How much it holds at the most, in characters. Absent: `RING_BYTES`. */
  readonly ringBytes?: number;
  /** How long everything is written after the last release, in milliseconds. Absent: `ringMs`. */
  readonly afterMs?: number;
  /** Milliseconds since the run's start. */
  readonly now: () => number;
  /** Makes the sink that releases go to; asked at the first one. @throws when there can be none now: then it is asked again a second later. */
  readonly destination: () => Sink;
  /** Told of each write that failed, and of each destination that could not be made. */
  readonly onFault?: (error: unknown) => void;
}

/** The last while of a log, in memory. Memory: `ringBytes` and a batch, beside what a slow destination holds itself. */
export class Ring implements Sink {
  readonly #options: RingOptions;
  readonly #store: RingStore;
  readonly #reason: string;
  readonly #watchers = new Map<Sink, Follower>();
  #destination: Follower | undefined;
  #openNotBefore = -Infinity;
  #liveUntil = -Infinity;
  #isClosed = false;

  /** Holds nothing yet. */
  constructor(options: RingOptions) {
    this.#options = options;
    const { ringMs, ringBytes = RING_BYTES } = options;
    this.#store = new RingStore({ ringMs, ringBytes });
    this.#reason = `fell out of the ring of ${ringMs >= 1000 ? `${ringMs / 1000} s` : `${ringMs} ms`}`;
  }

  /** How many characters it holds. */
  get characters(): number {
    return this.#store.characters;
  }

  /** Whether what comes is written now. */
  get isLive(): boolean {
    return this.#options.now() <= this.#liveUntil;
  }

  /** A segment is due, or a part in one of the logs that follow. */
  get wantsPart(): boolean {
    return this.#store.isDue(this.#options.now()) || this.#following().some(({ sink }) => sink.wantsPart === true);
  }

  /** As its destination writes. */
  get writing(): Writing {
    return this.#destination?.sink.writing ?? "turn";
  }

  /** Holds a batch, and gives it to whoever follows. Never throws. */
  write(batch: Batch): void {
    this.#store.add(batch);
    if (batch.at <= this.#liveUntil) this.#open(batch.at);
    for (const follower of this.#following(batch.at)) follower.catchUp(batch.at);
  }

  /** Begins a segment, and a part in the logs that want one. */
  beginPart(head: Batch): void {
    for (const follower of this.#following()) follower.beginPart(head);
    this.#store.begin(head);
  }

  /**
   * Writes what it holds and was not written yet, and everything that comes within `afterMs`. Another release meanwhile makes that
   * longer, and costs nothing else. Never throws: a destination that takes nothing is tried again.
   */
  release(): void {
    if (this.#isClosed) return;
    const now = this.#options.now();
    this.#liveUntil = now + (this.#options.afterMs ?? this.#options.ringMs);
    this.#open(now);
    this.#destination?.catchUp(now);
  }

  /** Gives a sink what the ring holds, as a log of its own, and then everything that comes. It belongs to the ring from now on. */
  attach(sink: Sink): void {
    const follower = this.#follower(sink);
    this.#watchers.set(sink, follower);
    follower.catchUp(this.#options.now());
  }

  /** Gives a sink nothing any more, and closes it. */
  detach(sink: Sink): void {
    if (this.#watchers.delete(sink)) this.#attempt(() => sink.close());
  }

  /** Writes what was to be written, at once. */
  finish(): void {
    const now = this.#options.now();
    for (const follower of this.#following(now)) follower.catchUp(now);
    for (const { sink } of this.#all()) this.#attempt(() => sink.finish?.());
  }

  /** Ends each log that was begun: what it did not see is said to be left out. */
  end(batch: Batch): void {
    for (const follower of this.#all()) follower.end(batch);
  }

  /** Closes the sinks. Nothing is released any more. */
  close(): void {
    this.#isClosed = true;
    for (const { sink } of this.#all()) this.#attempt(() => sink.close());
    this.#watchers.clear();
  }

  #all(): Follower[] {
    return [...(this.#destination === undefined ? [] : [this.#destination]), ...this.#watchers.values()];
  }

  #following(now = this.#options.now()): Follower[] {
    return this.#all().filter((follower) => follower !== this.#destination || now <= this.#liveUntil);
  }

  #open(now: number): void {
    if (this.#destination !== undefined || now < this.#openNotBefore) return;
    this.#openNotBefore = now + 1_000;
    this.#attempt(() => void (this.#destination = this.#follower(this.#options.destination())));
  }

  #follower(sink: Sink): Follower {
    return new Follower({ sink, store: this.#store, reason: this.#reason, onFault: this.#options.onFault });
  }

  #attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#options.onFault?.(error);
    }
  }
}
