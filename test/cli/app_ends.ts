// An app that core watches is ended, killed, or left: each end is said, and nothing is lost.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { inTemporaryFolder, until } from "../host/temporary.ts";
import { assert, suite } from "../harness.ts";
import { core, fixture, startCore } from "./core.ts";

const test = suite("cli/app_ends");
const PATIENT = { timeoutMs: 60_000 };

test("Ctrl-C and SIGTERM reach the app, end both, and lose nothing that was recorded", () => inTemporaryFolder(async (folder) => {
  await Promise.all(([["SIGINT", 130], ["SIGTERM", 143]] as const).map(async ([signal, code]) => {
    const file = join(folder, `${signal}.jsonl`);
    const running = startCore(["record", fixture("chatty.mjs"), "-o", file]);
    await until("the app to talk", () => running.stdout().includes("said 20"));

    running.kill(signal);
    const end = await running.ended;

    assert.is(end.code, code);
    const recorded = readFileSync(file, "utf8");
    assert.match(recorded, /"data":\{"n":10\}/);
    assert.match(running.stderr(), /recorded \d+ messages/);
  }));
}), PATIENT);

test("an app killed with SIGKILL is said to be, with 137, and what it sent before is there", () => inTemporaryFolder(async (folder) => {
  const file = join(folder, "run.jsonl");
  const running = startCore(["record", fixture("chatty.mjs"), "-o", file]);
  await until("the app to talk", () => running.stdout().includes("said 20"));
  const { pid } = JSON.parse(readFileSync(file, "utf8").split("\n")[0] ?? "{}") as { pid: number };

  process.kill(pid, "SIGKILL");
  const end = await running.ended;

  assert.is(end.code, 137);
  assert.match(readFileSync(file, "utf8"), /"data":\{"n":10\}/);
}), PATIENT);

test("an app killed before its log had a line is said to be, with 137, and its log to be empty", () => inTemporaryFolder(async (folder) => {
  const file = join(folder, "run.jsonl");

  const { code, stderr } = await core(["record", "-A", fixture("killed_early.mjs"), "-o", file, "--", file]);

  assert.is(code, 137);
  assert.match(stderr, /Cannot read ".*run\.jsonl": it is empty/);
}), PATIENT);

test("a running app is listed, joined by name, and goes on when it was left", () => inTemporaryFolder(async (folder) => {
  mkdirSync(join(folder, "d"));
  const env = { CORE_DEVTOOLS_DIR: join(folder, "d") };
  const app = startCore(["tail", fixture("chatty.mjs")], env);
  await until("the app to talk", () => app.stdout().includes("tick"));

  const listed = await core(["list", "--json"], { env });
  const { name, pid } = JSON.parse(listed.stdout.split("\n")[0] ?? "{}") as { name: string; pid: number };
  const joined = startCore(["tail", `pid:${pid}`], env);
  await until("the joined app's messages", () => joined.stdout().includes("tick"));
  joined.kill("SIGINT");
  const end = await joined.ended;
  const seen = app.stdout().length;
  await until("the app to go on", () => app.stdout().length > seen);
  app.kill("SIGTERM");
  await app.ended;

  assert.is(name, "chatty");
  assert.is(end.code, 130);
}), PATIENT);
