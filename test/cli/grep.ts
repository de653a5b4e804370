// `core grep` as a process: the records of what matches, byte for byte.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { gzipSync } from "node:zlib";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder, until } from "../host/temporary.ts";
import { runCommand } from "../this_runtime.ts";
import { core, coreCommand, fixture, startCore } from "./core.ts";

const test = suite("cli/grep");
const PATIENT = { timeoutMs: 60_000 };

const header = '{"kind":"log","version":1,"run":"a","part":1,"name":"shop","startedAt":"2026-11-23T09:00:00.000Z"}\n';
const dispatch = (id: number, type: string, more = ""): string => `{"kind":"dispatch","id":${id},"at":${id},"verb":"ACTION","type":"${type}","handlers":1${more},"timestamp":"2026-11-23T09:00:00.012Z","data":{"n": ${id},  "é":"\\u00e9"}}\n`;
const handling = (id: number, type: string, outcome = "done"): string => `{"kind":"handling","dispatch":${id},"n":0,"at":${id},"type":"${type}","handler":"a.on","subscription":1,"ms":1,"syncMs":1,"outcome":"${outcome}"}\n`;
const settled = (id: number, type: string): string => `{"kind":"settled","dispatch":${id},"at":9,"type":"${type}","ms":1,"outcome":"timedOut"}\n`;

const LINES = [
  header, dispatch(1, "user.created"), dispatch(2, "cart.left", ',"cause":1,"by":0'), handling(1, "user.created"), "no record\n",
  handling(2, "cart.left").replace("\n", "\r\n"), dispatch(3, "user.left"), settled(3, "user.left"), dispatch(4, "cart.left"),
] as const;

test("core grep prints the records of what matches, as they were written, in their order", () => inTemporaryFolder(async (folder) => {
  const file = join(folder, "run.jsonl");
  writeFileSync(file, LINES.join(""));

  const { code, stdout, stderr } = await core(["grep", "type:user.*", file]);

  assert.is(stdout, LINES[1] + LINES[3] + LINES[6] + LINES[7]);
  assert.is(code, 0);
  assert.match(stderr, /^".*run\.jsonl": line 5 is not a record: .*; the rest was read\nTry: core check /);
}), PATIENT);

test("core grep keeps the ends of lines as they are, --flow adds what belongs to a match, --count counts messages", () => inTemporaryFolder(async (folder) => {
  const file = join(folder, "run.jsonl");
  writeFileSync(file, LINES.join(""));

  const carts = await core(["grep", "type:cart.* handler:a.on", file]);
  const flow = await core(["grep", "type:cart.* handler:a.on", file, "--flow"]);
  const count = await core(["grep", "type:cart.*", file, "--count"]);
  const json = await core(["grep", "type:cart.*", file, "--count", "--json"]);

  assert.is(carts.stdout, LINES[2] + LINES[5]);
  assert.is(flow.stdout, LINES[1] + LINES[2] + LINES[3] + LINES[5]);
  assert.equal([count.stdout, JSON.parse(json.stdout)], ["2\n", { target: file, messages: 2, records: 3 }]);
}), PATIENT);

test("core grep says on standard error what hid everything, and gives 1", () => inTemporaryFolder(async (folder) => {
  const file = join(folder, "run.jsonl");
  writeFileSync(file, header + dispatch(1, "user.created"));

  const { code, stdout, stderr } = await core(["grep", "type:nothing", file]);
  const late = await core(["grep", "type:user.*", file, "--from", "10:00"]);

  assert.equal([code, stdout, stderr], [1, "", "nothing matches: 1 message hidden by type:nothing\n"]);
  assert.equal([late.code, late.stderr], [1, "nothing matches: 1 message hidden by (type:user.*) at:10:00..\n"]);
}), PATIENT);

test("core grep names each of several targets; --json does not; parts that a pattern of the shell named are read once", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "a.jsonl"), '{"kind":"log","version":1,"run":"a","part":2,"name":"shop","startedAt":"2026-11-23T09:00:00.000Z","before":1}\n' + dispatch(2, "user.two"));
  writeFileSync(join(folder, "a.part1.jsonl.gz"), gzipSync(header + dispatch(1, "user.one")));
  writeFileSync(join(folder, "b.jsonl"), header + dispatch(1, "cart.left"));
  writeFileSync(join(folder, "c.jsonl"), header + dispatch(1, "user.three"));
  const names = ["a.jsonl", "a.part1.jsonl.gz", "b.jsonl", "c.jsonl"];

  const named = await core(["grep", "type:user.*", ...names], { cwd: folder });
  const json = await core(["grep", "type:user.*", ...names, "--json"], { cwd: folder });
  const count = await core(["grep", "type:user.*", ...names, "--count"], { cwd: folder });

  assert.is(named.stdout, `a.jsonl:${dispatch(1, "user.one")}a.jsonl:${dispatch(2, "user.two")}c.jsonl:${dispatch(1, "user.three")}`);
  assert.is(named.stderr, "b.jsonl: nothing matches: 1 message hidden by type:user.*\n");
  assert.is(json.stdout, dispatch(1, "user.one") + dispatch(2, "user.two") + dispatch(1, "user.three"));
  assert.is(count.stdout, "a.jsonl:2\nb.jsonl:0\nc.jsonl:1\n");
}), PATIENT);

