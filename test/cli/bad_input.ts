// Whatever a person may get wrong gets one clear message, the right exit code, and loses nothing.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { runtimeName } from "../../src/host/runtime.ts";
import { inTemporaryFolder } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import { core, fixture } from "./core.ts";

const test = suite("cli/bad_input");
const PATIENT = { timeoutMs: 60_000 };
const HEADER = '{"kind":"log","version":1,"run":"a","part":1,"name":"shop","startedAt":"2026-11-24T00:00:00.000Z"}\n';
const DISPATCH = '{"kind":"dispatch","id":1,"at":1,"verb":"ACTION","type":"user.created","handlers":0,"timestamp":"2026-11-24T00:00:00.001Z"}\n';

/** Writes a log and runs `core` on it. */
function withLog(text: string, use: (file: string) => Promise<void>): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    const file = join(folder, "log.jsonl");
    writeFileSync(file, text);
    await use(file);
  });
}

test("a missing file is named, with code 3", async () => {
  const { code, stdout, stderr } = await core(["tail", "nowhere.jsonl"]);

  assert.is(code, 3);
  assert.is(stdout, "");
  assert.match(stderr, /^Cannot read "nowhere\.jsonl": there is no such file.*\nTry: /);
}, PATIENT);

test("a folder in place of a file is named, with code 3", () => inTemporaryFolder(async (folder) => {
  const { code, stderr } = await core(["inspect", folder]);

  assert.is(code, 3);
  assert.match(stderr, /^Cannot read ".*": it is a folder\nTry: /);
}), PATIENT);

test("an empty file is said to be empty, with code 3", () => withLog("", async (file) => {
  const { code, stderr } = await core(["tail", file]);

  assert.is(code, 3);
  assert.match(stderr, /^Cannot read ".*": it is empty\nTry: /);
}), PATIENT);

test("a file that is no log is refused with its first line, with code 3", () => withLog("hello\nworld\n", async (file) => {
  const { code, stderr } = await core(["check", file]);

  assert.is(code, 3);
  assert.match(stderr, /line 1 is not a record.*"hello"/);
}), PATIENT);

test("a log of a newer version is refused in words, with code 3", () => withLog(HEADER.replace('"version":1', '"version":2'), async (file) => {
  const { code, stderr } = await core(["tail", file]);

  assert.is(code, 3);
  assert.match(stderr, /version 2 of the log format; this reader knows version 1/);
}), PATIENT);

test("a torn last line is left out and reported: check gives 1, tail reads the rest", () => withLog(`${HEADER}${DISPATCH}{"kind":"dispat`, async (file) => {
  const [checked, tailed] = await Promise.all([core(["check", file]), core(["tail", file])]);

  assert.is(checked.code, 1);
  assert.match(checked.stdout, /not whole · 2 records.*\n {2}line 3 is torn/);
  assert.is(tailed.code, 0);
  assert.match(tailed.stdout, /user\.created/);
  assert.match(tailed.stderr, /line 3 is torn.*\nTry: core check/);
}), PATIENT);

test("a line of 5 MB is read", () => withLog(`${HEADER}${DISPATCH.replace("}\n", `,"data":"${"x".repeat(5_000_000)}"}\n`)}`, async (file) => {
  const { code, stdout } = await core(["tail", file]);

  assert.is(code, 0);
  assert.match(stdout, /user\.created.*"xxx.*…/);
}), PATIENT);

test("an app that throws while loading is said to have made no Core, with its own code", async () => {
  const { code, stderr } = await core(["inspect", fixture("throws.mjs")]);

  assert.is(code, 1);
  assert.match(stderr, /no configuration found/);
  assert.match(stderr, /Cannot see messages of ".*throws\.mjs": it ended with code 1 and made no Core\nTry: .* runs it alone/);
}, PATIENT);

test("an app that exits with 3 passes it on, and what it sent is recorded", () => inTemporaryFolder(async (folder) => {
  const file = join(folder, "run.jsonl");

  const { code } = await core(["record", fixture("exits3.mjs"), "-o", file]);

  assert.is(code, 3);
  assert.match(readFileSync(file, "utf8"), /"type":"last\.words"/);
}), PATIENT);

test("an app that never makes a Core is said to have made none, with code 3", () => inTemporaryFolder(async (folder) => {
  const [recorded, inspected] = await Promise.all([
    core(["record", fixture("no_core.mjs"), "-o", join(folder, "run.jsonl")]),
    core(["inspect", fixture("no_core.mjs")]),
  ]);

  assert.is(recorded.code, 3);
  assert.match(recorded.stderr, /it ended with code 0 and made no Core\nTry: /);
  assert.is(inspected.code, 3);
  assert.match(inspected.stderr, /made no Core/);
}), PATIENT);

