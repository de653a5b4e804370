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
import { columnsAgree } from "../log/log_digest.ts";
import { saidBy } from "../log/log_of.ts";

const test = suite("recording/scan_ahead");

const HEADER = '{"kind":"log","version":1,"run":"1","part":1,"name":"app","startedAt":"2026-11-29T00:00:00.000Z"}\n';
const PADDING = "x".repeat(1_500);

/** Messages with their handlings: types and handlers that come up late, a line that the scanner leaves to the parser now and then, and one that is no record. */
function messages(from: number, count: number): string {
  const lines: string[] = [];
  for (let id = from; id < from + count; id++) {
    const type = `type.${Math.floor(id / 400)}`;
    lines.push(`{"kind":"dispatch","id":${id},"at":${id},"verb":"ACTION","type":"${type}","handlers":1,"source":"söurce ${id % 7}","timestamp":"2026-11-29T00:00:00.000Z","data":"${PADDING}"}`);
    lines.push(`{"kind":"handling","dispatch":${id},"n":0,"at":${id},"type":"${type}","handler":"h ${id % 11}","subscription":1,"ms":0.5,"syncMs":0.5,"outcome":"done"}`);
    if (id % 200 === 0) lines.push(`{"kind":"progress","dispatch":${id},"at":${id},"n":0,"data":1}`, `no record ${id}`);
  }
  return `${lines.join("\n")}\n`;
}

/** Some seven megabytes. */
const COUNT = 4_000;

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
  columnsAgree(log);
  return { said: saidBy(log), told, log, source };
}

/** Megabytes of text, of which a difference is shown, not all. */
function assertSame(actual: string, expected: string): void {
  if (actual === expected) return assert.ok(true);
  let at = 0;
  while (actual[at] === expected[at]) at += 1;
  assert.is(actual.slice(Math.max(0, at - 100), at + 100), expected.slice(Math.max(0, at - 100), at + 100));
}

async function readAlone(path: string): Promise<string> {
  const source = await openPartsSource(path, { threadBytes: Infinity });
  assert.is(source.scanAhead?.(() => 1), undefined);
  const log = new LogIndex(source);
  log.readAll();
  const said = saidBy(log);
  source.close();
  return said;
}

test("LogIndex makes the same of a file that a second thread scans as alone", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, HEADER + messages(1, COUNT));

  const { said, told, log, source } = await read(path);
  source.close();

  assertSame(said, await readAlone(path));
  assert.ok(told.lines > COUNT, `the thread gave ${told.lines} lines`);
  assert.equal([log.dispatches.length, log.handlings.length, log.defects.length], [COUNT, COUNT, 2 * COUNT / 200]);
}), { timeoutMs: 60_000 });

test("LogIndex makes the same of several parts, of which some end within a line and one is packed", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  const each = COUNT / 10;
  for (let part = 1; part <= 10; part++) {
    const before = (part - 1) * each;
    const text = HEADER.replace('"part":1', `"part":${part}${part === 1 ? "" : `,"before":${before}`}`) + messages(before + 1, each).trimEnd();
    if (part === 1) writeFileSync(join(folder, "run.part1.jsonl.gz"), gzipSync(text));
    else writeFileSync(part === 10 ? path : join(folder, `run.part${part}.jsonl`), text);
  }

  const { said, told, log, source } = await read(path);
  source.close();

  assertSame(said, await readAlone(path));
  assert.ok(told.lines > COUNT / 2, `the thread gave ${told.lines} lines`);
  assert.is(log.dispatches.length, COUNT);
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
  writeFileSync(other, HEADER + messages(1, COUNT).replaceAll('"type":"type.', '"type":"typo.'));
  renameSync(other, path);
  const told: Told = { begins: 0, lines: 0, stopped: false };

  const log = new LogIndex(patient(source, told));
  log.readAll();
  source.close();

  assert.equal([told.lines, told.stopped], [0, true]);
  assert.equal([log.dispatches.length, log.texts.textOf(log.dispatches.type(COUNT - 1))], [COUNT, "type.10"]);
}), { timeoutMs: 60_000 });

test("LogIndex reads a line itself that no window of the thread holds, and what follows it", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  const long = messages(COUNT + 1, 1).replace(PADDING, "y".repeat(5 * 1024 * 1024));
  writeFileSync(path, HEADER + messages(1, COUNT) + long + messages(COUNT + 2, 10));

  const { said, told, log, source } = await read(path);
  source.close();

  assertSame(said, await readAlone(path));
  assert.ok(told.lines > 0);
  assert.is(log.dispatches.length, COUNT + 11);
}), { timeoutMs: 60_000 });

test("scanAhead() ends with its source: what was not taken is never waited for", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, HEADER + '{"kind":"progress"}\n'.repeat(1_000_000));
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
