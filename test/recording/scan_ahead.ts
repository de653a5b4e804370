// A recording that a second thread scans while it is read, with real threads and files: the index says the same as without, whatever happens to the files meanwhile.
import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { LogIndex } from "../../src/log/log_index.ts";
import type { ScanAhead } from "../../src/log/scan/ahead.ts";
import type { OpenSource, Source } from "../../src/log/source.ts";
import { openPartsSource, THREAD_BYTES } from "../../src/recording/parts_source.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { saidBy } from "../log/log_of.ts";

const test = suite("recording/scan_ahead");

const HEADER = '{"kind":"log","version":1,"run":"1","part":1,"name":"app","startedAt":"2026-11-29T00:00:00.000Z"}\n';
const PADDING = "x".repeat(300);

/** Messages with their handlings: types and handlers that come up late, a line that the scanner leaves to the parser now and then, and one that is no record. */
function messages(from: number, count: number): string {
  const lines: string[] = [];
  for (let id = from; id < from + count; id++) {
    const type = `type.${Math.floor(id / 2_000)}`;
    lines.push(`{"kind":"dispatch","id":${id},"at":${id},"verb":"ACTION","type":"${type}","handlers":1,"source":"söurce ${id % 7}","timestamp":"2026-11-29T00:00:00.000Z","data":"${PADDING}"}`);
    lines.push(`{"kind":"handling","dispatch":${id},"n":0,"at":${id},"type":"${type}","handler":"h ${id % 11}","subscription":1,"ms":0.5,"syncMs":0.5,"outcome":"done"}`);
    if (id % 1_000 === 0) lines.push(`{"kind":"progress","dispatch":${id},"at":${id},"n":0,"data":1}`, `no record ${id}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Some ten megabytes. */
const COUNT = 20_000;

interface Told { begins: number; lines: number; stopped: boolean }

/** The source, whose reader waits until the thread has begun: so it takes part in each run, however busy the machine is. */
function patient(source: Source, told: Told, whenBegun: () => void = () => {}): Source {
  return {
    get size() { return source.size; },
    read: (into, offset) => source.read(into, offset),
    scanAhead(numberOf) {
      const inner = source.scanAhead?.(numberOf);
      return inner === undefined ? undefined : new Patient(inner, told, whenBegun);
    },
  };
}

class Patient implements ScanAhead {
  readonly #inner: ScanAhead;
  readonly #told: Told;
  readonly #whenBegun: () => void;

  constructor(inner: ScanAhead, told: Told, whenBegun: () => void) {
    this.#inner = inner;
    this.#told = told;
    this.#whenBegun = whenBegun;
  }

  begins(read: number): number | "later" | "never" {
    let begins = this.#inner.begins(read);
    for (; begins === "later"; begins = this.#inner.begins(read)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    if (begins !== "never" && ++this.#told.begins === 1) this.#whenBegun();
    return begins;
  }

  next(): ReturnType<ScanAhead["next"]> {
    const lines = this.#inner.next();
    this.#told.lines += lines?.count ?? 0;
    return lines;
  }

  stop(): void {
    this.#told.stopped = true;
    this.#inner.stop();
  }
}

/** Reads all; with `threadBytes` and a thread, or without. */
async function read(path: string, whenBegun?: () => void): Promise<{ said: string; told: Told; log: LogIndex; source: OpenSource }> {
  const source = await openPartsSource(path, { threadBytes: 1 });
  const told: Told = { begins: 0, lines: 0, stopped: false };
  const log = new LogIndex(patient(source, told, whenBegun));
  log.readAll();
  return { said: saidBy(log), told, log, source };
}

async function readAlone(path: string): Promise<string> {
  const source = await openPartsSource(path, { threadBytes: Infinity });
  assert.is(source.scanAhead?.(() => 1), undefined);
  const log = new LogIndex(source);
  log.readAll();
  source.close();
  return saidBy(log);
}

test("LogIndex makes the same of a file that a second thread scans as alone", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, HEADER + messages(1, COUNT));

  const { said, told, log, source } = await read(path);
  source.close();

  assert.is(said, await readAlone(path));
  assert.ok(told.lines > COUNT, `the thread gave ${told.lines} lines`);
  assert.equal([log.dispatches.length, log.handlings.length, log.defects.length], [COUNT, COUNT, COUNT / 1_000]);
}), { timeoutMs: 60_000 });

test("LogIndex makes the same of several parts, of which one ends within a line and one is packed", () => inTemporaryFolder(async (folder) => {
  const part = (number: number, before: number): string => HEADER.replace('"part":1', `"part":${number},"before":${before}`);
  const third = Math.floor(COUNT / 3);
  writeFileSync(join(folder, "run.part1.jsonl"), HEADER + messages(1, third));
  writeFileSync(join(folder, "run.part2.jsonl"), part(2, third) + messages(third + 1, third).trimEnd());
  writeFileSync(join(folder, "run.part3.jsonl.gz"), gzipSync(part(3, 2 * third) + messages(2 * third + 1, 50)));
  const path = join(folder, "run.jsonl");
  writeFileSync(path, part(4, 2 * third + 50) + messages(2 * third + 51, third));

  const { said, told, log, source } = await read(path);
  source.close();

  assert.is(said, await readAlone(path));
  assert.ok(told.lines > third, `the thread gave ${told.lines} lines`);
  assert.is(log.dispatches.length, 3 * third + 50);
}), { timeoutMs: 60_000 });

test("LogIndex reads on behind what the thread has scanned when the file has grown meanwhile", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, HEADER + messages(1, COUNT));

  const { log, source } = await read(path, () => appendFileSync(path, messages(COUNT + 1, 10)));
  assert.is(log.dispatches.length, COUNT);
  await source.look();
  log.readAll();
  source.close();

  assert.equal([log.dispatches.length, log.dispatches.id(COUNT + 9)], [COUNT + 10, COUNT + 10]);
}), { timeoutMs: 60_000 });

test("LogIndex reads the file that it has opened, when another one stands in its place before the thread opens it", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, HEADER + messages(1, COUNT));
  const source = await openPartsSource(path, { threadBytes: 1 });
  const other = join(folder, "other");
  writeFileSync(other, HEADER + messages(5_000_000, COUNT));
  renameSync(other, path);
  const told: Told = { begins: 0, lines: 0, stopped: false };

  const log = new LogIndex(patient(source, told));
  log.readAll();
  source.close();

  assert.equal([told.lines, told.stopped], [0, true]);
  assert.equal([log.dispatches.length, log.dispatches.id(COUNT - 1)], [COUNT, COUNT]);
}), { timeoutMs: 60_000 });

test("LogIndex reads a line itself that no window of the thread holds, and what follows it", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  const long = messages(COUNT + 1, 1).replace(PADDING, "y".repeat(5 * 1024 * 1024));
  writeFileSync(path, HEADER + messages(1, COUNT) + long + messages(COUNT + 2, 10));

  const { said, told, log, source } = await read(path);
  source.close();

  assert.is(said, await readAlone(path));
  assert.ok(told.lines > 0);
  assert.is(log.dispatches.length, COUNT + 11);
}), { timeoutMs: 60_000 });

test("scanAhead() ends with its source: what was not taken is never waited for", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, HEADER + messages(1, COUNT));
  const source = await openPartsSource(path, { threadBytes: 1 });
  const ahead = source.scanAhead!(() => 1)!;
  let begins = ahead.begins(0);
  for (; begins === "later"; begins = ahead.begins(0)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);

  source.close();
  let slots = 0;
  while (ahead.next() !== undefined && ahead.begins(0) !== "never") slots += 1;

  // What it had scanned, and what it was about to.
  assert.ok(slots <= 8, `${slots} slots`);
}), { timeoutMs: 60_000 });

test("a recording that a second thread would not speed up is scanned alone", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, HEADER + messages(1, 10));
  const source = await openPartsSource(path);

  assert.is(source.scanAhead?.(() => 1), undefined);
  assert.is(THREAD_BYTES, 64 * 1024 * 1024);
  source.close();
}));
