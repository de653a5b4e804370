// The script behind `npm test`, where it has nothing to run.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { assert, suite } from "../harness.ts";
import { partOf } from "../part.ts";
import { runCommand, runtimeName } from "../this_runtime.ts";

const test = suite("scripts/test");
const script = fileURLToPath(new URL("../../scripts/test.mjs", import.meta.url));

const npmTest = (...args: string[]) => runCommand(process.execPath, [...(runtimeName === "deno" ? ["run", "-A"] : []), script, ...args]);

test("npm test fails when no runtime is there", async () => {
  const finished = await npmTest("--only", "deno2");

  assert.match(finished.stdout, "deno2 is absent: nothing was tested on it\n");
  assert.is(finished.stdout.trimEnd().split("\n").at(-1), "0 passed, 1 failed");
  assert.is(finished.code, 1);
});

test("npm test fails for each runtime that is required and absent", async () => {
  const finished = await npmTest("--only", "deno2", "--require", "deno,bun");

  assert.is(finished.stdout.trimEnd().split("\n").at(-1), "0 passed, 2 failed");
  assert.is(finished.code, 1);
});

test("partOf() puts each file into exactly one part, and no text runs too little", () => {
  const files = ["a", "b", "c", "d", "e"];

  assert.equal(partOf(files), files);
  assert.equal(partOf(files, "1/2"), ["a", "c", "e"]);
  assert.equal(partOf(files, "2/2"), ["b", "d"]);
  for (const part of ["0/2", "3/2", "1", "", "1/2/3", "first"]) {
    assert.throws(() => partOf(files, part), { name: "SyntaxError", message: `Cannot run part "${part}": it must be such as 1/2` });
  }
});
