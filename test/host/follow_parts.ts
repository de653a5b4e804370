// Following a recording while its parts are closed, packed and removed.
import { appendFileSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type FollowOptions, followFile } from "../../src/host/files.ts";
import { assert, suite } from "../harness.ts";
import { batch, head, idsIn, line, numbers, open } from "../recording/batches.ts";
import { inTemporaryFolder, until } from "./temporary.ts";

const test = suite("host/follow_file parts");

/** A poll that never comes in a test: only nudges make it look. */
const NEVER = 1_000_000;

function followText(path: string, options: FollowOptions = {}) {
  let text = "";
  const missed: string[] = [];
  const followed = followFile(path, (bytes) => { text += new TextDecoder().decode(bytes); }, { pollMs: NEVER, onMissed: (message) => missed.push(message), ...options });
  return { followed, text: () => text, missed };
}

/** Closes the newest part under its number, and begins another. */
function rotate(folder: string, number: number, text: string): void {
  writeFileSync(join(folder, "next"), text);
  renameSync(join(folder, "run.jsonl"), join(folder, `run.part${number}.jsonl`));
  renameSync(join(folder, "next"), join(folder, "run.jsonl"));
}

function pack(folder: string, number: number, text: string): void {
  writeFileSync(join(folder, `run.part${number}.jsonl.gz`), gzipSync(text));
  unlinkSync(join(folder, `run.part${number}.jsonl`));
}

test("followFile() reads the rest of a part that was closed, then the new one", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, line(1));
  const { followed, text } = followText(path);
  await followed.caughtUp();

  appendFileSync(path, line(2));
  rotate(folder, 1, line(3));
  await followed.caughtUp();

  assert.is(text(), [1, 2, 3].map(line).join(""));
  followed.close();
}));

test("followFile() reads the parts between, plain and packed", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, line(1));
  const { followed, text, missed } = followText(path);
  await followed.caughtUp();

  rotate(folder, 1, line(2));
  rotate(folder, 2, line(3));
  pack(folder, 2, line(2));
  rotate(folder, 3, line(4));
  appendFileSync(path, line(5));
  await followed.caughtUp();

  assert.is(text(), [1, 2, 3, 4, 5].map(line).join(""));
  assert.equal(missed, []);
  followed.close();
}));

test("followFile() does not read its own part again that was packed meanwhile", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(join(folder, "run.part1.jsonl"), "older\n");
  writeFileSync(path, line(1));
  const { followed, text } = followText(path);
  await followed.caughtUp();

  rotate(folder, 2, line(2));
  pack(folder, 2, line(1));
  await followed.caughtUp();

  assert.is(text(), line(1) + line(2));
  followed.close();
}));

test("followFile() goes on in the new file where its own was moved away under another name", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, line(1));
  const { followed, text } = followText(path);
  await followed.caughtUp();

  renameSync(path, join(folder, "run.jsonl.1"));
  writeFileSync(path, line(2));
  rotate(folder, 1, line(3));
  await followed.caughtUp();

  assert.is(text(), [1, 2, 3].map(line).join(""));
  followed.close();
}));

test("followFile() says which parts were removed before it could read them", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, line(1));
  const { followed, text, missed } = followText(path);
  await followed.caughtUp();

  for (const part of numbers(1, 4)) rotate(folder, part, line(part + 1));
  for (const part of [2, 3]) unlinkSync(join(folder, `run.part${part}.jsonl`));
  await followed.caughtUp();

  assert.is(text(), line(1) + line(4) + line(5));
  assert.equal(missed, [`parts 2 to 3 of "${path}" were removed before they were read`]);
  followed.close();
}));

test("followFile() begins with the oldest part when it is asked to", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, line(1));
  rotate(folder, 1, line(2));
  pack(folder, 1, line(1));
  rotate(folder, 2, line(3));

  const whole = followText(path, { fromOldest: true });
  const newest = followText(path);
  await Promise.all([whole.followed.caughtUp(), newest.followed.caughtUp()]);

  assert.is(whole.text(), [1, 2, 3].map(line).join(""));
  assert.is(newest.text(), line(3));
  whole.followed.close();
  newest.followed.close();
}));

test("followFile() waits where the newest part is gone for a moment", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, line(1));
  const { followed, text } = followText(path);
  await followed.caughtUp();

  renameSync(path, join(folder, "run.part1.jsonl"));
  appendFileSync(join(folder, "run.part1.jsonl"), line(2));
  await followed.caughtUp();
  const between = text();
  writeFileSync(path, line(3));
  await followed.caughtUp();

  assert.is(between, line(1) + line(2));
  assert.is(text(), [1, 2, 3].map(line).join(""));
  followed.close();
}));

test("followFile() keeps the last line of a torn part apart from the next part", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, '{"kind":');
  const { followed, text } = followText(path);

  rotate(folder, 1, line(2));
  await followed.caughtUp();

  assert.is(text(), `{"kind":\n${line(2)}`);
  followed.close();
}));

for (const writing of ["turn", "background"] as const) {
  test(`followFile() misses and doubles nothing of a recording that is written and packed meanwhile (${writing})`, () => inTemporaryFolder(async (folder) => {
    const { log, path } = open(folder, { writing, rotate: { bytes: 400 }, gzip: true, keep: { parts: 100 } });
    const { followed, text, missed } = followText(path, { pollMs: 1 });

    for (const id of numbers(1, 1_000)) {
      if (log.wantsPart) log.beginPart(head(id));
      log.write(batch([id], id));
      if (id % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    log.close();
    await log.closed;
    await until("the last message", () => text().includes(line(1_000)));

    assert.equal(idsIn(text()), numbers(1, 1_000));
    assert.equal(missed, []);
    followed.close();
  }), { timeoutMs: 20_000 });
}
