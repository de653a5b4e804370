/**
 * The one loop: what happens goes through `update`, what it asks for is done, what became of the model is drawn. Records
 * draw at most 30 frames a second, however many come, and fewer where a frame takes long; a key draws at once. The log is
 * the feed's, which reads it.
 */
import type { Log } from "../src/trace/log.ts";
import type { Effect } from "./effects.ts";
import type { Feed, FeedEvent } from "./feed.ts";
import type { Model } from "./model/model.ts";
import type { InspectorEvent } from "./update/event.ts";
import { update } from "./update/update.ts";

/** Between two frames that nobody's key asked for: 30 a second is what an eye takes for continuous. */
export const FRAME_MS = 33;

/** The same while a recording is read: drawing takes more than reading does, and what is read is waited for. */
const READING_FRAME_MS = 100;

/** So many times what a frame takes it is until the next one: on a busy machine drawing would leave no time for what is drawn. */
const FRAME_TIMES = 2;
/** The same while a recording is read. */
const READING_FRAME_TIMES = 5;

/** How often the clock and the rate of a live app are drawn. */
const TICK_MS = 1000;

type Timer = "frame" | "tick" | "look";

/** Time and timers, as `src/host/clock.ts` has them; a test gives a fake one. */
export interface LoopClock {
  now(): number;
  date(): Date;
  setTimer(run: () => void, ms: number): () => void;
}

/** What the loop needs. */
export interface LoopOptions {
  readonly feed: Feed;
  readonly log: Log;
  readonly model: Model;
  readonly clock: LoopClock;
  /** Draws `model`; called once for the first frame, too. */
  draw(model: Model): void;
  /** Does what only the terminal can. */
  perform(effect: Extract<Effect, { kind: "quit" | "suspend" }>): void;
  /** Told of an error in what the loop itself runs. */
  onCrash(error: unknown): void;
}

/** Runs one inspector until it is stopped. */
export class Loop {
  readonly #options: LoopOptions;
  readonly #timers = new Map<Timer, () => void>();
  #model: Model;
  #drawn: Model | undefined;
  #drawnVersion = -1;
  #drawnAt = Number.NEGATIVE_INFINITY;
  /** How long the last two frames took: the first one of a process takes several times as long as others, and is nothing to go by. */
  #drawMs: readonly [number, number] = [0, 0];
  #isStopped = false;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#model = options.model;
  }

  /** The model as it is now. */
  get model(): Model {
    return this.#model;
  }

  /** Draws the first frame and begins to listen to the feed. */
  start(): void {
    this.#draw();
    this.#tick();
    this.#options.feed.start((event) => this.#guard(() => this.#hear(event)));
  }

  /** Ends all timers; what the feed still tells is not heard. */
  stop(): void {
    this.#isStopped = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** Lets `event` happen and draws at once: for keys, signals and resizes. */
  send(event: InspectorEvent): void {
    this.#guard(() => {
      this.#happen(event);
      this.#draw();
    });
  }

  /** Draws everything anew, whatever is on the screen. */
  redraw(): void {
    this.#drawn = undefined;
    this.#guard(() => this.#draw());
  }

  #hear(event: FeedEvent): void {
    if (event.kind !== "grew") this.#happen(event);
    this.#laterFrame();
  }

  #laterFrame(): void {
    const isReading = this.#model.mode === "recorded" && !this.#model.isEnded;
    const frameMs = Math.min(...this.#drawMs);
    const pause = isReading ? Math.max(READING_FRAME_MS, READING_FRAME_TIMES * frameMs) : Math.max(FRAME_MS, FRAME_TIMES * frameMs);
    this.#later("frame", this.#drawnAt + pause - this.#options.clock.now(), () => this.#frame());
  }

  #frame(): void {
    if (this.#options.log.version !== this.#drawnVersion) this.#happen({ kind: "grew", nowMs: this.#wallMs() });
    this.#draw();
  }

  #tick(): void {
    if (this.#model.mode === "recorded" || this.#model.isEnded) return;
    this.#later("tick", TICK_MS, () => {
      this.#happen({ kind: "ticked", nowMs: this.#wallMs() });
      this.#draw();
      this.#tick();
    });
  }

  #happen(event: InspectorEvent): void {
    if (this.#isStopped) return;
    const [model, effects] = update(this.#model, event);
    this.#model = model;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    if (effect.kind !== "lookFurther") return this.#options.perform(effect);
    this.#later("look", 0, () => {
      this.#happen({ kind: "grew", nowMs: this.#wallMs() });
      this.#laterFrame();
    });
  }

  #draw(): void {
    const { log, clock, draw } = this.#options;
    if (this.#isStopped || (this.#drawn === this.#model && this.#drawnVersion === log.version)) return;
    this.#drawn = this.#model;
    this.#drawnVersion = log.version;
    this.#drawnAt = clock.now();
    draw(this.#model);
    this.#drawMs = [this.#drawMs[1], clock.now() - this.#drawnAt];
  }

  /** One timer of each name at a time: what is due already is not asked for again. */
  #later(name: Timer, ms: number, run: () => void): void {
    if (this.#isStopped || this.#timers.has(name)) return;
    const cancel = this.#options.clock.setTimer(() => {
      this.#timers.delete(name);
      this.#guard(run);
    }, Math.max(0, ms));
    this.#timers.set(name, cancel);
  }

  #guard(run: () => void): void {
    if (this.#isStopped) return;
    try {
      run();
    } catch (error) {
      this.stop();
      this.#options.onCrash(error);
    }
  }

  #wallMs(): number {
    return this.#options.clock.date().getTime();
  }
}
