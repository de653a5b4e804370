import { appendFileSync, renameSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFileSource } from "../../src/host/file_source.ts";
import { openPrivateFile } from "../../src/host/private_file.ts";
import type { Source } from "../../src/log/source.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "./temporary.ts";

const test = suite("host/file_source");

function textAt(source: Source, offset: number, length: number): string {
  const into = new Uint8Array(length);
  return new TextDecoder().decode(into.subarray(0, source.read(into, offset)));
}

test("openFileSource() reads at any place, and fewer bytes only at the end", () => inTemporaryFolder((folder) => {
  const path = join(folder, "a");
  writeFileSync(path, "abcdef");
  const source = openFileSource(path);

  assert.equal([source.size, textAt(source, 0, 3), textAt(source, 4, 9), textAt(source, 6, 9), textAt(source, 60, 9)], [6, "abc", "ef", "", ""]);
  source.close();
}));

test("openFileSource() reads into the memory of a WebAssembly module", () => inTemporaryFolder((folder) => {
  const path = join(folder, "a");
  writeFileSync(path, "abcdef");
  const source = openFileSource(path);
  const memory = new WebAssembly.Memory({ initial: 1 });

  const got = source.read(new Uint8Array(memory.buffer, 100, 4), 1);

  assert.equal([got, new TextDecoder().decode(new Uint8Array(memory.buffer, 98, 8))], [4, "\0\0bcde\0\0"]);
  source.close();
}));

test("look() says whether there is more; what was added before it is not seen", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "a");
  writeFileSync(path, "abc");
  const source = openFileSource(path);

  appendFileSync(path, "def");
  const before = textAt(source, 0, 9);

  assert.equal([before, await source.look(), textAt(source, 0, 9), await source.look()], ["abc", true, "abcdef", false]);
  source.close();
}));

test("a file that is renamed and removed is read as before", () => inTemporaryFolder((folder) => {
  const path = join(folder, "a");
  writeFileSync(path, "abc");
  const source = openFileSource(path);

  renameSync(path, join(folder, "b"));
  unlinkSync(join(folder, "b"));

  assert.is(textAt(source, 0, 9), "abc");
  source.close();
}));

test("a file that became shorter is said to have", () => inTemporaryFolder((folder) => {
  const path = join(folder, "a");
  writeFileSync(path, "abcdef");
  const source = openFileSource(path);

  truncateSync(path, 2);

  assert.equal([source.measure(), source.size, textAt(source, 0, 2)], [-4, 6, "ab"]);
  assert.throws(() => textAt(source, 0, 6), { message: `Cannot read "${path}" at 2: it became shorter, and what stood there is gone` });
  source.close();
}));

test("openFileSource() refuses a folder and what is not there", () => inTemporaryFolder((folder) => {
  assert.throws(() => openFileSource(folder), { code: "EISDIR" });
  assert.throws(() => openFileSource(join(folder, "none")), { code: "ENOENT" });
}));

test("openPrivateFile() keeps what is appended, in one piece after another", () => {
  const file = openPrivateFile();

  file.append(new TextEncoder().encode("abc"));
  const first = file.source.size;
  file.append(new TextEncoder().encode("def"));

  assert.equal([first, file.source.size, textAt(file.source, 2, 2)], [3, 6, "cd"]);
  file.close();
  file.close();
});
