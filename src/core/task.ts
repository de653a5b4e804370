/**
 * PERFORM: one executor, and a task that can be awaited, watched and cancelled. Only awaiting a task rejects.
 */
import type { SendOptions } from "./core.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { type CoreError, coreError } from "./errors.ts";
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
    [Symbol.asyncIterator]: () => progressOf(delivery),
  });
}

/** Gives the latest report, then each newer one that is there when it is asked for. A slow reader skips reports. */
async function* progressOf(delivery: TaskDelivery | undefined): AsyncGenerator<TaskProgress> {
  for (let seen: TaskProgress | undefined; delivery !== undefined;) {
    if (delivery.latest !== seen) yield seen = delivery.latest as TaskProgress;
    else if (delivery.isOver) return;
    else await delivery.changed();
  }
}

/** The dispatch behind a task. */
export class TaskDelivery extends QueryDelivery {
  latest: TaskProgress | undefined;
  isOver = false;
  readonly #id: string;
  #place: Place | undefined;
  #watchers: (() => void)[] = [];

  constructor(id: string, bus: Dispatcher, sender: Place, input: MessageInput, options: SendOptions | undefined) {
    super(bus, "PERFORM", sender, input, options);
    this.#id = id;
  }

  cancel(reason: unknown): void {
    if (this.isOver) return;
    this.deadline?.expire(coreError("task.cancelled", "perform", { type: this.message.type, id: this.#id, reason }, "it was cancelled", reason));
  }

  /** Resolves at the next report, or when the task is over. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  protected override objection(): CoreError | undefined | Promise<CoreError | undefined> {
    if (this.bus.lifecycle.isStopping) return coreError("task.refused", "perform", { type: this.message.type }, "the Core is shut down");
    return super.objection();
  }

  protected override async deliver(): Promise<unknown> {
    const subscription = this.subscriptions.find((each) => !each.isDisposed && !each.isTaken);
    if (subscription === undefined) throw coreError("task.unhandled", "perform", { type: this.message.type }, "no executor is registered for it");
    const { outcome, value } = await this.run(subscription, (place) => this.#begin(place));
    this.isOver = true;
    const hasFailed = outcome === "failed";
    this.#broadcast("task.completed", hasFailed ? { ok: false, error: value } : { ok: true, answer: value });
    if (hasFailed) throw value;
    return value;
  }

  protected override finish(): void {
    super.finish();
    this.isOver = true;
    this.#wake();
  }

  #begin(place: Place): TaskControl {
    this.#place = place;
    this.#broadcast("task.started");
    return { progress: (ratio, note) => this.#progress(ratio, note), signal: place.view.signal };
  }

  #progress(ratio: number, note: string | undefined): void {
    if (typeof ratio !== "number" || !(ratio >= 0 && ratio <= 1)) throw new RangeError(`Cannot report progress: ${String(ratio)} is not a ratio from 0 to 1`);
    const { bus, dispatch, deadline } = this;
    if (this.isOver || deadline?.error !== undefined) return;
    const report = this.latest = { ratio, ...(note === undefined ? {} : { note }) };
    if (dispatch !== undefined) bus.tapping?.tell("progressed", [{ task: this.#id, dispatch, at: bus.settings.clock.now(), ...report }]);
    this.#broadcast("task.progress", report);
    this.#wake();
  }

  #broadcast(type: string, content?: object): void {
    if (this.#place !== undefined) void this.bus.action(this.#place, { type, data: { id: this.#id, type: this.message.type, ...content } }, undefined);
  }

  #wake(): void {
    for (const wake of this.#watchers.splice(0)) wake();
  }
}
