import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { openLog, openLogs, wholeRecordings } from "../../cli/open_log.ts";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder } from "../host/temporary.ts";

const test = suite("cli/open_log");

const COMMON = { color: false, permissions: [] };
const header = (run: string, part = 1, before = ""): string => `{"kind":"log","version":1,"run":"${run}","part":${part},"name":"shop","host":"web","startedAt":"2026-11-23T09:00:0${part}.000Z"${before}}\n`;
const dispatch = (id: number, type: string): string => `{"kind":"dispatch","id":${id},"at":${id},"verb":"ACTION","type":"${type}","handlers":0,"timestamp":"2026-11-23T09:00:00.012Z"}\n`;

function put(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), name.endsWith(".gz") ? gzipSync(text) : text);
}

test("openLog() reads a recording with its parts, packed ones too", () => inTemporaryFolder(async (folder) => {
  put(folder, { "run.part1.jsonl.gz": header("a") + dispatch(1, "user.one"), "run.jsonl": header("a", 2, ',"before":1') + dispatch(2, "user.two") });

  const { log, name, close } = await openLog(join(folder, "run.jsonl"), [], COMMON);

  assert.equal([log.dispatches.length, log.runs.length, log.defects, name], [2, 1, [], join(folder, "run.jsonl")]);
  await close();
}));

test("openLogs() reads several recordings as one", () => inTemporaryFolder(async (folder) => {
  put(folder, { "a.jsonl": header("a") + dispatch(1, "a.one"), "b.jsonl": header("b") + dispatch(1, "b.one") + dispatch(2, "b.two") });

  const { log, names, close } = await openLogs([join(folder, "a.jsonl"), join(folder, "b.jsonl")], COMMON);

  assert.equal([log.dispatches.length, log.runs.map((run) => run.log?.position), names.length], [3, [0, 1], 2]);
  await close();
}));

test("openLogs() refuses each of several that is no log, by its name", () => inTemporaryFolder(async (folder) => {
  put(folder, { "a.jsonl": header("a") + dispatch(1, "a.one"), "b.jsonl": "hello\n", "c.jsonl": "" });
  const path = (name: string): string => join(folder, name);

  const wrong = await assert.rejects(() => openLogs([path("a.jsonl"), path("b.jsonl")], COMMON), { name: "CliError" });
  assert.ok(wrong.message.startsWith(`Cannot read "${path("b.jsonl")}": `), wrong.message);
  await assert.rejects(() => openLogs([path("a.jsonl"), path("c.jsonl")], COMMON), { message: `Cannot read "${path("c.jsonl")}": it is empty` });
}));

test("what can be read no longer ends a command in words", () => inTemporaryFolder(async (folder) => {
  const file = join(folder, "run.jsonl");
  put(folder, { "run.jsonl": header("a") + dispatch(1, "user.one") });
  const { source, close } = await openLog(file, [], COMMON);

  truncateSync(file, 10);

  assert.throws(() => source.read(new Uint8Array(100), 0), { name: "CliError", message: `Cannot read "${file}" at 10: it became shorter, and what stood there is gone` });
  await close();
}));

test("what cannot be read while a log grows is told when it is met", () => inTemporaryFolder(async (folder) => {
  const file = join(folder, "run.jsonl");
  put(folder, { "run.jsonl": header("a") + dispatch(1, "user.one") });
  const told: string[] = [];
  const { source, problems, close } = await openLog(file, [], COMMON, { follows: true, onLateProblem: (message) => told.push(message) });

  truncateSync(file, 0);
  await source.look();

  assert.equal([problems, told], [[], [`"${file}" became shorter while it was read: what stood there is gone, and reading goes on from its beginning`]]);
  await close();
}));

test("wholeRecordings() takes words that are parts of another for that one, and each once", () => inTemporaryFolder((folder) => {
  put(folder, { "run.jsonl": "", "run.part1.jsonl": "", "run.part2.jsonl.gz": "", "run.2.jsonl": "" });
  const words = ["run.2.jsonl", "run.jsonl", "run.part1.jsonl", "run.part2.jsonl.gz", "run.jsonl"].map((name) => join(folder, name));

  assert.equal(wholeRecordings(words), [join(folder, "run.2.jsonl"), join(folder, "run.jsonl")]);
  assert.equal(wholeRecordings([join(folder, "run.part1.jsonl"), "-", "pid:42"]), [join(folder, "run.part1.jsonl"), "-", "pid:42"]);
}));