test("an unknown flag, an unknown command and a missing argument give code 2 and a way to help", async () => {
  const [flag, command, missing] = await Promise.all([
    core(["tail", "x.jsonl", "--frobnicate"]),
    core(["inspct", "app.ts"]),
    core(["record", fixture("shop.mjs")]),
  ]);

  assert.is(flag.code, 2);
  assert.match(flag.stderr, /unknown option '--frobnicate'[^]*Try: core tail --help/);
  assert.is(command.code, 2);
  assert.match(command.stderr, /unknown command 'inspct'[^]*Did you mean inspect\?/);
  assert.is(missing.code, 2);
  assert.match(missing.stderr, /no file is named\nTry: core record .* -o run\.jsonl/);
}, PATIENT);

test("a wrong filter is shown with its place and the nearest right word, with code 2", () => withLog(HEADER + DISPATCH, async (file) => {
  const { code, stdout, stderr } = await core(["tail", file, "--only", "tpye:user.*"]);

  assert.is(code, 2);
  assert.is(stdout, "");
  assert.match(stderr, /unknown member "tpye" at 1; did you mean "type:"\?\nTry: core help filter/);
}), PATIENT);

test("a recording that is there already is not overwritten, unless --force says so", () => withLog(HEADER + DISPATCH, async (file) => {
  const refused = await core(["record", fixture("exits3.mjs"), "-o", file]);
  assert.is(readFileSync(file, "utf8"), HEADER + DISPATCH);
  const forced = await core(["record", fixture("exits3.mjs"), "-o", file, "--force"]);

  assert.is(refused.code, 2);
  assert.match(refused.stderr, /is there already\nTry: /);
  assert.is(forced.code, 3);
  assert.match(readFileSync(file, "utf8"), /last\.words/);
}), PATIENT);

test("a recording that cannot be written is said before the app is started", () => inTemporaryFolder(async (folder) => {
  const { code, stdout, stderr } = await core(["record", fixture("shop.mjs"), "-o", join(folder, "no", "such", "run.jsonl")]);

  assert.is(code, 3);
  assert.is(stdout, "");
  assert.match(stderr, /^Cannot record to ".*run\.jsonl": there is no folder ".*no\/such"\nTry: mkdir -p .*no\/such /);
}), PATIENT);

test("a folder for the spool that cannot be written is named, with what to set", () => inTemporaryFolder(async (folder) => {
  const locked = join(folder, "locked");
  // A file where a folder must be: root may write into any folder, but not into this.
  writeFileSync(locked, "");
  chmodSync(locked, 0o400);

  const { code, stderr } = await core(["inspect", fixture("shop.mjs")], { env: { CORE_DEVTOOLS_DIR: join(locked, "below") } });

  assert.is(code, 3);
  assert.match(stderr, /^Cannot start ".*shop\.mjs": no spool can be written in ".*locked\/below": .*\nTry: CORE_DEVTOOLS_DIR=/);
}), PATIENT);

test("a file in place of the spool's folder is said to be one, by replay as well", () => withLog(HEADER + DISPATCH, async (file) => {
  const env = { CORE_DEVTOOLS_DIR: file };

  const inspected = await core(["inspect", fixture("shop.mjs")], { env });
  const replayed = await core(["replay", file, "--into", fixture("shop.mjs")], { env });

  assert.equal([inspected.code, replayed.code], [3, 3]);
  assert.match(inspected.stderr, /^Cannot start ".*shop\.mjs": no spool can be written in ".*log\.jsonl": a file is there, not a folder\nTry: CORE_DEVTOOLS_DIR=/);
  assert.match(replayed.stderr, /Cannot start ".*shop\.mjs": no spool can be written in ".*log\.jsonl": a file is there, not a folder\nTry: CORE_DEVTOOLS_DIR=/);
}), PATIENT);

test("a folder in which nothing can be made, as in /proc, ends in words, too", async () => {
  const { code, stderr } = await core(["inspect", fixture("shop.mjs")], { env: { CORE_DEVTOOLS_DIR: "/proc/core-ipc/below" }, timeoutMs: 15_000 });

  assert.is(code, 3);
  assert.match(stderr, /^Cannot start ".*shop\.mjs": no spool can be written in "\/proc\/core-ipc\/below": .*\nTry: CORE_DEVTOOLS_DIR=/);
}, PATIENT);

