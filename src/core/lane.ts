/**
 * How many runs of one handler may be open at once. Those that come meanwhile stand in line, first come first served; the line is
 * bounded, since what grows without end is a leak.
 */
import { isThenable } from "./thenable.ts";

/** Runs something now, or when its turn comes; gives undefined when the line is full. What it runs neither throws nor rejects. */
export type Lane = <T>(run: () => T | Promise<T>) => T | Promise<T> | undefined;

/** @param room how many may stand in line. */
export function makeLane(width: number, room: number): Lane {
  const line: (() => void)[] = [];
  let running = 0;
  const leave = () => {
    running--;
    line.shift()?.();
  };
  const enter = <T>(run: () => T | Promise<T>): T | Promise<T> => {
    running++;
    const given = run();
    if (isThenable(given)) void given.then(leave);
    else leave();
    return given;
  };
  return (run) => {
    if (running < width) return enter(run);
    return line.length < room ? new Promise((resolve) => line.push(() => resolve(enter(run)))) : undefined;
  };
}
