// A recording as one space of bytes: what is read of it at any place is what was written there, whatever its writer does with the parts meanwhile.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Source } from "../../src/log/source.ts";
import { openPartsSource, type PartsSourceOptions } from "../../src/recording/parts_source.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { line } from "./batches.ts";

const test = suite("recording/parts_source");

function put(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), name.endsWith(".gz") ? gzipSync(text) : text);
  return join(folder, "run.jsonl");
}

/** All that a source has, read in pieces of so many bytes. */
function textOf(source: Source, piece = 7): string {
  const bytes = new Uint8Array(source.size);
  for (let at = 0; at < bytes.length;) at += source.read(bytes.subarray(at, at + piece), at);
  return new TextDecoder().decode(bytes);
}

async function open(path: string, options: PartsSourceOptions = {}) {
  const told: string[] = [];
  const source = await openPartsSource(path, { ...options, onProblem: ({ path: part, message }) => told.push(message.replaceAll(part, basename(part))) });
  return { source, told };
}

/** Closes the newest part under its number, and begins another. */
function rotate(folder: string, number: number, text: string): void {
  writeFileSync(join(folder, "next"), text);
  renameSync(join(folder, "run.jsonl"), join(folder, `run.part${number}.jsonl`));
  renameSync(join(folder, "next"), join(folder, "run.jsonl"));
}

function pack(folder: string, number: number): void {
  const plain = join(folder, `run.part${number}.jsonl`);
  writeFileSync(`${plain}.gz`, gzipSync(readFileSync(plain)));
  unlinkSync(plain);
}

test("openPartsSource() gives the parts one after another, packed ones unpacked", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl.gz": line(1) + line(2), "run.part2.jsonl": line(3), "run.part3.jsonl.gz": line(4), "run.jsonl": line(5) });

  const { source, told } = await open(path);

  assert.is(textOf(source), [1, 2, 3, 4, 5].map(line).join(""));
  assert.equal(told, []);
  source.close();
}));

test("read() gives fewer bytes than fit only at the end, and none behind it", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl": "abc\n", "run.part2.jsonl": "d", "run.jsonl": "ef\n" });
  const { source } = await open(path);
  const into = new Uint8Array(6);

  const whole = source.read(into, 1);
  const text = new TextDecoder().decode(into);
  const rest = source.read(into, 6);

  assert.equal([source.size, whole, text, rest, source.read(into, 9), source.read(into, 100)], [9, 6, "bc\nd\ne", 3, 0, 0]);
  source.close();
}));

test("look() finds what was added to the newest part, and nothing where nothing was", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.jsonl": line(1) });
  const { source } = await open(path);

  const before = await source.look();
  appendFileSync(path, line(2));
  const unseen = source.size;
  const after = await source.look();

  assert.equal([before, unseen, after], [false, line(1).length, true]);
  assert.is(textOf(source), line(1) + line(2));
  source.close();
}));

test("look() reads the rest of a part that was closed, those between, packed ones too, then the newest", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.jsonl": line(1) });
  const { source, told } = await open(path);

  appendFileSync(path, line(2));
  rotate(folder, 1, line(3));
  rotate(folder, 2, line(4));
  pack(folder, 2);
  pack(folder, 1);
  appendFileSync(path, line(5));
  await source.look();

  assert.is(textOf(source), [1, 2, 3, 4, 5].map(line).join(""));
  assert.equal(told, []);
  source.close();
}));

test("a part that was removed while it was open is read as before", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl": line(1), "run.jsonl": line(2) });
  const { source, told } = await open(path);

  rotate(folder, 2, line(3));
  await source.look();
  for (const part of [1, 2]) unlinkSync(join(folder, `run.part${part}.jsonl`));
  unlinkSync(path);

  assert.is(textOf(source), line(1) + line(2) + line(3));
  assert.equal(told, []);
  source.close();
}));

test("a part that was removed while it was not open is gone, which is said; the others are read", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl": line(1), "run.part2.jsonl": line(2), "run.part3.jsonl": line(3), "run.jsonl": line(4) });
  const { source, told } = await open(path, { openParts: 2 });
  const into = new Uint8Array(4);

  unlinkSync(join(folder, "run.part1.jsonl"));

  assert.throws(() => source.read(into, 0), { message: `Cannot read "${join(folder, "run.part1.jsonl")}": it was removed while it was not open; at most 2 parts are at a time` });
  assert.is(source.read(into, line(1).length), 4);
  assert.is(source.read(into, line(1).length + line(2).length), 4);
  assert.equal(told, ['"run.part1.jsonl" was removed: what stood there can be read no longer']);
  source.close();
}));

test("another file in the place of a part that was not open is never read in its stead", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl": line(1), "run.part2.jsonl": line(2), "run.jsonl": line(3) });
  const { source } = await open(path, { openParts: 1 });
  const first = join(folder, "run.part1.jsonl");

  writeFileSync(join(folder, "other"), line(7));
  renameSync(join(folder, "other"), first);

  assert.throws(() => source.read(new Uint8Array(4), 0), { message: `Cannot read "${first}": it was removed while it was not open; at most 1 parts are at a time` });
  source.close();
}));

test("a part beyond those that are open is opened again, under the name that it has then", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.jsonl": line(1) });
  const { source } = await open(path, { openParts: 1 });

  for (const part of [1, 2, 3]) {
    rotate(folder, part, line(part + 1));
    await source.look();
  }

  assert.is(textOf(source), [1, 2, 3, 4].map(line).join(""));
  source.close();
}));

