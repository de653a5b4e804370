import { hostname } from "node:os";
import process from "node:process";
import { ownMark, stateOf } from "../../src/host/process_mark.ts";
import { assert, suite } from "../harness.ts";
import { runCommand } from "../this_runtime.ts";

const test = suite("host/process_mark");

test("stateOf() knows this process by its own mark, and without what only some systems say", () => {
  const { pid, startedAt } = ownMark();

  assert.is(stateOf(ownMark()), "self");
  assert.is(stateOf({ pid, startedAt }), "self");
});

test("ownMark() is the same whenever it is asked for", () => {
  const { startedAt: first, ...one } = ownMark();
  const { startedAt: second, ...other } = ownMark();

  assert.equal(one, other);
  assert.ok(Math.abs(Date.parse(first) - Date.parse(second)) < 1_000);
});

test("stateOf() says that a process has ended", async () => {
  // The shell prints its own number, and is gone then.
  const { stdout } = await runCommand("sh", ["-c", "echo $$"]);

  assert.is(stateOf({ pid: Number(stdout), startedAt: "2026-01-01T00:00:00.000Z" }), "gone");
});

test("stateOf() says that a process of somebody is there, whoever it is", () => {
  assert.is(stateOf({ pid: process.ppid, startedAt: "2026-01-01T00:00:00.000Z", host: hostname() }), "alive");
});

test("stateOf() does not judge what is on another machine", () => {
  assert.is(stateOf({ ...ownMark(), host: "web-2.example" }), "elsewhere");
});

if (ownMark().birth === undefined) test.skip("stateOf() tells two processes of one number apart", "this system does not say when a process was born");
else test("stateOf() tells two processes of one number apart", () => {
  const { birth = "", ...mark } = ownMark();

  assert.is(stateOf({ ...mark, birth: birth.replace(/\d+$/, "1") }), "gone");
  assert.is(stateOf({ ...mark, birth: birth.replace(/^.*\//, "another-boot/") }), "gone");
});
