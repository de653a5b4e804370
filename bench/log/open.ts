// The index alone, as a process: opens a log and says what it holds; with `trace`, also what it takes to read one message of it. Bundled by run.mjs, for each runtime the same.
import { openSync, readSync, fstatSync } from "node:fs";
import process from "node:process";
import { LogIndex } from "../../src/log/log_index.ts";
import type { Source } from "../../src/log/source.ts";

/** So many messages are read, here and there. */
const READS = 20_000;

function fileSource(path: string): Source {
  const file = openSync(path, "r");
  return { size: fstatSync(file).size, read: (into, offset) => readSync(file, into, 0, into.length, offset) };
}

const [, , path = "", what] = process.argv;
const began = performance.now();
const index = new LogIndex(fileSource(path));
index.readAll();
const openMs = performance.now() - began;

/** What it takes to read a message here and there, in µs: jumps over the whole log, not in its order. */
function microseconds(read: (dispatch: number) => number): number {
  const count = index.dispatches.length;
  let sum = 0;
  const start = performance.now();
  for (let n = 0; n < READS; n += 1) sum += read((n * 7919) % count);
  if (sum === 0) throw new Error("Cannot measure: nothing was read");
  return (performance.now() - start) * 1000 / READS;
}

/** The record of a message by its number, and parsed; and all that the log holds of the message, with its handlings. */
const reading = () => ({
  recordUs: microseconds((dispatch) => JSON.parse(index.lineText(index.dispatches.line(dispatch)) ?? "").id),
  traceUs: microseconds((dispatch) => index.trace(dispatch).record.id),
});

const found = { records: index.records, dispatches: index.dispatches.length, handlings: index.handlings.length, openMs, ...(what === "trace" ? reading() : {}) };
process.stdout.write(`${JSON.stringify(found)}\n`);
