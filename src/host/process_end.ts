/**
 * The ends of a process at which something synchronous can still be done: a normal end, `process.exit()`, an uncaught throw
 * or rejection. No signal is listened to: a listener would make a blocked app deaf to it.
 *
 * Measured: Node and Bun tell `exit` in each case. Deno tells it neither after a throw nor after a rejection, nor at
 * `Deno.exit()`; there the web's `unload`, `error` and `unhandledrejection` events tell, and none of them is kept from its default.
 */
import process from "node:process";

/** `ending`: nothing can stop it any more. `failing`: an error was not caught; someone else may still decide to go on. */
export type ProcessEnd = "ending" | "failing";

/** Calls `run` at each of them, possibly several times; what it throws is dropped. What it gives takes it back. */
export function onProcessEnd(run: (end: ProcessEnd) => void): () => void {
  const ending = (): void => attempt(run, "ending");
  const failing = (): void => attempt(run, "failing");
  process.on("exit", ending);
  if (process.versions["deno"] === undefined) return () => process.off("exit", ending);
  globalThis.addEventListener("unload", ending);
  globalThis.addEventListener("error", failing);
  globalThis.addEventListener("unhandledrejection", failing);
  return () => {
    process.off("exit", ending);
    globalThis.removeEventListener("unload", ending);
    globalThis.removeEventListener("error", failing);
    globalThis.removeEventListener("unhandledrejection", failing);
  };
}

function attempt(run: (end: ProcessEnd) => void, end: ProcessEnd): void {
  try {
    run(end);
  } catch {
    // The process is ending: a second failure would hide the first.
  }
}