test("a file that became shorter is said; what stood there is never read as something else, and what follows is", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.jsonl": line(1) + line(2) });
  const { source, told } = await open(path);
  const into = new Uint8Array(line(3).length);

  truncateSync(path, 0);
  appendFileSync(path, line(3));
  const grown = await source.look();

  assert.ok(grown);
  assert.throws(() => source.read(into, 0), { message: `Cannot read "${path}": it became shorter, and what stood there is gone` });
  source.read(into, line(1).length + line(2).length);
  assert.is(new TextDecoder().decode(into), line(3));
  assert.equal(told, ['"run.jsonl" became shorter while it was read: what stood there is gone, and reading goes on from its beginning']);
  source.close();
}));

test("a part that ends within a line gets a newline, so lines of two parts are never one", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl": '{"kind":', "run.part2.jsonl.gz": '{"ki', "run.part3.jsonl": "", "run.jsonl": "{" });
  const { source } = await open(path);

  rotate(folder, 4, line(9));
  await source.look();

  assert.is(textOf(source), `{"kind":\n{"ki\n{\n${line(9)}`);
  source.close();
}));

test("what is missing or damaged is told, and the rest is read", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl": line(1), "run.jsonl": line(6) });
  writeFileSync(join(folder, "run.part4.jsonl.gz"), "this is no gzip");
  writeFileSync(join(folder, "run.part5.jsonl.gz"), gzipSync(line(5)).subarray(0, -4));

  const { source, told } = await open(path);

  assert.is(textOf(source), [1, 5, 6].map(line).join(""));
  assert.equal(told, ['parts 2 to 3 of "run.jsonl" are missing', '"run.part4.jsonl.gz" is damaged: its beginning was read', '"run.part5.jsonl.gz" ends too early: its beginning was read']);
  source.close();
}));

test("what packed parts may take of the disk is bounded, and said where it was not enough", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl.gz": `${"x".repeat(2_000_000)}\n`, "run.jsonl": line(2) });

  const { source, told } = await open(path, { unpackedBytes: 500_000 });

  assert.equal(told, ['"run.part1.jsonl.gz" was not unpacked to its end: together with those before it has more than 500,000 bytes']);
  assert.ok(source.size < 500_100);
  assert.ok(textOf(source, 60_000).endsWith(`x\n${line(2)}`));
  source.close();
}));

test("a packed recording, and one part by its own path, are read alone", () => inTemporaryFolder(async (folder) => {
  put(folder, { "run.part1.jsonl.gz": line(1), "run.part2.jsonl": line(2), "run.jsonl": line(3) });

  const packed = await open(join(folder, "run.part1.jsonl.gz"));
  const plain = await open(join(folder, "run.part2.jsonl"));

  assert.equal([textOf(packed.source), await packed.source.look(), textOf(plain.source)], [line(1), false, line(2)]);
  packed.source.close();
  plain.source.close();
}));

test("openPartsSource() rejects when nothing is there, a folder is, or its signal says so", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.jsonl": line(1) });
  mkdirSync(join(folder, "sub"));

  await assert.rejects(() => openPartsSource(join(folder, "none.jsonl")), { code: "ENOENT" });
  await assert.rejects(() => openPartsSource(join(folder, "sub")), { code: "EISDIR" });
  await assert.rejects(() => openPartsSource(path, { signal: AbortSignal.abort() }), { name: "AbortError" });
}));

test("close() ends it, again is harmless, and reading a plain part throws then", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.jsonl": line(1) });
  const { source } = await open(path);

  source.close();
  source.close();

  assert.is(await source.look(), false);
  assert.throws(() => source.read(new Uint8Array(1), 0), { message: `Cannot read "${path}": it was closed` });
}));

/** A small generator that gives the same numbers for the same seed (mulberry32, public domain). */
function drawer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** A writer that does what writers do, in an order that the seed draws; `written` is what a reader must find. */
function writer(folder: string, draw: (below: number) => number) {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, "");
  let written = "";
  let number = 0;
  let oldest = 1;
  let next = 0;
  const append = (text: string): void => {
    appendFileSync(path, text);
    written += text;
  };
  const acts: readonly (() => void)[] = [
    () => append(line(++next)),
    () => append(`{"kind":"cut${draw(5)}`),
    () => append("é\r\n".repeat(draw(40))),
    () => {
      rotate(folder, ++number, "");
      if (written !== "" && !written.endsWith("\n")) written += "\n";
    },
    () => {
      const part = 1 + draw(Math.max(1, number));
      if (existsSync(join(folder, `run.part${part}.jsonl`))) pack(folder, part);
    },
    () => {
      // Only what a reader has seen may go; the test looks after each act.
      if (oldest < number) for (const ending of ["", ".gz"]) rmSync(join(folder, `run.part${oldest}.jsonl${ending}`), { force: true });
      if (oldest < number) oldest += 1;
    },
  ];
  return { path, act: () => acts[draw(acts.length)]!(), written: () => written };
}

for (const seed of [1, 2, 3, 4, 5]) {
  test(`random reads are what was written, while parts are closed, packed and removed (seed ${seed})`, () => inTemporaryFolder(async (folder) => {
    const draw = drawer(seed);
    const { path, act, written } = writer(folder, draw);
    const { source, told } = await open(path);
    const wrong: string[] = [];

    for (let step = 0; step < 150; step++) {
      act();
      await source.look();
      const all = new TextEncoder().encode(written());
      const offset = draw(all.length + 2);
      const into = new Uint8Array(draw(200));
      const got = into.subarray(0, source.read(into, offset));
      if (Buffer.compare(got, all.subarray(offset, offset + into.length)) !== 0 || source.size !== all.length) wrong.push(`step ${step}: ${got.length} bytes at ${offset} of ${source.size}, ${all.length} were written`);
    }

    assert.equal(wrong, []);
    assert.equal(told, []);
    assert.is(textOf(source, 100_000), written());
    source.close();
  }));
}