test("core grep reads standard input, and apps that it starts, whose exit code it gives", () => inTemporaryFolder(async (folder) => {
  const piped = await core(["grep", "type:user.*", "-"], { input: LINES.join("") });
  const app = await core(["grep", "type:last.words", fixture("exits3.mjs")], { cwd: folder });

  assert.is(piped.stdout, LINES[1] + LINES[3] + LINES[6] + LINES[7]);
  assert.is(app.code, 3);
  assert.match(app.stdout, /^\{"kind":"dispatch","id":\d+,.*"type":"last\.words"/);
}), PATIENT);

test("core grep reads what a running app has written so far, and leaves it running", () => inTemporaryFolder(async (folder) => {
  mkdirSync(join(folder, "d"));
  const env = { CORE_DEVTOOLS_DIR: join(folder, "d") };
  const app = startCore(["tail", fixture("chatty.mjs")], env);
  await until("the app to talk", () => app.stdout().includes("tick.fifth"));

  const { code, stdout, stderr } = await core(["grep", "type:tick.fifth", "chatty"], { env });
  const seen = app.stdout().length;
  await until("the app to go on", () => app.stdout().length > seen);
  app.kill("SIGTERM");
  await app.ended;

  assert.equal([code, stderr], [0, ""]);
  assert.match(stdout, /^\{"kind":"dispatch","id":\d+,.*"type":"tick\.fifth","handlers":0,"cause":\d+,/);
}), PATIENT);

test("core grep says of wrong input what is wrong, and goes on with the other targets", () => inTemporaryFolder(async (folder) => {
  const put = (name: string, bytes: string | Uint8Array): void => writeFileSync(join(folder, name), bytes);
  put("good.jsonl", header + dispatch(1, "user.one"));
  put("empty.jsonl", "");
  put("text.jsonl", "hello\nworld\n");
  put("newer.jsonl", header.replace('"version":1', '"version":2'));
  put("binary.jsonl", new Uint8Array([0, 1, 2, 255, 254, 0, 10, 0]));
  put("damaged.jsonl.gz", "no gzip at all");
  mkdirSync(join(folder, "folder.jsonl"));
  const inFolder = { cwd: folder };

  const { code, stdout, stderr } = await core(["grep", "type:user.*", "missing.jsonl", "folder.jsonl", "empty.jsonl", "text.jsonl", "newer.jsonl", "binary.jsonl", "damaged.jsonl.gz", "good.jsonl"], inFolder);
  const filter = await core(["grep", "tpye:user.*", "good.jsonl"], inFolder);
  const time = await core(["grep", "type:user.*", "good.jsonl", "--from", "soon"], inFolder);
  const nothing = await core(["grep", "type:user.*"], inFolder);

  assert.is(stdout, `good.jsonl:${dispatch(1, "user.one")}`);
  assert.equal([code, filter.code, time.code, nothing.code], [3, 2, 2, 2]);
  assert.equal(stderr.split("\n").filter((line) => line.startsWith("Cannot")).map((line) => line.replace(/(record): .*/, "$1").replace(/(newer version): .*/, "$1")), [
    'Cannot read "missing.jsonl": there is no such file, and no running app of that name', 'Cannot read "folder.jsonl": it is a folder', 'Cannot read "empty.jsonl": it is empty',
    'Cannot read "text.jsonl": line 1 is not a record', 'Cannot read "newer.jsonl": line 1 is of a newer version', 'Cannot read "binary.jsonl": line 1 is not a record',
    'Cannot read "damaged.jsonl.gz": it is empty',
  ]);
  assert.match(filter.stderr, /unknown member "tpye"/);
  assert.match(time.stderr, /^Cannot read --from "soon": it is no time\nTry: --from 02:10 /);
  assert.match(nothing.stderr, /^Cannot look at nothing/);
}), PATIENT);

const unreadable = "core grep says of a file that may not be read that it may not";
if (process.getuid?.() === 0) test.skip(unreadable, "root may read any file");
else test(unreadable, () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "run.jsonl"), header + dispatch(1, "user.one"), { mode: 0o000 });

  const { code, stderr } = await core(["grep", "type:user.*", "run.jsonl"], { cwd: folder });

  assert.is(code, 3);
  assert.match(stderr, /^Cannot read "run\.jsonl": permission denied\nTry: /);
}), PATIENT);

test("core grep of a large log into a pipe that is closed ends quietly with 0", () => inTemporaryFolder(async (folder) => {
  const file = join(folder, "run.jsonl");
  writeFileSync(file, header + Array.from({ length: 60_000 }, (_, at) => dispatch(at + 1, "user.created")).join(""));

  const { code, stdout, stderr } = await runCommand("bash", ["-c", `${coreCommand(["grep", "type:user.*", file])} | head -2; exit \${PIPESTATUS[0]}`]);

  assert.is(stdout, dispatch(1, "user.created") + dispatch(2, "user.created"));
  assert.equal([code, stderr], [0, ""]);
}), PATIENT);
