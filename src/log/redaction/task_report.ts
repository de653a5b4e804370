/**
 * What the core broadcasts of tasks, `task.progress` and `task.completed`, carries what belongs to another message: the note, the answer and
 * the error of the task. What holds for that message holds for them.
 */

/** The data of such a broadcast. */
export interface TaskReport {
  /** The type of the message that was performed. */
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Where the task's own payloads stand in it. */
export const TASK_PAYLOADS: readonly string[] = ["/answer", "/error", "/note"];

/** Gives the data of a message as the report of a task; undefined when it is none. Reads no accessors. */
export function taskReportOf(data: unknown, type: string): TaskReport | undefined {
  if (type !== "task.completed" && type !== "task.progress") return undefined;
  if (typeof data !== "object" || data === null) return undefined;
  const performed: unknown = Object.getOwnPropertyDescriptor(data, "type")?.value;
  return typeof performed === "string" ? data as TaskReport : undefined;
}
