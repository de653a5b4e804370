// The index alone, as a process: opens a log and says what it holds; with `phases` also where the time went, with `trace` what it takes to read one message of it. Bundled by run.mjs, for each runtime the same.
import process from "node:process";
import { LogIndex } from "../../src/log/log_index.ts";
import { scanner } from "../../src/log/scan/mod.ts";
import type { Scanner } from "../../src/log/scan/scanner.ts";
import type { Source } from "../../src/log/source.ts";
import { openPartsSource } from "../../src/recording/parts_source.ts";

/** So many messages are read, here and there. */
const READS = 20_000;

/** Adds up how long calls take, by the clock: the time of the process, asked thousands of times, would be a tenth of what it is to measure. */
class Effort {
  ms = 0;
  of<Result>(work: () => Result): Result {
    const before = performance.now();
    const result = work();
    this.ms += performance.now() - before;
    return result;
  }
}

const reads = new Effort();
const scans = new Effort();

/** The same source and scanner, timed, and without the help of a second thread. */
function timed(source: Source, inner: Scanner): [Source, Scanner] {
  const { scan } = inner;
  Object.defineProperty(inner, "scan", { value: (length: number) => scans.of(() => scan.call(inner, length)) });
  return [{ size: source.size, read: (into, offset) => reads.of(() => source.read(into, offset)) }, inner];
}

const [, , path = "", what] = process.argv;
const plain = await openPartsSource(path);
const began = performance.now();
const [source, used] = what === "phases" ? timed(plain, scanner()) : [plain, scanner()];
const index = new LogIndex(source, { scanner: used });
index.readAll();
const openMs = performance.now() - began;
/** Where opening went: reading, finding the lines and what stands in them, and putting that into columns. */
const phases = what === "phases" ? { readMs: reads.ms, scanMs: scans.ms, columnsMs: openMs - reads.ms - scans.ms } : {};

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

const found = { records: index.records, dispatches: index.dispatches.length, handlings: index.handlings.length, openMs, ...phases, ...(what === "trace" ? reading() : {}) };
process.stdout.write(`${JSON.stringify(found)}\n`);
