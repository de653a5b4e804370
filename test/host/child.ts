import process from "node:process";
import { exitCodeOf, outputOf, spawnChild } from "../../src/host/child.ts";
import { assert, suite } from "../harness.ts";

const test = suite("host/child");

test("spawnChild() hands on both streams whole, also what came before anybody listened", async () => {
  const child = spawnChild({ command: "/bin/sh", args: ["-c", "printf out; printf err >&2"] });
  await child.exited;
  const heard: Record<string, string> = {};

  child.onOutput((stream, text) => heard[stream] = (heard[stream] ?? "") + text);

  assert.equal(heard, { stdout: "out", stderr: "err" });
});

test("spawnChild() keeps a character whole whose bytes come apart", async () => {
  const child = spawnChild({ command: "/bin/sh", args: ["-c", "printf '\\303'; sleep 0.05; printf '\\274'"] });
  let heard = "";
  child.onOutput((_stream, text) => heard += text);

  await child.exited;

  assert.is(heard, "ü");
});

test("spawnChild() tells the exit code, and no signal", async () => {
  const child = spawnChild({ command: "/bin/sh", args: ["-c", "exit 3"] });

  assert.equal(await child.exited, { code: 3, signal: null });
});

test("spawnChild() tells the signal that ended it, and no code", async () => {
  const child = spawnChild({ command: "/bin/sh", args: ["-c", "exec sleep 20"] });

  assert.ok(child.kill("SIGTERM"));

  assert.equal(await child.exited, { code: null, signal: "SIGTERM" });
  assert.not.ok(child.kill("SIGTERM"));
});

test("spawnChild() signals everything below a command line", async () => {
  const child = spawnChild({ command: "sleep 20; echo survived", shell: true });
  let heard = "";
  child.onOutput((_stream, text) => heard += text);

  child.kill("SIGKILL");
  await child.exited;

  assert.is(heard, "");
});

test("spawnChild() adds to the environment, and takes away what is undefined", async () => {
  process.env["CORE_TEST_TAKEN"] = "there";
  const child = spawnChild({
    command: "/bin/sh", args: ["-c", 'printf "%s-%s" "$CORE_TEST_GIVEN" "$CORE_TEST_TAKEN"'],
    env: { CORE_TEST_GIVEN: "given", CORE_TEST_TAKEN: undefined },
  });
  let heard = "";
  child.onOutput((_stream, text) => heard += text);

  await child.exited;
  delete process.env["CORE_TEST_TAKEN"];

  assert.is(heard, "given-");
});

test("spawnChild() gives the child an end of file as its input", async () => {
  const child = spawnChild({ command: "/bin/cat" });

  assert.equal(await child.exited, { code: 0, signal: null });
});

test("spawnChild() throws when there is no such command", () => {
  assert.throws(() => spawnChild({ command: "core-no-such-command" }), {
    message: 'Cannot start "core-no-such-command": there is no such command',
  });
});

test("spawnChild() throws when there is no such folder to run in", () => {
  assert.throws(() => spawnChild({ command: "/bin/cat", cwd: "/nowhere/at/all" }), {
    message: 'Cannot start "/bin/cat": there is no folder "/nowhere/at/all"',
  });
});

test("exitCodeOf() gives 128 and the signal's number for one that a signal ended", () => {
  assert.is(exitCodeOf({ code: 3, signal: null }), 3);
  assert.is(exitCodeOf({ code: null, signal: "SIGKILL" }), 137);
  assert.is(exitCodeOf({ code: null, signal: "SIGTERM" }), 143);
});

test("outputOf() gives what a command printed, and undefined when it failed or is not there", () => {
  assert.is(outputOf("/bin/sh", ["-c", "echo 1.2.3"]), "1.2.3\n");
  assert.is(outputOf("/bin/sh", ["-c", "echo 1.2.3; exit 1"]), undefined);
  assert.is(outputOf("core-no-such-command", []), undefined);
});

test("spawnChild() tells the end of a child whose own child lives on and holds its output", async () => {
  const child = spawnChild({ command: "/bin/sh", args: ["-c", "printf last; sleep 20 & echo $! >&2; exit 4"] });
  const heard: Record<string, string> = {};
  child.onOutput((stream, text) => heard[stream] = (heard[stream] ?? "") + text);

  const exit = await child.exited;

  process.kill(Number(heard["stderr"]), "SIGKILL");
  assert.equal(exit, { code: 4, signal: null });
  assert.is(heard["stdout"], "last");
});