test("what is no log is said once, by the commands that print as they read, too", () => withLog(HEADER.replace('"version":1', '"version":2'), async (file) => {
  const newer = await core(["tail", file]);
  const inspected = await core(["inspect", file]);
  const piped = await core(["inspect", "-"], { input: "hello\n" });

  assert.equal([newer.code, inspected.code, piped.code], [3, 3, 3]);
  assert.match(newer.stderr, /^Cannot read ".*": line 1 is of a newer version: [^\n]*\nTry: [^\n]*\n$/);
  assert.match(inspected.stderr, /^Cannot read ".*": line 1 is of a newer version: [^\n]*\nTry: [^\n]*\n$/);
  assert.match(piped.stderr, /^Cannot read standard input: line 1 is not a record: [^\n]*\nTry: [^\n]*\n$/);
}), PATIENT);

test("a missing file and a folder come with what to try in check and replay, too", () => inTemporaryFolder(async (folder) => {
  const missing = await core(["check", "nowhere.jsonl"]);
  const inside = await core(["check", folder]);
  const replayed = await core(["replay", "nowhere.jsonl", "--into", fixture("shop.mjs")]);

  assert.equal([missing.code, inside.code, replayed.code], [3, 3, 3]);
  assert.match(missing.stderr, /^Cannot read "nowhere\.jsonl": there is no such file\nTry: ls /);
  assert.match(inside.stderr, /^Cannot read ".*": it is a folder\nTry: ls /);
  assert.match(replayed.stderr, /^Cannot read "nowhere\.jsonl": there is no such file\nTry: ls /);
}), PATIENT);

test("an option that a command has no use for is refused, not ignored", () => withLog(HEADER + DISPATCH, async (file) => {
  const replayed = await core(["replay", file, "--into", fixture("shop.mjs"), "--run", "echo no"]);
  const demo = await core(["demo", "--run", "echo no"]);

  assert.equal([replayed.code, demo.code], [2, 2]);
  assert.match(replayed.stderr, /unknown option '--run'/);
  assert.match(demo.stderr, /unknown option '--run'/);
}), PATIENT);

test("arguments for an app are refused where no app is started, not ignored", () => withLog(HEADER + DISPATCH, async (file) => {
  for (const command of ["tail", "inspect"]) {
    const { code, stdout, stderr } = await core([command, file, "type:user.*"]);

    assert.is(code, 2);
    assert.is(stdout, "");
    assert.match(stderr, /^Cannot give "type:user\.\*" to ".*log\.jsonl": it is not an app that core starts\nTry: core help filter /);
  }
}), PATIENT);

test("help for a topic that there is none of says once where help is", async () => {
  const { code, stderr } = await core(["help", "nothing"]);

  assert.is(code, 2);
  assert.is(stderr, "error: there is no help for 'nothing'\nTry: core --help\n");
}, PATIENT);

test("replay refuses a speed that is none, an app that is missing, and a log without roots", () => withLog(HEADER, async (file) => {
  const [speed, app, roots] = await Promise.all([
    core(["replay", file, "--into", fixture("shop.mjs"), "--speed", "fast"]),
    core(["replay", file, "--into", "nowhere.mjs"]),
    core(["replay", file, "--into", fixture("shop.mjs")]),
  ]);

  assert.equal([speed.code, app.code, roots.code], [2, 3, 3]);
  assert.match(speed.stderr, /Cannot replay at speed "fast"/);
  assert.match(app.stderr, /Cannot read "nowhere\.mjs"/);
  assert.match(roots.stderr, /it holds no roots/);
}), PATIENT);

// From the sources Node itself has a loader that takes TypeScript, so there the other side is held.
if (runtimeName() === "node") test("an app in TypeScript runs on Node from the sources", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "app.ts"), "const code: number = 0;\nprocess.exit(code);\n");

  const { stderr } = await core(["tail", join(folder, "app.ts")]);

  assert.match(stderr, /it ended with code 0 and made no Core/);
}), PATIENT);
else test("an app in TypeScript for a Node that loads none is refused, with what runs it", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "app.ts"), "");
  writeFileSync(join(folder, "node"), "#!/bin/sh\necho v20.20.2\n", { mode: 0o755 });

  const { code, stderr } = await core(["tail", join(folder, "app.ts"), "--runtime", "node"], { env: { PATH: `${folder}:${process.env["PATH"] ?? ""}` } });

  assert.is(code, 3);
  assert.match(stderr, /^Cannot start ".*app\.ts": Node 20\.20\.2 loads no TypeScript; 22\.18 and later do\nTry: --runtime deno +starts it with Deno\n {5}--runtime bun +starts it with Bun\n$/);
}), PATIENT);
