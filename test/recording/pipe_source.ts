import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPipeSource, spoolFile } from "../../src/recording/pipe_source.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";

const test = suite("recording/pipe_source");

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array, void> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

function textAt(source: { read(into: Uint8Array, offset: number): number }, offset: number, length: number): string {
  const into = new Uint8Array(length);
  return new TextDecoder().decode(into.subarray(0, source.read(into, offset)));
}

test("openPipeSource() keeps what comes, and tells of each piece", async () => {
  let grown = 0;
  const source = openPipeSource(chunks("abc\n", "de\n", "f"), () => grown++);

  const before = source.size;
  await source.ended;
  const more = await source.look();

  assert.equal([before, grown, more, await source.look(), source.size], [0, 3, true, false, 8]);
  assert.equal([textAt(source, 0, 100), textAt(source, 3, 3), textAt(source, 8, 3), textAt(source, 80, 3)], ["abc\nde\nf", "\nde", "", ""]);
  source.close();
});

test("openPipeSource() leaves no file that has a name", async () => {
  const mine = () => readdirSync(tmpdir()).filter((name) => name.startsWith("core-ipc-") && name.length > 40);
  const before = mine();
  const source = openPipeSource(chunks("abc\n"));
  await source.ended;

  const during = mine();
  source.close();

  assert.equal(during.filter((name) => !before.includes(name)), []);
});

test("openPipeSource() tells whoever waits for the end that it could not be read", async () => {
  const source = openPipeSource({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error("the pipe burst")) }) });

  await assert.rejects(() => source.ended, { message: "the pipe burst" });
  source.close();
});

test("close() takes no more of what comes; again is harmless", async () => {
  const source = openPipeSource(chunks("abc\n", "de\n"));

  source.close();
  source.close();
  await source.ended;

  assert.is(source.size, 0);
});

test("spoolFile() keeps all of what has a path", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "pipe"), "abc\n");

  const source = await spoolFile(join(folder, "pipe"));

  assert.equal([source.size, textAt(source, 1, 10), await source.look()], [4, "bc\n", false]);
  source.close();
  await assert.rejects(() => spoolFile(join(folder, "none")), { code: "ENOENT" });
}));
