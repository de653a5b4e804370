import { readFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { recordingParts, readParts, type ReadPartsOptions } from "../../src/recording/parts.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { idsIn, line, numbers, readText } from "./batches.ts";

const test = suite("recording/parts");

/** Puts files into a folder: text, or packed text where the name says so. */
function put(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), name.endsWith(".gz") ? gzipSync(text) : text);
  return join(folder, "run.jsonl");
}

async function readWith(path: string, options: ReadPartsOptions): Promise<string> {
  let text = "";
  await readParts(path, (bytes) => { text += new TextDecoder().decode(bytes); }, options);
  return text;
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

test("readParts() reads the parts as one stream", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl.gz": line(1) + line(2), "run.part2.jsonl": line(3), "run.jsonl": line(4) });

  assert.is(await readText(path), [1, 2, 3, 4].map(line).join(""));
}));

test("readParts() reads a recording whose newest part has gone", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl": line(1) });

  assert.is(await readText(path), line(1));
}));

test("readParts() reads one part by its own path, a packed one too", () => inTemporaryFolder(async (folder) => {
  put(folder, { "run.part1.jsonl.gz": line(1), "run.part2.jsonl": line(2), "run.jsonl": line(3) });

  assert.is(await readText(join(folder, "run.part1.jsonl.gz")), line(1));
  assert.is(await readText(join(folder, "run.part2.jsonl")), line(2));
}));

test("readParts() rejects when nothing is there, or a folder is", () => inTemporaryFolder(async (folder) => {
  await assert.rejects(() => readText(join(folder, "none.jsonl")), { code: "ENOENT" });
  await assert.rejects(() => readText(folder), { code: "EISDIR" });
}));

test("readParts() reads what can be read of a packed part that was cut, says so there, and keeps its last line apart", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.jsonl": line(5_000) });
  const packed = gzipSync(numbers(1, 4_000).map(line).join(""));
  writeFileSync(join(folder, "run.part1.jsonl.gz"), packed.subarray(0, packed.length - 2_000));
  const told: string[] = [];

  const text = await readWith(path, { onProblem: ({ path: part, message }) => told.push(`${basename(part)} ${message.replace(folder, "")}`) });

  const ids = idsIn(text);
  assert.equal(told, ['run.part1.jsonl.gz "/run.part1.jsonl.gz" ends too early: its beginning was read']);
  assert.ok(ids.length > 1_000 && ids.length < 4_000);
  assert.equal(ids.slice(0, -1), numbers(1, ids.length - 1));
  assert.is(ids.at(-1), 5_000);
}));

test("readParts() reads packed members one after another", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl.gz");
  writeFileSync(path, Buffer.concat([gzipSync(line(1)), gzipSync(line(2))]));

  assert.is(await readText(path), line(1) + line(2));
}));

test("readParts() reads the beginning of a packed part that is damaged, and says so", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.jsonl": line(5) });
  writeFileSync(join(folder, "run.part1.jsonl.gz"), Buffer.concat([gzipSync(line(1)), Buffer.from("this is no gzip")]));
  const told: string[] = [];

  const text = await readWith(path, { onProblem: ({ message }) => told.push(message.replace(folder, "")) });

  assert.equal(idsIn(text).at(-1), 5);
  assert.equal(told, ['"/run.part1.jsonl.gz" is damaged: its beginning was read']);
}));

test("readParts() says which parts are missing between others; the oldest may have gone", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part3.jsonl": line(3), "run.part6.jsonl": line(6), "run.jsonl": line(7) });
  const told: string[] = [];

  await readWith(path, { onProblem: ({ message }) => told.push(message.replace(folder, "")) });

  assert.equal(told, ['parts 4 to 5 of "/run.jsonl" are missing']);
}));

test("readParts() misses and doubles nothing while parts are closed and packed", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl": line(1), "run.jsonl": line(2) });
  let text = "";
  let chunks = 0;

  await readParts(path, (bytes) => {
    text += new TextDecoder().decode(bytes);
    if (chunks++ > 0) return;
    // After the first part was read, the newest is closed and packed, and another one begun.
    writeFileSync(join(folder, "run.part2.jsonl.gz"), gzipSync(readFileSync(path)));
    unlinkSync(path);
    writeFileSync(join(folder, "next"), line(3));
    renameSync(join(folder, "next"), path);
  });

  assert.is(text, [1, 2, 3].map(line).join(""));
}));

test("readParts() waits for a reader that takes its time, also while it unpacks", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl.gz": "x".repeat(3_000_000), "run.jsonl": "y".repeat(600_000) });
  let reading = 0;
  let most = 0;
  let bytes = 0;

  await readParts(path, async (chunk) => {
    most = Math.max(most, ++reading);
    bytes += chunk.byteLength;
    await Promise.resolve();
    reading--;
  });

  assert.equal([most, bytes], [1, 3_600_001]);
}));

test("readParts() ends with its signal", () => inTemporaryFolder(async (folder) => {
  const path = put(folder, { "run.part1.jsonl": line(1), "run.jsonl": line(2) });
  const stop = new AbortController();

  await assert.rejects(() => readParts(path, () => stop.abort(), { signal: stop.signal }), { name: "AbortError" });
}));
