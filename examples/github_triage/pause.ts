/**
 * The app's only use of time, in one place: a test puts a fake clock behind it.
 */
import type { Clock } from "core-ipc";

/** Resolves after so many milliseconds. */
export type Pause = (ms: number) => Promise<void>;

/** Waits by a clock; by the runtime's own timers when none is given. */
export function pauseBy(clock?: Clock): Pause {
  const setTimer = clock === undefined ? setTimeout : clock.setTimer.bind(clock);
  return (ms) => new Promise((resolve) => void setTimer(resolve, ms));
}
