import { appendFileSync, existsSync, readdirSync, readlinkSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers";
import { type FollowOptions, followFile } from "../../src/host/files.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder, until } from "./temporary.ts";

const test = suite("host/follow_file");

/** A poll that never comes in a test: only nudges make it look. */
const NEVER = 1_000_000;

function followText(path: string, options: FollowOptions): { followed: ReturnType<typeof followFile>; text: () => string } {
  let text = "";
  const followed = followFile(path, (bytes) => { text += new TextDecoder().decode(bytes); }, options);
  return { followed, text: () => text };
}

test("followFile() gives what is there first", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "log");
  writeFileSync(path, "one\ntwo\n");
  const { followed, text } = followText(path, { pollMs: NEVER });

  await followed.caughtUp();

  assert.is(text(), "one\ntwo\n");
  followed.close();
}));

test("followFile() gives what is appended when it is nudged", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "log");
  writeFileSync(path, "one\n");
  const { followed, text } = followText(path, { pollMs: NEVER });
  await followed.caughtUp();

  appendFileSync(path, "two\n");
  followed.nudge();
  await until("the second line", () => text().length > 4);

  assert.is(text(), "one\ntwo\n");
  followed.close();
}));

test("followFile() finds what is appended by itself when nobody nudges", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "log");
  writeFileSync(path, "");
  const { followed, text } = followText(path, { pollMs: 1 });
  await followed.caughtUp();

  appendFileSync(path, "one\n");
  await until("the line", () => text() === "one\n");

  followed.close();
  assert.is(text(), "one\n");
}));

test("followFile() reads on in a file that was removed meanwhile", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "log");
  writeFileSync(path, "one\n");
  const { followed, text } = followText(path, { pollMs: NEVER });

  unlinkSync(path);
  await followed.caughtUp();

  assert.is(text(), "one\n");
  followed.close();
}));

test("followFile() says when the file was truncated, and reads it from its beginning", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "log");
  writeFileSync(path, "a long line\n");
  let truncated = 0;
  const { followed, text } = followText(path, { pollMs: NEVER, onTruncated: () => truncated++ });
  await followed.caughtUp();

  truncateSync(path, 0);
  appendFileSync(path, "new\n");
  followed.nudge();
  await followed.caughtUp();

  assert.is(truncated, 1);
  assert.is(text(), "a long line\nnew\n");
  followed.close();
}));

test("followFile() waits for a reader that takes its time, and loses nothing", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "log");
  const size = 700_000;
  writeFileSync(path, new Uint8Array(size));
  let bytes = 0;
  let isBusy = false;
  let overlaps = 0;
  const followed = followFile(path, async (chunk) => {
    if (isBusy) overlaps++;
    isBusy = true;
    bytes += chunk.byteLength;
    await Promise.resolve();
    isBusy = false;
  }, { pollMs: NEVER });

  await followed.caughtUp();

  assert.is(bytes, size);
  assert.is(overlaps, 0);
  followed.close();
}));

test("followFile() gives nothing after close(), and releases those who wait", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "log");
  writeFileSync(path, "one\n");
  const { followed, text } = followText(path, { pollMs: NEVER });
  await followed.caughtUp();

  followed.close();
  appendFileSync(path, "two\n");
  followed.nudge();
  await followed.caughtUp();

  assert.is(text(), "one\n");
}));

test("caughtUp() does not wait for bytes that were cut off again", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "log");
  writeFileSync(path, "one\n");
  let goOn = (): void => {};
  let begun = false;
  const followed = followFile(path, () => {
    if (begun) return undefined;
    begun = true;
    return new Promise<void>((resolve) => goOn = resolve);
  }, { pollMs: NEVER });
  await until("the first chunk", () => begun);
  appendFileSync(path, "two\n");
  const caughtUp = followed.caughtUp();

  truncateSync(path, 2);
  goOn();
  await caughtUp;

  assert.ok(begun);
  followed.close();
}), { timeoutMs: 3_000 });

if (!existsSync("/proc/self/fd")) test.skip("followFile() keeps no descriptor open", "the system does not list them");
else test("followFile() keeps no descriptor open", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "log");
  writeFileSync(path, "one\n");
  const isOpen = () => readdirSync("/proc/self/fd").some((fd) => target(`/proc/self/fd/${fd}`) === path);
  const idle = followText(path, { pollMs: NEVER }).followed;
  await idle.caughtUp();
  await new Promise((resolve) => setImmediate(resolve)); // a turn later it rests
  assert.ok(isOpen());

  idle.close();
  await until("the descriptor to be closed", () => !isOpen());
  const busy = followText(path, { pollMs: NEVER }).followed;
  assert.ok(isOpen());
  busy.close();

  await until("the descriptor of a read under way to be closed", () => !isOpen());
}));

/** Where a link leads; undefined for the one that listing the folder had open. */
function target(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}

test("followFile() ends with its signal", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "log");
  writeFileSync(path, "");
  const stop = new AbortController();
  const { followed, text } = followText(path, { pollMs: 1, signal: stop.signal });
  await followed.caughtUp();

  stop.abort();
  appendFileSync(path, "late\n");
  await followed.caughtUp();

  assert.is(text(), "");
}));

test("followFile() tells when its reader throws, and ends", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "log");
  writeFileSync(path, "one\n");
  const failures: unknown[] = [];
  const failure = new Error("cannot take it");

  const followed = followFile(path, () => { throw failure; }, { pollMs: NEVER, onFailed: (error) => failures.push(error) });
  await followed.caughtUp();

  assert.equal(failures, [failure]);
}));

test("followFile() throws when there is no such file", () => inTemporaryFolder((folder) => {
  assert.throws(() => followFile(join(folder, "none"), () => {}), { code: "ENOENT" });
}));
