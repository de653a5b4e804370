import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { appendSink, fileInfo, makeUniqueFolder, namesIn, readAll, reasonOf, refuseToReplace, removeQuietly } from "../../src/host/files.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "./temporary.ts";

const test = suite("host/files");

test("appendSink() makes a file that only its user can read", () => inTemporaryFolder((folder) => {
  const sink = appendSink(join(folder, "a.jsonl"));
  sink.close();

  assert.is(statSync(sink.path).mode & 0o777, 0o600);
}));

test("appendSink() has written when write() returns, and counts bytes, not characters", () => inTemporaryFolder((folder) => {
  const sink = appendSink(join(folder, "a.jsonl"));

  sink.write("größe\n");

  assert.is(readFileSync(sink.path, "utf8"), "größe\n");
  assert.is(sink.bytes, 8);
  sink.close();
}));

test("appendSink() goes on where a file ends", () => inTemporaryFolder((folder) => {
  const path = join(folder, "a.jsonl");
  writeFileSync(path, "one\n");
  const sink = appendSink(path);

  sink.write("two\n");
  sink.close();

  assert.is(readFileSync(path, "utf8"), "one\ntwo\n");
}));

test("appendSink() refuses a file that is there when it must be a new one", () => inTemporaryFolder((folder) => {
  const path = join(folder, "a.jsonl");
  writeFileSync(path, "mine\n");

  assert.throws(() => appendSink(path, { exclusive: true }), { code: "EEXIST" });
  assert.is(readFileSync(path, "utf8"), "mine\n");
}));

test("appendSink() follows no link", () => inTemporaryFolder((folder) => {
  symlinkSync(join(folder, "target"), join(folder, "a.jsonl"));

  assert.throws(() => appendSink(join(folder, "a.jsonl")), { code: "ELOOP" });
  assert.is(fileInfo(join(folder, "target")), undefined);
}));

test("appendSink() can be closed twice, and then refuses to write", () => inTemporaryFolder((folder) => {
  const sink = appendSink(join(folder, "a.jsonl"));
  sink.close();
  sink.close();

  assert.throws(() => sink.write("late\n"), { code: "EBADF" });
}));

test("readAll() gives a file larger than its buffer whole, in order", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "big");
  const text = Array.from({ length: 50_000 }, (_, line) => `line ${line}\n`).join("");
  writeFileSync(path, text);
  const chunks: string[] = [];

  await readAll(path, (bytes) => void chunks.push(new TextDecoder().decode(bytes)));

  assert.ok(chunks.length > 1);
  assert.is(chunks.join(""), text);
}));

test("readAll() waits for a reader that takes its time", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "big"), new Uint8Array(600_000));
  let reading = 0;
  let most = 0;

  await readAll(join(folder, "big"), async () => {
    most = Math.max(most, ++reading);
    await Promise.resolve();
    reading--;
  });

  assert.is(most, 1);
}));

test("readAll() rejects for a folder, and reasonOf() says so in words", () => inTemporaryFolder(async (folder) => {
  let reason = "";

  await readAll(folder, () => {}).catch((error: unknown) => reason = reasonOf(error));

  assert.is(reason, "it is a folder");
}));

test("readAll() rejects for a missing file, and reasonOf() says so in words", () => inTemporaryFolder(async (folder) => {
  let reason = "";

  await readAll(join(folder, "none"), () => {}).catch((error: unknown) => reason = reasonOf(error));

  assert.is(reason, "there is no such file");
}));

test("fileInfo() gives undefined where nothing is, also below a file", () => inTemporaryFolder((folder) => {
  writeFileSync(join(folder, "a"), "");

  assert.is(fileInfo(join(folder, "none")), undefined);
  assert.is(fileInfo(join(folder, "a", "b")), undefined);
  assert.is(fileInfo(join(folder, "a"))?.kind, "file");
  assert.is(fileInfo(folder)?.kind, "folder");
}));

test("namesIn() gives the names of a folder in order, and none where there is no folder", () => inTemporaryFolder((folder) => {
  writeFileSync(join(folder, "b"), "");
  writeFileSync(join(folder, "a"), "");

  assert.equal(namesIn(folder), ["a", "b"]);
  assert.equal(namesIn(join(folder, "none")), []);
}));

test("makeUniqueFolder() makes a folder that only its user can enter", () => inTemporaryFolder((folder) => {
  const made = makeUniqueFolder(join(folder, "a-"));

  assert.is(statSync(made).mode & 0o777, 0o700);
}));

test("removeQuietly() removes a folder with what is in it, and is quiet when there is none", () => inTemporaryFolder((folder) => {
  mkdirSync(join(folder, "a", "b"), { recursive: true });

  removeQuietly(join(folder, "a"));
  removeQuietly(join(folder, "a"));

  assert.is(fileInfo(join(folder, "a")), undefined);
}));

test("refuseToReplace() names the file that is there already", () => inTemporaryFolder((folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, "");
  chmodSync(path, 0o600);

  refuseToReplace([join(folder, "other.jsonl")]);
  assert.throws(() => refuseToReplace([join(folder, "other.jsonl"), path]), { message: `Cannot write to "${path}": it is there already` });
}));
