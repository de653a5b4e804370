/**
 * A process as it can be known again later: its id alone is given to another one after it. Where the system says when a
 * process was born (Linux, to whoever may read /proc), the two are told apart for certain.
 */
import fs from "node:fs";
import process from "node:process";
import { systemClock } from "./clock.ts";
import { codeOf } from "./system_error.ts";
import { hostName } from "./process.ts";

/** What a process writes down of itself. */
export interface ProcessMark {
  readonly pid: number;
  /** When it began, by its own clock (ISO 8601): for people, and to tell it from an earlier process that had its id. */
  readonly startedAt: string;
  /** The machine's name; absent: not known. */
  readonly host?: string;
  /** The system's boot and the moment of its birth in it; no other process has this. Absent: not known. */
  readonly birth?: string;
}

/**
 * `self`: this very process. `alive`: another one that is there; without a birth it may only have the same id. `gone`: it
 * has ended. `elsewhere`: on another machine. `unknown`: this process may not ask.
 */
export type ProcessState = "self" | "alive" | "gone" | "elsewhere" | "unknown";

/** Two accounts of this process's start differ by less: the clock has been set by no more, and no process lives so short and gives its id away so quickly. */
const SAME_START_MS = 5_000;

/** Gives this process's mark. */
export function ownMark(): ProcessMark {
  const host = hostName();
  const birth = birthOf(process.pid);
  return {
    pid: process.pid,
    startedAt: new Date(ownStartMs()).toISOString(),
    ...(host === undefined ? {} : { host }),
    ...(typeof birth === "object" ? { birth: birth.text } : {}),
  };
}

/** Says what has become of a process. */
export function stateOf(mark: ProcessMark): ProcessState {
  const host = hostName();
  if (host !== undefined && mark.host !== undefined && host !== mark.host) return "elsewhere";
  const alive = mark.pid === process.pid ? "self" : "alive";
  const birth = mark.birth === undefined ? "unknown" : birthOf(mark.pid);
  if (birth === "gone") return "gone";
  if (birth !== "unknown") return birth.text === mark.birth && !birth.hasEnded ? alive : "gone";
  if (alive === "self") return Math.abs(Date.parse(mark.startedAt) - ownStartMs()) < SAME_START_MS ? "self" : "gone";
  return askBySignal(mark.pid);
}

function ownStartMs(): number {
  return systemClock.date().getTime() - process.uptime() * 1000;
}

function askBySignal(pid: number): ProcessState {
  try {
    process.kill(pid, 0);
    return "alive";
  } catch (error) {
    if (codeOf(error) === "ESRCH") return "gone";
    // EPERM: it is another user's. Anything else is Deno without --allow-run.
    return codeOf(error) === "EPERM" ? "alive" : "unknown";
  }
}

/** A process's birth in ticks since the system's boot, which has an id: proc(5), /proc/pid/stat, field 22; the name in field 2 may hold anything. */
function birthOf(pid: number): { readonly text: string; readonly hasEnded: boolean } | "gone" | "unknown" {
  let boot: string;
  try {
    boot = fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "unknown";
  }
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = rest[18];
    return ticks === undefined ? "unknown" : { text: `${boot}/${ticks}`, hasEnded: state === "Z" || state === "X" };
  } catch (error) {
    return codeOf(error) === "ENOENT" || codeOf(error) === "ESRCH" ? "gone" : "unknown";
  }
}
