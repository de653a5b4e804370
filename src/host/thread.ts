/**
 * A second thread that runs one function, on every runtime the same way. It never holds the process: that ends when its other work has. The thread shares
 * nothing with the one that starts it but the data, so the function names nothing outside itself.
 */
import type fs from "node:fs";
import { Worker } from "node:worker_threads";

/** What the function gets beside its data. */
export type ThreadFiles = Pick<typeof fs, "openSync" | "fstatSync" | "readSync" | "closeSync">;

/** Runs on the thread. Its source is what is run there. */
export type ThreadWork<Data> = (files: ThreadFiles, data: Data) => void;

/**
 * Runs `work` on another thread, whose end is its end; what it throws is lost. False where this runtime gives none, such as without a right.
 * Cost: some 5 ms here, on Deno 70 to 100; it runs 30 to 70 ms later.
 */
export function runOnThread<Data>(work: ThreadWork<Data>, data: Data): boolean {
  // Some bundlers wrap functions to keep their names.
  const source = `import { workerData } from "node:worker_threads"; import fs from "node:fs"; const __name = (work) => work; (${work.toString()})(fs, workerData);`;
  try {
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`), { workerData: data, execArgv: [] });
    worker.on("error", () => {});
    worker.unref();
    return true;
  } catch {
    return false;
  }
}
