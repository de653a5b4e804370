// `core tail` of recordings: the last messages, those that are added, several recordings as one.
import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assert, suite } from "../harness.ts";
import { inTemporaryFolder, until } from "../host/temporary.ts";
import { core, startCore } from "./core.ts";

const test = suite("cli/tail");
const PATIENT = { timeoutMs: 60_000 };

const header = (run: string, second: number, host = "web-1"): string => `{"kind":"log","version":1,"run":"${run}","part":1,"name":"shop","host":"${host}","startedAt":"2026-11-23T09:00:0${second}.000Z"}\n`;
const dispatch = (id: number, type: string, at = id * 1000): string => `{"kind":"dispatch","id":${id},"at":${at},"verb":"ACTION","type":"${type}","handlers":0,"timestamp":"2026-11-23T09:00:00.012Z"}\n`;

/** The types of the rows, each with what stands before its id. */
const rowsOf = (stdout: string): string[] => stdout.split("\n").flatMap((row) => {
  const [, name = "", type = ""] = /^(\S*) +\d+ +[\d:.]+ +A (\S+)/.exec(row) ?? [];
  return type === "" ? [] : [`${name} ${type}`.trim()];
});

test("core tail merges several recordings by wall clock, names them, and says that clocks may be apart", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "a.jsonl"), header("a", 0) + dispatch(1, "a.one") + dispatch(2, "a.two") + dispatch(3, "a.three"));
  writeFileSync(join(folder, "b.jsonl"), header("b", 1, "web-2") + dispatch(1, "b.one", 500) + dispatch(2, "b.two", 1_500) + "oops\n");

  const last = await core(["tail", "a.jsonl", "b.jsonl", "-n", "4"], { cwd: folder });
  const json = await core(["tail", "a.jsonl", "b.jsonl", "-n", "all", "--json", "--from", "+1500ms"], { cwd: folder });

  assert.equal(rowsOf(last.stdout), ["b.jsonl b.one", "a.jsonl a.two", "b.jsonl b.two", "a.jsonl a.three"]);
  assert.match(last.stderr, /^b\.jsonl: line 4 is not a record: .*; the rest was read\nTry: core check a\.jsonl b\.jsonl .*\nnote: merged by wall clock; the clocks of "web-1", "web-2" may be apart\n$/);
  assert.equal(json.stdout.trim().split("\n").map((line) => (JSON.parse(line) as { type?: string; run?: string }).type ?? "log"), ["log", "log", "a.two", "b.two", "a.three"]);
}), PATIENT);

test("core tail -f prints the last messages, then what is added, across parts, until it is interrupted", () => inTemporaryFolder(async (folder) => {
  const path = join(folder, "run.jsonl");
  writeFileSync(path, header("a", 0) + dispatch(1, "user.one") + dispatch(2, "user.two"));
  const tail = startCore(["tail", path, "-f", "-n", "1"]);
  await until("the first row", () => tail.stdout().includes("user.two"));

  appendFileSync(path, dispatch(3, "user.three"));
  renameSync(path, join(folder, "run.part1.jsonl"));
  writeFileSync(path, header("a", 0).replace('"part":1', '"part":2').replace("}\n", ',"before":3}\n') + dispatch(4, "user.four"));
  await until("the last row", () => tail.stdout().includes("user.four"));
  tail.kill("SIGINT");
  const { code } = await tail.ended;

  assert.equal(rowsOf(tail.stdout()), ["user.two", "user.three", "user.four"]);
  assert.equal([code, tail.stderr()], [130, ""]);
}), PATIENT);

test("core tail -f of several recordings prints what is added to each behind what was there", () => inTemporaryFolder(async (folder) => {
  const [a, b] = [join(folder, "a.jsonl"), join(folder, "b.jsonl")];
  writeFileSync(a, header("a", 0) + dispatch(1, "a.one"));
  writeFileSync(b, header("b", 0) + dispatch(5, "b.late"));
  const tail = startCore(["tail", a, b, "-f"]);
  await until("the first rows", () => tail.stdout().includes("b.late"));

  appendFileSync(a, dispatch(2, "a.two"));
  await until("the row that was added", () => tail.stdout().includes("a.two"));
  tail.kill("SIGTERM");
  const { code } = await tail.ended;

  assert.equal(rowsOf(tail.stdout()).map((row) => row.split(" ").at(-1)), ["a.one", "b.late", "a.two"]);
  assert.is(code, 143);
}), PATIENT);

test("core tail of what cannot be tailed says so", () => inTemporaryFolder(async (folder) => {
  writeFileSync(join(folder, "a.jsonl"), header("a", 0) + dispatch(1, "a.one"));

  const missing = await core(["tail", "a.jsonl", "b.jsonl"], { cwd: folder });
  const piped = await core(["tail", "-", "-n", "all"], { input: "hello\n" });
  const torn = await core(["tail", "-", "-n", "all"], { input: `${header("a", 0)}${dispatch(1, "a.one")}{"kind":` });
  const late = await core(["tail", "a.jsonl", "--from", "02:10", "--to", "never"], { cwd: folder });

  assert.equal([missing.code, piped.code, late.code], [3, 3, 2]);
  assert.match(missing.stderr, /^Cannot read "b\.jsonl": there is no such file/);
  assert.match(piped.stderr, /^Cannot read standard input: line 1 is not a record/);
  assert.equal([torn.code, rowsOf(torn.stdout), torn.stderr], [0, ["a.one"], 'standard input: line 3 is torn: its end is missing (8 bytes, beginning "{\\"kind\\":"); the rest was read\n']);
  assert.match(late.stderr, /^Cannot read --to "never": it is no time\nTry: --to 02:10 /);
}), PATIENT);
