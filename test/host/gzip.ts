import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { gunzipFile, gzipFile } from "../../src/host/gzip.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "./temporary.ts";

const test = suite("host/gzip");

const rest = (): Promise<void> => Promise.resolve();
const signal = new AbortController().signal;

/** Text that does not pack well: a pseudo-random sequence (a linear congruential generator, Numerical Recipes). */
function noise(characters: number): string {
  let state = 1;
  return Array.from({ length: characters }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return String.fromCharCode(33 + (state >>> 24) % 90);
  }).join("");
}

async function unpack(path: string): Promise<[how: string, text: string]> {
  let text = "";
  const how = await gunzipFile(path, (bytes) => { text += new TextDecoder().decode(bytes); });
  return [how, text];
}

test("gzipFile() packs a file larger than its buffer into one that only its user can read", () => inTemporaryFolder(async (folder) => {
  const text = noise(700_000);
  writeFileSync(join(folder, "a"), text);
  let rests = 0;

  await gzipFile(join(folder, "a"), join(folder, "a.gz"), { signal, rest: () => { rests++; return rest(); } });

  assert.is(gunzipSync(readFileSync(join(folder, "a.gz"))).toString(), text);
  assert.is(statSync(join(folder, "a.gz")).mode & 0o777, 0o600);
  assert.is(rests, 3);
  assert.equal(await unpack(join(folder, "a.gz")), ["whole", text]);
}));

test("gzipFile() replaces nothing", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "a"), "text");
  writeFileSync(join(folder, "a.gz"), "mine");

  await assert.rejects(() => gzipFile(join(folder, "a"), join(folder, "a.gz"), { signal, rest }), { code: "EEXIST" });
  assert.is(readFileSync(join(folder, "a.gz"), "utf8"), "mine");
}));

test("gzipFile() ends with its signal", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "a"), noise(700_000));
  const stop = new AbortController();

  await assert.rejects(() => gzipFile(join(folder, "a"), join(folder, "a.gz"), { signal: stop.signal, rest: () => { stop.abort(); return rest(); } }), { name: "AbortError" });
}));

test("gunzipFile() gives all that can be read of a file that was cut anywhere", () => inTemporaryFolder(async (folder) => {
  const text = noise(100_000);
  const packed = gzipSync(text);
  const path = join(folder, "a.gz");
  for (const bytes of [0, 1, 9, 10, 11, 1_000, 30_000, packed.length - 8, packed.length - 1]) {
    writeFileSync(path, packed.subarray(0, bytes));

    const [how, read] = await unpack(path);

    assert.is(how, "cut");
    assert.ok(text.startsWith(read) && read.length >= (bytes - 2_000));
  }
}));

test("gunzipFile() says of what is no gzip that it is damaged", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "a.gz"), "plain text\n");

  assert.equal(await unpack(join(folder, "a.gz")), ["damaged", ""]);
}));

test("gunzipFile() keeps little in memory of a file that packs a thousand times", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "a.gz"), gzipSync(new Uint8Array(30_000_000)));
  let bytes = 0;
  let largest = 0;

  await gunzipFile(join(folder, "a.gz"), (chunk) => {
    bytes += chunk.byteLength;
    largest = Math.max(largest, chunk.byteLength);
  });

  assert.is(bytes, 30_000_000);
  assert.ok(largest <= 1_048_576);
}));

test("gunzipFile() waits for a reader that takes its time", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "a.gz"), gzipSync("x".repeat(3_000_000)));
  let reading = 0;
  let most = 0;
  let bytes = 0;

  await gunzipFile(join(folder, "a.gz"), async (chunk) => {
    most = Math.max(most, ++reading);
    bytes += chunk.byteLength;
    await Promise.resolve();
    reading--;
  });

  assert.equal([most, bytes], [1, 3_000_000]);
}));
