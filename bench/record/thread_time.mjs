// How long the app's thread and the process have computed so far. On Linux the system says it of each thread; elsewhere the
// process stands for the thread, and what an engine's helpers do is counted too.
import { readFileSync } from "node:fs";
import process from "node:process";

const file = `/proc/self/task/${process.pid}/schedstat`;

function ofThread() {
  try {
    return Number(readFileSync(file, "utf8").split(" ")[0]) / 1e6;
  } catch {
    return undefined;
  }
}

/** Milliseconds: `wall` on the monotonic clock, `process` of all threads, `thread` of the app's own. */
export function timesNow() {
  const { user, system } = process.cpuUsage();
  const all = (user + system) / 1000;
  return { wall: performance.now(), process: all, thread: ofThread() ?? all };
}

/** What has passed since `before`. */
export function timesSince(before) {
  const now = timesNow();
  return { wallMs: now.wall - before.wall, processMs: now.process - before.process, threadMs: now.thread - before.thread };
}
