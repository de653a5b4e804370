// Which files a recording consists of, and how they are read as one stream; what becomes of a recording that goes on meanwhile is in parts_source.ts.
import { readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { recordingParts } from "../../src/recording/parts.ts";
import type { PartsSourceOptions } from "../../src/recording/parts_source.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { idsIn, line, numbers, readText } from "./batches.ts";

const test = suite("recording/parts");

/** Puts files into a folder: text, or packed text where the name says so. */
function put(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), name.endsWith(".gz") ? gzipSync(text) : text);
  return join(folder, "run.jsonl");
}

/** All that is read of a recording, and what is said of the rest. */
async function readWith(folder: string, options: PartsSourceOptions = {}): Promise<{ text: string; told: string[] }> {
  const told: string[] = [];
  const text = await readText(join(folder, "run.jsonl"), { ...options, onProblem: ({ path, message }) => told.push(message.replaceAll(path, basename(path))) });
  return { text, told };
}

test("recordingParts() gives closed parts by number, packed ones too, and the newest last", () => inTemporaryFolder((folder) => {
  const path = put(folder, { "run.jsonl": "", "run.part10.jsonl": "", "run.part2.jsonl": "", "run.part1.jsonl.gz": "" });

  assert.equal(recordingParts(path).map((part) => basename(part)), ["run.part1.jsonl.gz", "run.part2.jsonl", "run.part10.jsonl", "run.jsonl"]);
}));

test("recordingParts() gives no file that belongs to another recording, or to nobody", () => inTemporaryFolder((folder) => {
  const path = put(folder, {
    "run.jsonl": "", "run.2.jsonl": "", "run.2.part1.jsonl": "", "myrun.part1.jsonl": "", "run.part1.json": "", "run.part01.jsonl": "", "run.part.jsonl": "",
    "run.part1.jsonl.gz.tmp": "", "run.part0.jsonl": "", "run.partx.jsonl": "", "run.jsonl.lock": "", "run.part1": "", "run.part3.jsonl": "",
  });

  assert.equal(recordingParts(path).map((part) => basename(part)), ["run.part3.jsonl", "run.jsonl"]);
  assert.equal(recordingParts(join(folder, "run")).map((part) => basename(part)), ["run.part1"]);
  assert.equal(recordingParts(join(folder, "none.jsonl")), []);
}));

test("recordingParts() gives a part that is there twice once, as it was", () => inTemporaryFolder((folder) => {
  const path = put(folder, { "run.part1.jsonl": "", "run.part1.jsonl.gz": "" });

  assert.equal(recordingParts(path).map((part) => basename(part)), ["run.part1.jsonl"]);
}));

test("a recording is read as one stream", () => inTemporaryFolder(async (folder) => {
  put(folder, { "run.part1.jsonl.gz": line(1) + line(2), "run.part2.jsonl": line(3), "run.jsonl": line(4) });

  assert.equal(await readWith(folder), { text: [1, 2, 3, 4].map(line).join(""), told: [] });
}));

test("a recording whose newest part has gone is read", () => inTemporaryFolder(async (folder) => {
  put(folder, { "run.part1.jsonl": line(1) });

  assert.equal(await readWith(folder), { text: line(1), told: [] });
}));

test("a packed part that was cut is read as far as can be, which is said, and its last line stays apart", () => inTemporaryFolder(async (folder) => {
  put(folder, { "run.jsonl": line(5_000) });
  const packed = gzipSync(numbers(1, 4_000).map(line).join(""));
  writeFileSync(join(folder, "run.part1.jsonl.gz"), packed.subarray(0, packed.length - 2_000));

  const { text, told } = await readWith(folder);

  const ids = idsIn(text);
  assert.equal(told, ['"run.part1.jsonl.gz" ends too early: its beginning was read']);
  assert.ok(ids.length > 1_000 && ids.length < 4_000);
  assert.equal(ids.slice(0, -1), numbers(1, ids.length - 1));
  assert.is(ids.at(-1), 5_000);
}));

test("packed members are read one after another", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl.gz");
  writeFileSync(path, Buffer.concat([gzipSync(line(1)), gzipSync(line(2))]));

  assert.is(await readText(path), line(1) + line(2));
}));

test("the beginning of a packed part that is damaged is read, which is said", () => inTemporaryFolder(async (folder) => {
  put(folder, { "run.jsonl": line(5) });
  writeFileSync(join(folder, "run.part1.jsonl.gz"), Buffer.concat([gzipSync(line(1)), Buffer.from("this is no gzip")]));

  const { text, told } = await readWith(folder);

  assert.equal(idsIn(text).at(-1), 5);
  assert.equal(told, ['"run.part1.jsonl.gz" is damaged: its beginning was read']);
}));

test("parts that are missing between others are said; the oldest may have gone", () => inTemporaryFolder(async (folder) => {
  put(folder, { "run.part3.jsonl": line(3), "run.part6.jsonl": line(6), "run.jsonl": line(7) });

  assert.equal(await readWith(folder), { text: [3, 6, 7].map(line).join(""), told: ['parts 4 to 5 of "run.jsonl" are missing'] });
}));

test("nothing is missed or doubled while parts are closed and packed during the unpacking of another", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl.gz": line(1), "run.jsonl": line(2) });
  let closings = 0;

  const { text, told } = await readWith(folder, { onUnpacked() {
    if (closings++ > 0) return;
    writeFileSync(join(folder, "run.part2.jsonl.gz"), gzipSync(readFileSync(path)));
    unlinkSync(path);
    writeFileSync(join(folder, "next"), line(3));
    renameSync(join(folder, "next"), path);
  } });

  assert.equal([text, told, closings], [[1, 2, 3].map(line).join(""), [], 2]);
}));

test("unpacking ends with its signal", () => inTemporaryFolder(async (folder) => {
  put(folder, { "run.part1.jsonl.gz": line(1), "run.jsonl": line(2) });
  const stop = new AbortController();

  await assert.rejects(() => readWith(folder, { signal: stop.signal, onUnpacked: () => stop.abort() }), { name: "AbortError" });
}));
