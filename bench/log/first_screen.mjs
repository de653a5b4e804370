// How long a program takes to show something of a log on a terminal of 120 × 40: `script` gives it the terminal, and what it writes is watched for a text.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";
import { stripVTControlCharacters } from "node:util";

const SCRIPT = "/usr/bin/script";
export const hasTerminal = existsSync(SCRIPT);

/** What shows nothing by then will not. */
const LIMIT_MS = 60_000;

/** Runs a command line; gives the time until a pattern stands in what it wrote, `{ ms }`, or `{ stopped }`. */
export async function firstScreen(line, pattern, env = {}) {
  const began = performance.now();
  const child = spawn(SCRIPT, ["-q", "-f", "-e", "-c", `stty rows 40 cols 120; exec ${line}`, "/dev/null"], {
    stdio: ["pipe", "pipe", "ignore"], env: { ...process.env, TERM: "xterm-256color", ...env, CI: undefined, NO_COLOR: undefined }, detached: true,
  });
  const leave = () => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  };
  process.once("exit", leave);
  let text = "";
  let timer;
  const result = await new Promise((resolve) => {
    timer = setTimeout(resolve, LIMIT_MS, { stopped: `nothing after ${LIMIT_MS / 1000} s` });
    child.stdout.on("data", (chunk) => {
      text = (text + chunk.toString("latin1")).slice(-200_000);
      if (pattern.test(stripVTControlCharacters(text))) resolve({ ms: performance.now() - began });
    });
    child.on("exit", () => resolve({ stopped: "it ended without" }));
  });
  clearTimeout(timer);
  await end(child);
  process.off("exit", leave);
  return result;
}

/** The group of `script`; what runs in the terminal is told by its end. */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.on("exit", resolve));
  process.kill(-child.pid, "SIGTERM");
  const timer = setTimeout(() => process.kill(-child.pid, "SIGKILL"), 2000);
  await gone;
  clearTimeout(timer);
}
