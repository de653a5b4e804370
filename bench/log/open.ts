// The index alone, as a process: opens a log and says what it holds; with `trace`, also what it takes to read one message of it. Bundled by run.mjs, for each runtime the same.
import { openSync, readSync, fstatSync } from "node:fs";
import process from "node:process";
import { LogIndex } from "../../src/log/log_index.ts";
import { scanner } from "../../src/log/scan/mod.ts";
import type { Scanner } from "../../src/log/scan/scanner.ts";
import type { Source } from "../../src/log/source.ts";

/** So many messages are read, here and there. */
const READS = 20_000;

/** What the process has computed so far, in milliseconds. */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Adds up what calls compute; some hundred of them are timed, so that timing costs nothing. */
class Effort {
  ms = 0;
  of<Result>(work: () => Result): Result {
    const before = computed();
    const result = work();
    this.ms += computed() - before;
    return result;
  }
}

const reads = new Effort();
const scans = new Effort();

function fileSource(path: string): Source {
  const file = openSync(path, "r");
  return { size: fstatSync(file).size, read: (into, offset) => reads.of(() => readSync(file, into, 0, into.length, offset)) };
}

function timed(inner: Scanner): Scanner {
  const { scan } = inner;
  return Object.defineProperty(inner, "scan", { value: (length: number) => scans.of(() => scan.call(inner, length)) });
}

const [, , path = "", what] = process.argv;
const started = computed();
const index = new LogIndex(fileSource(path), { scanner: timed(scanner()) });
index.readAll();
const opened = computed();
/** What it took to open, in ms computed: the start of the process, reading, finding the lines and what stands in them, and putting that into columns. */
const phases = { startMs: started, readMs: reads.ms, scanMs: scans.ms, columnsMs: opened - started - reads.ms - scans.ms };

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

const found = { records: index.records, dispatches: index.dispatches.length, handlings: index.handlings.length, ...phases, ...(what === "trace" ? reading() : {}) };
process.stdout.write(`${JSON.stringify(found)}\n`);
