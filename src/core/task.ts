/**
 * PERFORM: one executor, and a task that can be awaited, watched and cancelled. Only awaiting a task rejects.
 */
import { Bell } from "./bell.ts";
import type { SendOptions } from "./core.ts";
import { start } from "./deliver.ts";
import { type Delivery, makeDelivery, taken, type Way } from "./delivery.ts";
import { action } from "./dispatcher.ts";
import { coreError, expectRange } from "./errors.ts";
import type { MessageInput } from "./message.ts";
import type { Place } from "./place.ts";
import { tell } from "./taps.ts";

/** A report of an executor. */
export interface TaskProgress<Note extends string = string> {
  /** From 0 to 1. */
  readonly ratio: number;
  /** What it is at, for people. */
  readonly note?: Note;
}

/** A running task. Awaiting it gives the executor's answer, or rejects with what it threw, `task.unhandled`, `task.cancelled`, `task.timedOut`, `task.refused` or `aborted`. */
export interface Task<Answer = unknown, Note extends string = string> extends Promise<Answer>, AsyncIterable<TaskProgress<Note>> {
  /** Unique per Core, such as `task-1`. */
  readonly id: string;
  /** Ends the wait with `task.cancelled` and aborts the executor's signal. A task that is over stays as it is. */
  cancel(reason?: unknown): void;
}

/** Performs a message. */
export function perform(sender: Place, input: MessageInput, options: SendOptions | undefined): Task {
  const { bus } = sender;
  const id = `task-${++bus.tasks}`;
  const bell = new Bell();
  let isOver = false;
  let latest: TaskProgress | undefined;
  let place: Place | undefined;
  let delivery: Delivery | undefined;

  const broadcast = (type: string, content?: object) => {
    if (place) void action(place, { type, data: { id, type: input.type, ...content } });
  };
  const way: Way = {
    verb: "PERFORM",
    id,
    control(own) {
      place = own;
      broadcast("task.started");
      return {
        signal: own.view.signal,
        progress(ratio: number, note?: string) {
          expectRange(ratio >= 0 && ratio <= 1, "progress", "a number from 0 to 1", ratio);
          if (isOver || own.deadline?.error) return;
          latest = { ratio, ...(note !== undefined && { note }) };
          if (own.handling) tell(bus, "progressed", { task: id, dispatch: own.handling.dispatch, at: bus.clock.now(), ...latest });
          broadcast("task.progress", latest);
          bell.ring();
        },
      };
    },
    give(own) {
      const { outcome, value } = taken(own, "task.unhandled");
      const ok = outcome !== "failed";
      // An interceptor may fail after it has passed the message on: it was completed all the same.
      if (!isOver) broadcast("task.completed", ok ? { ok, answer: value } : { ok, error: value });
      isOver = true;
      if (!ok) throw value;
      return value;
    },
  };
  const answer = (async () => start(delivery = makeDelivery(way, sender, input, options)))();
  const end = () => {
    isOver = true;
    bell.ring();
  };
  answer.then(end, end);
  return Object.assign(answer, {
    id,
    cancel: (reason?: unknown) => delivery && cancelTask(delivery, reason),
    /** Gives the latest report, then each newer one that is there when it is asked for. A slow reader skips reports. */
    [Symbol.asyncIterator]() {
      let seen: TaskProgress | undefined;
      return bell.read(() => latest === seen ? undefined : seen = latest, () => isOver);
    },
  });
}

/** Ends the wait for a task; one that is over stays as it is. */
export function cancelTask({ way: { id }, deadline, message: { type } }: Delivery, reason: unknown): void {
  if (!deadline?.isDisposed) deadline?.expire(coreError("task.cancelled", "finish", { type, id: id as string, reason }, "it was cancelled", reason));
}
