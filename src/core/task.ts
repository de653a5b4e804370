/**
 * PERFORM: one executor, and a task that can be awaited, watched and cancelled. Only awaiting a task rejects.
 */
import type { SendOptions } from "./core.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { coreError } from "./errors.ts";
import type { MessageInput } from "./message.ts";
import type { Place } from "./place.ts";
import { QueryDelivery } from "./query.ts";
import type { TaskControl } from "./subscription.ts";

/** A report of an executor. */
export interface TaskProgress {
  /** From 0 to 1. */
  readonly ratio: number;
  readonly note?: string;
}

/** A running task. Awaiting it gives the executor's answer, or rejects with what it threw, `task.unhandled`, `task.cancelled`, `task.timedOut`, `task.refused` or `aborted`. */
export interface Task<Answer = unknown> extends Promise<Answer>, AsyncIterable<TaskProgress> {
  /** Unique per Core, such as `task-1`. */
  readonly id: string;
  /** Ends the wait with `task.cancelled` and aborts the executor's signal. A task that is over stays as it is. */
  cancel(reason?: unknown): void;
}

/** Performs a message. */
export function perform(id: string, bus: Dispatcher, sender: Place, input: MessageInput, options: SendOptions | undefined): Task {
  let delivery: TaskDelivery | undefined;
  const start = async (): Promise<unknown> => await (delivery = new TaskDelivery(id, bus, sender, input, options)).start();
  const answer = start();
  answer.catch(() => {});
  return Object.assign(answer, {
    id,
    cancel: (reason?: unknown) => delivery?.cancel(reason),
    /** Gives the latest report, then each newer one that is there when it is asked for. A slow reader skips reports. */
    async *[Symbol.asyncIterator](): AsyncGenerator<TaskProgress> {
      for (let seen = 0; delivery !== undefined;) {
        if (delivery.latest !== undefined && delivery.reports > seen) {
          seen = delivery.reports;
          yield delivery.latest;
        } else if (delivery.isOver) return;
        else await delivery.changed();
      }
    },
  });
}

/** The dispatch behind a task. */
export class TaskDelivery extends QueryDelivery {
  latest: TaskProgress | undefined;
  reports = 0;
  isOver = false;
  readonly #id: string;
  #place: Place | undefined;
  #watchers: (() => void)[] = [];

  constructor(id: string, bus: Dispatcher, sender: Place, input: MessageInput, options: SendOptions | undefined) {
    super(bus, "PERFORM", sender, input, options);
    this.#id = id;
  }

  override async start(): Promise<unknown> {
    this.bus.tasks.add(this);
    try {
      return await super.start();
    } finally {
      this.bus.tasks.delete(this);
      this.isOver = true;
      this.#wake();
    }
  }

  cancel(reason: unknown): void {
    if (this.isOver) return;
    this.deadline?.expire(coreError("task.cancelled", "perform", { type: this.message.type, id: this.#id, reason }, "it was cancelled", reason));
  }

  /** Resolves at the next report, or when the task is over. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  protected override async deliver(): Promise<unknown> {
    const { bus, message: { type } } = this;
    const { limits } = bus.settings;
    if (bus.lifecycle.isStopping) return this.refuse(coreError("task.refused", "perform", { type }, "the Core is shut down"));
    if (bus.tasks.size > limits.tasks) return this.refuse(coreError("limit.tasks", "perform", { limit: limits.tasks, type }, `${limits.tasks} tasks are open`));
    const subscription = this.subscriptions.find((each) => !each.isDisposed && !each.isTaken);
    if (subscription === undefined) throw coreError("task.unhandled", "perform", { type }, "no executor is registered for it");
    const { outcome, value } = await this.run(subscription, (place) => this.#begin(place));
    this.isOver = true;
    const hasFailed = outcome === "failed";
    this.#broadcast("task.completed", hasFailed ? { ok: false, error: value } : { ok: true, answer: value });
    if (hasFailed) throw value;
    return value;
  }

  #begin(place: Place): TaskControl {
    this.#place = place;
    this.#broadcast("task.started", {});
    return { progress: (ratio, note) => this.#progress(ratio, note), get signal() { return place.view.signal; } };
  }

  #progress(ratio: number, note: string | undefined): void {
    if (typeof ratio !== "number" || !(ratio >= 0 && ratio <= 1)) throw new RangeError(`Cannot report progress: ${String(ratio)} is not a ratio from 0 to 1`);
    if (this.isOver || this.deadline?.error !== undefined) return;
    const report = note === undefined ? { ratio } : { ratio, note };
    this.latest = report;
    this.reports++;
    const taps = this.bus.tapping;
    if (this.dispatch !== undefined) taps?.tell("progressed", { task: this.#id, dispatch: this.dispatch, at: taps.now(), ...report });
    this.#broadcast("task.progress", report);
    this.#wake();
  }

  #broadcast(type: string, content: object): void {
    if (this.#place === undefined) return;
    void this.bus.action(this.#place, { type, data: { id: this.#id, type: this.message.type, ...content } }, undefined);
  }

  #wake(): void {
    for (const wake of this.#watchers.splice(0)) wake();
  }
}

