/**
 * How many runs of one handler may be open at once. Those that come meanwhile stand in line, first come first served; the line is
 * bounded, since what grows without end is a leak.
 */
import { after } from "./thenable.ts";

/** Runs something now, or when its turn comes; when the line is full now, which it is told. What it runs neither throws nor rejects. */
export type Lane = <T>(run: (isFull?: boolean) => T | Promise<T>) => T | Promise<T>;

/** @param room how many may stand in line. */
export function makeLane(width: number, room: number): Lane {
  const line: (() => void)[] = [];
  let running = 0;
  const enter = <T>(run: () => T | Promise<T>): T | Promise<T> => {
    running++;
    return after(run(), (given) => {
      running--;
      line.shift()?.();
      return given;
    });
  };
  return (run) => {
    if (running < width) return enter(run);
    return line.length < room ? new Promise((resolve) => line.push(() => resolve(enter(run)))) : run(true);
  };
}
