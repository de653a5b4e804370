// The index of a log against readings that share nothing with it, over any logs: the second reader, written from docs/log-format.md alone, and a few plain loops here.
import fc from "fast-check";
import { LogIndex } from "../../../src/log/log_index.ts";
import { LogReader } from "../../../src/log/reader.ts";
import { memorySource } from "../../../src/log/source.ts";
import { ORPHAN, ROOT } from "../../../src/trace/columns.ts";
import type { KnownRecord, LogItem } from "../../../src/trace/record.ts";
import { assert, suite } from "../../harness.ts";
import { drawnLog, shuffledLog, wildLog } from "../drawn_log.ts";
import { itemsOf, readersAgree } from "../log_digest.ts";
import { narrow, saidBy, tracesOf } from "../log_of.ts";

const test = suite("log/index/property");
const RUNS = { numRuns: 150, seed: 20_261_128 };

test("LogIndex makes the same of records whose members stand in any order as the second reader", () => {
  fc.assert(fc.property(shuffledLog, (bytes) => void readersAgree(bytes)), RUNS);
});

test("LogIndex makes the same of a log that grows by few bytes at a time as of the whole", () => {
  fc.assert(fc.property(drawnLog, fc.integer({ min: 1, max: 300 }), (bytes, step) => {
    readersAgree(bytes, Array.from({ length: Math.floor(bytes.length / step) }, (_, at) => (at + 1) * step));
  }), { ...RUNS, numRuns: 50 });
});

test("LogIndex makes the same of lines that no window of its scanner holds", () => {
  fc.assert(fc.property(wildLog, fc.integer({ min: 1, max: 400 }), (bytes, windowBytes) => {
    assert.equal(saidBy(indexOf(bytes, { scanner: narrow(windowBytes) })), saidBy(indexOf(bytes)));
  }), RUNS);
});

test("LogIndex refuses the lines that LogReader refuses for their length, whether a window holds them or not", () => {
  fc.assert(fc.property(drawnLog, fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 400 }), (bytes, windowBytes, lineBytes) => {
    const reader = new LogReader({ lineBytes });
    const items = [...reader.push(bytes), ...reader.end()];

    const { defects, records } = indexOf(bytes, { scanner: narrow(windowBytes), lineBytes });

    // A reader that keeps no more of a line quotes less of a torn one.
    const told = (each: LogItem): unknown => each.kind === "defect" && each.problem === "tornTail" ? [each.line, each.offset] : each;
    assert.equal(defects.map(told), items.filter(({ kind }) => kind === "defect").map(told));
    assert.is(records, items.length - defects.length);
  }), RUNS);
});

test("LogIndex gives each line back as it stands in the log, and none where there is none", () => {
  fc.assert(fc.property(drawnLog, (bytes) => {
    const log = indexOf(bytes);
    const isRefused = log.defects.some(({ problem }) => problem === "version");
    const whole = linesOf(bytes).slice(0, isRefused ? log.lines : Infinity);

    assert.equal(Array.from({ length: log.lines }, (_, at) => [...log.lineBytes(at + 1)!]), whole);
    assert.equal([log.lineText(0), log.lineText(log.lines + 1)], [undefined, undefined]);
  }), RUNS);
});

test("LogIndex puts what tells of a dispatch to the last one before it that has its id, where several have", () => {
  fc.assert(fc.property(wildLog, (bytes) => {
    const log = indexOf(bytes);
    const { dispatches, handlings } = log;

    const ours = tracesOf(log).map(({ index, replies, settled }) => {
      const lines: number[] = [];
      for (let at = dispatches.lastHandling(index); at !== -1; at = handlings.before(at)) lines.push(handlings.line(at));
      return { line: dispatches.line(index), cause: dispatches.cause(index), caused: log.caused(index), handlings: lines.reverse(), replies: replies.length, settled: settled?.at };
    });

    assert.equal(ours, plainReading(itemsOf(bytes)));
  }), RUNS);
});

interface PlainDispatch { line: number; cause: number; caused: number[]; handlings: number[]; replies: number; settled: number | undefined }

/** What records amount to, by the shortest program that says so. */
function plainReading(items: readonly LogItem[]): PlainDispatch[] {
  const all: PlainDispatch[] = [];
  const numbers = new Map<PlainDispatch, number[]>();
  const runs = new Map<string, Map<number, number>>();
  let run: string | undefined;
  for (const item of items) {
    if (item.kind === "defect" || item.record.kind === "unknown") continue;
    const record: KnownRecord = item.record;
    if (record.kind === "log") ({ run } = record);
    if (record.kind === "dispatch") run ??= "";
    const byId = run === undefined ? new Map<number, number>() : runs.get(run) ?? new Map<number, number>();
    if (run !== undefined) runs.set(run, byId);
    if (record.kind === "dispatch" && !(record.snapshot === true && byId.has(record.id))) {
      const cause = record.cause === undefined ? ROOT : byId.get(record.cause) ?? ORPHAN;
      all[cause]?.caused.push(all.length);
      byId.set(record.id, all.push({ line: item.line, cause, caused: [], handlings: [], replies: 0, settled: undefined }) - 1);
    }
    const told = "dispatch" in record && record.dispatch !== undefined ? all[byId.get(record.dispatch) ?? -1] : undefined;
    if (told === undefined) continue;
    const known = numbers.get(told) ?? [];
    numbers.set(told, known);
    if (record.kind === "handling" && !(record.snapshot === true && known.includes(record.n))) {
      known.push(record.n);
      told.handlings.push(item.line);
    } else if (record.kind === "reply") told.replies += 1;
    else if (record.kind === "settled") told.settled = record.at;
  }
  return all;
}

function indexOf(bytes: Uint8Array, options: ConstructorParameters<typeof LogIndex>[1] = {}): LogIndex {
  const log = new LogIndex(memorySource(bytes), options);
  log.readAll();
  return log;
}

/** The bytes of each whole line. */
function linesOf(bytes: Uint8Array): number[][] {
  const lines: number[][] = [];
  let from = 0;
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
    lines.push([...bytes.subarray(from, end)]);
    from = end + 1;
  }
  return lines;
}
