// One process, measured from its start to its end by the clock, with what it computed and the most memory it held, by GNU time. It may take so long and so much, then it is stopped.
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** What is not done by then is not waited for: the slowest peer that ends takes a minute. */
export const TIME_LIMIT_MS = 120_000;

/** More than any side needs that is of use, and what a shared machine can give. */
export const MEMORY_LIMIT_MB = 6_000;

const GNU_TIME = "/usr/bin/time";
const hasTime = existsSync(GNU_TIME);

/** How often memory is looked at, against the limit only. */
const LOOK_MS = 100;

/**
 * Runs a command once; its output goes into a file.
 * @returns `{ ms, cpuMs, peakMB, output, stopped, status }`; cpuMs and peakMB are undefined where GNU time is absent
 */
export async function measure([command, ...args], folder, env = {}) {
  const files = { output: join(folder, "output"), words: join(folder, "words"), time: join(folder, "time") };
  const output = openSync(files.output, "w");
  const words = openSync(files.words, "w");
  const whole = hasTime ? [GNU_TIME, "-q", "-o", files.time, "-f", "%M %U %S", command, ...args] : [command, ...args];
  const began = performance.now();
  const child = spawn(whole[0], whole.slice(1), { stdio: ["ignore", output, words], env: { ...process.env, ...env }, detached: true });
  // It has a group of its own, which whatever stops the benchmark does not reach.
  const leave = () => endGroup(child.pid);
  process.once("exit", leave);
  let stopped;
  const stop = (why) => {
    stopped = why;
    endGroup(child.pid);
  };
  const timer = setTimeout(stop, TIME_LIMIT_MS, `stopped after ${TIME_LIMIT_MS / 1000} s`);
  const look = setInterval(() => {
    if (heldMB(child.pid) > MEMORY_LIMIT_MB) stop(`stopped at ${MEMORY_LIMIT_MB} MB`);
  }, LOOK_MS);
  const status = await new Promise((resolve, reject) => child.on("error", reject).on("exit", (code) => resolve(code ?? 1)));
  const ms = performance.now() - began;
  process.off("exit", leave);
  clearTimeout(timer);
  clearInterval(look);
  closeSync(output);
  closeSync(words);
  return { ms, ...stopped === undefined && hasTime ? timesOf(readFileSync(files.time, "utf8")) : {}, output: files.output, words: readFileSync(files.words, "utf8"), stopped, status };
}

function timesOf(text) {
  const [peakKB, userS, systemS] = text.trim().split("\n").at(-1).split(" ").map(Number);
  return { peakMB: peakKB / 1024, cpuMs: (userS + systemS) * 1000 };
}

function endGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

/** What a process and all below it hold now; 0 where the system does not say. */
function heldMB(pid) {
  try {
    const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
    const below = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter((each) => each !== "");
    return own + below.reduce((sum, each) => sum + heldMB(Number(each)), 0);
  } catch {
    return 0;
  }
}
